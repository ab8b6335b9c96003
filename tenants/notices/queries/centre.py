"""Notices as people read them: in their language, and only what they may see now (U9)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db.models import QuerySet
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.html import conditional_escape, format_html
from django.utils.module_loading import import_string
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from dangol import registry
from dangol.i18n import figures
from dangol.records.timeline import Mark, below, day_words
from tenants.notices import kinds
from tenants.notices.models import Notice
from tenants.queries import desk

if TYPE_CHECKING:
    from tenants.people.models import User

PAGE = 50
MOST = 100
"""Unread notices that are counted one by one; beyond it stands 99+."""


@dataclass(frozen=True)
class Line:
    """One notice as drawn."""

    notice: Notice
    kind: registry.Notice
    what: str
    detail: str

    @property
    def at(self) -> datetime:
        return self.notice.at

    @property
    def is_read(self) -> bool:
        return self.notice.read_at is not None

    @property
    def who(self) -> str:
        return self.notice.actor.name if self.notice.actor else _("System")

    @property
    def by_system(self) -> bool:
        return self.notice.actor is None

    @property
    def repeats(self) -> int:
        """How often it happened to one thing; 0 for once, and for several things."""
        return self.notice.count if self.notice.object_id and self.notice.count > 1 else 0

    @property
    def sentence(self) -> str:
        """What happened, in plain words."""
        return self._template() % {
            "who": self.who,
            "what": self.what,
            "count": figures.number(self.notice.count),
        }

    @property
    def marked(self) -> SafeString:
        """The same with the names set off."""
        template = conditional_escape(self._template())
        return mark_safe(  # noqa: S308  (the template is ours, the names are escaped)
            template
            % {
                "who": format_html("<strong>{}</strong>", self.who),
                "what": format_html("<strong>{}</strong>", self.what),
                "count": figures.number(self.notice.count),
            }
        )

    def _template(self) -> str:
        template = str(self.kind.sentence if self.notice.object_id else self.kind.many)
        # In Korean people are called 님; the system is nobody.
        return template.replace("%(who)s 님", "%(who)s") if self.by_system else template


@dataclass(frozen=True)
class Day:
    """The notices of one day, with the day in words."""

    words: str
    lines: list[Line]


def lines(user: User, notices: Iterable[Notice]) -> list[Line]:
    """The notices that the user may know of now, in their order."""
    rows = [row for row in notices if row.kind in registry.notices()]
    seen = _names(user, rows)
    rows = [row for row in rows if (row.kind, row.record, row.object_id) in seen]
    details = _details(user, rows)
    return [
        Line(
            notice=row,
            kind=registry.notices()[row.kind],
            what=seen[row.kind, row.record, row.object_id],
            detail=details.get(row.pk, ""),
        )
        for row in rows
    ]


def page(user: User, *, unread: bool, mark: Mark | None = None) -> tuple[list[Day], str]:
    """A page of the user's notices by day, the newest first, and the place to go on from or ""."""
    rows = _own(user).select_related("actor")
    if unread:
        rows = rows.filter(read_at=None)
    found = list(below(rows, "at", mark, PAGE + 1))
    onward = Mark(found[PAGE - 1].at, found[PAGE - 1].pk).written() if len(found) > PAGE else ""
    by_day = groupby(lines(user, found[:PAGE]), key=lambda line: timezone.localtime(line.at).date())
    return [Day(day_words(day), list(each)) for day, each in by_day], onward


def one(user: User, key: UUID) -> Line | None:
    """One of the user's notices; None when it is gone or not to be known any more."""
    found = lines(user, Notice.objects.filter(pk=key, user_id=user.pk).select_related("actor"))
    return found[0] if found else None


def unread_count(user: User) -> int:
    """How many unread notices the user sees: told of what may be seen, at most `MOST`."""
    rows = list(_own(user).filter(read_at=None).order_by("-at")[:MOST])
    seen = _names(user, rows)
    return sum((row.kind, row.record, row.object_id) in seen for row in rows)


def count_words(count: int) -> str:
    """The number as it is written: nothing for none, 99+ for many."""
    return "99+" if count >= MOST else str(count or "")


def target(line: Line) -> str:
    """The path that a notice leads to."""
    key = line.notice.object_id
    if line.kind.url_name:
        return _path(line.kind.url_name, key)
    record = desk.records()[line.notice.record]
    if key:
        return _path(record.url_name("page"), key)
    query = line.notice.facts.get("query") or line.kind.many_query
    return f"{reverse(record.url_name('list'))}?{query}"


def _path(name: str, key: str) -> str:
    try:
        return reverse(name, args=[key])
    except NoReverseMatch:
        return reverse(name)


def _own(user: User) -> QuerySet[Notice]:
    return Notice.objects.filter(user_id=user.pk, in_app=True)


def _names(user: User, rows: list[Notice]) -> dict[tuple[str, str, str], str]:
    """{(kind, record, key): name} of what the user may know of."""
    wanted: dict[tuple[str, str], set[str]] = {}
    for row in rows:
        if row.kind in registry.notices():
            wanted.setdefault((row.kind, row.record), set()).add(row.object_id)
    return kinds.all_names(user, wanted)


def _details(user: User, rows: list[Notice]) -> dict[Any, str]:
    """{id: words below it}: one call for each kind."""
    found: dict[Any, str] = {}
    for code in {row.kind for row in rows}:
        kind = registry.notices()[code]
        if kind.details:
            same = [row for row in rows if row.kind == code]
            words = import_string(kind.details)(user, [row.facts for row in same])
            found |= {row.pk: each for row, each in zip(same, words, strict=True)}
    return found
