"""The timeline as a tab of every record's page, and the latest of it beside a list (U2)."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dangol.i18n import figures
from dangol.records import rights
from dangol.records.parts import Look, Tab
from dangol.records.timeline.composing import ComposerForm, composer_for
from dangol.records.timeline.places import read_mark
from dangol.records.timeline.reading import (
    CAP,
    by_day,
    count_kinds,
    kinds_of,
    read_entries,
    read_top,
)
from dangol.records.timeline.sources import Entry

if TYPE_CHECKING:
    from dangol.records.declaration import Record

CODE = "timeline"
KIND, BELOW = "kind", "below"
RECENT = 7


def timeline_tab(record: Record) -> Tab:
    """The tab of a record type that tells everything that happened."""
    return Tab(
        code=CODE,
        label=gettext_lazy("Timeline"),
        template="records/timeline/tab.html",
        context=partial(timeline, record),
    )


def timeline(record: Record, look: Look, form: ComposerForm | None = None) -> Mapping[str, Any]:
    """The line from the place that the address names, of one kind or of all; and the composer."""
    kinds = kinds_of(record, look)
    kind = look.asked(KIND) if look.asked(KIND) in kinds else ""
    mark = read_mark(look.asked(BELOW))
    pinned: list[Entry] = []
    if mark is None:
        pinned, entries, onward = read_top(record, look, kind=kind)
    else:
        entries, onward = read_entries(record, look, kind=kind, mark=mark)
    found: dict[str, Any] = {
        "days": by_day(entries),
        "onward": onward,
        "kind": kind,
        "is_more": mark is not None,
        "may_pin": rights.may(record, look.user, "edit", look.instance),
        "urls": addresses(record, look.instance.pk),
    }
    if mark is None:
        found["kinds"] = [("", _("All"), None), *((code, w, None) for code, w in kinds.items())]
        found["pinned"] = pinned
        found["form"] = form or composer_for(record, look.user)
    return found


def counted_kinds(record: Record, look: Look) -> Mapping[str, Any]:
    """The chips with how many there are of each: those of which there are none are left out."""
    numbers = count_kinds(record, look)
    kind = look.asked(KIND)
    some = [
        (code, words, written(numbers.get(code, 0)))
        for code, words in kinds_of(record, look).items()
        if numbers.get(code) or code == kind
    ]
    whole = written(sum(numbers.values()))
    return {"kind": kind, "kinds": [("", _("All"), whole), *some] if some else []}


def recent(record: Record, look: Look) -> Mapping[str, Any]:
    """The latest few, for the panel beside the list."""
    entries, _onward = read_entries(record, look, size=RECENT)
    return {"entries": entries, "urls": addresses(record, look.instance.pk)}


def addresses(record: Record, pk: UUID) -> dict[str, str]:
    """Where a timeline's forms and fields lead."""
    names = {"add": "note-add", "pin": "pin", "mentions": "mentions", "reach": "reach",
             "page": "page", "kinds": "kinds"}  # fmt: skip
    return {name: reverse(record.url_name(view), args=[pk]) for name, view in names.items()}


def written(count: int) -> str:
    """A number as it stands on a chip: 10,000+ where it was not counted further."""
    return f"{figures.number(CAP)}+" if count > CAP else figures.number(count)
