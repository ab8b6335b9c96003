"""Files chosen while a record is being written, such as the receipts of an expense (U2, A27).

They are kept aside until the record is made: when the form is refused, nobody chooses them again.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext as _

from dangol.errors import RuleBroken
from dangol.ids import read_id
from dangol.records.cells import shown
from dangol.records.declaration import Record
from dangol.records.links.own_files import GONE
from dangol.records.page.files import Held, files
from dangol.registry import Text

SENT, HELD, DROPPED = "files", "files-held", "files-drop"
"""Names of the inputs: just chosen, came with the form before, and is taken out again."""
MOST = 10
"""Files that come with a new record; more are added on its page."""


@dataclass
class Attached:
    """What came with a form; `refused` are sentences about files that cannot be kept."""

    label: Text
    held: list[Held] = field(default_factory=list)
    refused: list[str] = field(default_factory=list)


def attached(request: HttpRequest, record: Record) -> Attached | None:
    """The files of a new record's form; None for record types that ask for none."""
    if not record.comes_with:
        return None
    found = Attached(record.comes_with)
    if request.method == "POST":
        _held_before(request, record, found)
        _just_sent(request, record, found)
    return found


def keep(request: HttpRequest, record: Record, instance: Any, found: Attached | None) -> None:
    """Makes them the record's own. RuleBroken when one is gone meanwhile."""
    for each in found.held if found else ():
        title = shown(instance, record.title)
        kept = files().use(
            record.code, instance.pk, each.key, by=request.user, title=title, field=""
        )
        if kept is None:
            raise RuleBroken("file_gone", str(GONE))


def _held_before(request: HttpRequest, record: Record, found: Attached) -> None:
    dropped = set(request.POST.getlist(DROPPED))
    for text in request.POST.getlist(HELD)[:MOST]:
        if text in dropped:
            continue
        key = read_id(text)
        held = files().held(record.code, "", key, by=request.user) if key else None
        if held is None:
            found.refused.append(str(GONE))
        else:
            found.held.append(held)


def _just_sent(request: HttpRequest, record: Record, found: Attached) -> None:
    uploads = request.FILES.getlist(SENT)
    room = MOST - len(found.held)
    for upload in uploads[:room]:
        try:
            found.held.append(files().hold(record.code, "", upload, by=request.user))
        except RuleBroken as broken:
            found.refused.append(str(broken))
    if len(uploads) > room:
        text = _("At most %(most)s files come with a new one. Add the others on its page.")
        found.refused.append(text % {"most": MOST})
