"""Who took which lists away, newest first, as the screen shows it (U6, A14)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.template.defaultfilters import filesizeformat
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from dangol import access
from dangol.records import Record
from dangol.records.lists.selection import words_of
from dangol.records.saved.offered import list_address
from tenants.exports.models import Export
from tenants.people.models import User
from tenants.queries import desk

PAGE = 50
State = Export.State
WORDS: dict[str, tuple[str, str | Promise]] = {
    State.RUNNING: ("active", gettext_lazy("Being made")),
    State.READY: ("ok", gettext_lazy("Ready")),
    State.CANCELLED: ("", gettext_lazy("Cancelled")),
    State.FAILED: ("err", gettext_lazy("Failed")),
    State.EXPIRED: ("", pgettext_lazy("export", "Deleted")),
    State.TAKEN: ("ok", pgettext_lazy("export", "Taken at once")),
}
"""{state: how it looks, and its word}."""


@dataclass(frozen=True, kw_only=True)
class Line:
    """One export as it is shown.

    list_url  the list with the same selection; "" for who may not see it
    again     where the same is asked for once more; "" for who may not
    percent   how far the file is
    """

    export: Export
    label: str
    words: str
    look: str
    state: str
    size: str
    who: str
    percent: int
    list_url: str
    again: str
    is_mine: bool

    @property
    def is_running(self) -> bool:
        return self.export.state == State.RUNNING

    @property
    def is_ready(self) -> bool:
        return self.export.state == State.READY


def of(user: User, *, everybody: bool) -> QuerySet[Export]:
    """The user's own exports, or everybody's."""
    rows = Export.objects.select_related("user").order_by("-pk")
    return rows if everybody else rows.filter(user=user)


def page(rows: QuerySet[Export], user: User, below: UUID | None) -> tuple[list[Line], UUID | None]:
    """A page, and the id below which the next one begins."""
    if below is not None:
        rows = rows.filter(pk__lt=below)
    found = list(rows[: PAGE + 1])
    onward = found[PAGE - 1].pk if len(found) > PAGE else None
    return [line(each, user) for each in found[:PAGE]], onward


def line(export: Export, user: User) -> Line:
    """The export as this user sees it."""
    record = desk.records().get(export.record)
    look, word = WORDS[export.state]
    return Line(
        export=export,
        label=str(record.plural) if record else _("no longer there"),
        words=words_of(record, export.query) if record else "",
        look=look,
        state=str(word),
        size=filesizeformat(export.size) if export.size else "",
        who=export.user.name if export.user else _("no longer there"),
        percent=_percent(export),
        list_url=_address(record, user, export, "list", "view"),
        again=_address(record, user, export, "export", "export"),
        is_mine=export.user_id == user.pk,
    )


def _percent(export: Export) -> int:
    return min(99, 100 * export.done // export.total) if export.total else 0


def _address(record: Record | None, user: Any, export: Export, view: str, verb: str) -> str:
    if record is None or not access.user_can(user, record.permission(verb)):
        return ""
    return f"{reverse(record.url_name(view))}{list_address(export.query)}"
