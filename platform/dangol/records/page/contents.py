"""What the page of every record type consists of: its own parts, and those that all have (U2)."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from dangol.records.page import files, outlinks
from dangol.records.page.history import history_tab
from dangol.records.page.related import related_block, related_tab, related_to
from dangol.records.parts import Panel, Tab, panels_tab
from dangol.records.timeline.tab import timeline_tab

if TYPE_CHECKING:
    from dangol.records.declaration import Record


_attached: dict[str, list[Tab]] = {}
"""{code of a type: tabs of its page that other modules have put there}."""


def attach_tab(record: str, tab: Tab) -> None:
    """Called once at start by a module that tells more of another's records; its code is new there.

    So campaigns stand on the page of a customer, who knows nothing of campaigns.
    """
    found = [each for each in _attached.get(record, []) if each.code != tab.code]
    _attached[record] = [*found, tab]


def tabs_of(record: Record) -> list[Tab]:
    """In the middle: the declared blocks, what it is made of, what happened, who changed what."""
    first = [panels_tab(record.panels)] if record.panels else []
    wide = [each for each in related_to(record) if each.is_wide]
    first += [related_tab(each) for each in wide if not each.is_later]
    later = [related_tab(each) for each in wide if each.is_later]
    more = [*later, *record.tabs, *_attached.get(record.code, [])]
    return [*first, timeline_tab(record), *more, history_tab(record.code)]


def blocks_of(record: Record) -> list[Panel]:
    """At the right: what leads here, the declared blocks, files, links to other systems."""
    lists = [related_block(each) for each in related_to(record) if not each.is_wide]
    files_block = Panel(
        code=files.CODE,
        label=_("Files"),
        template="records/files.html",
        context=partial(files.panel, record.code),
    )
    links_block = Panel(
        code=outlinks.CODE,
        label=_("Links to other systems"),
        template="records/links.html",
        context=partial(outlinks.panel, record),
    )
    return [*lists, *record.rail, files_block, links_block]
