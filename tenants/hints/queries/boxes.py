"""The two boxes of hints: what one was shown, and what one showed (A30)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db.models import Count, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from dangol.records.timeline import Mark, below, day_words
from tenants.hints import screens
from tenants.hints.models import Hint, Receipt
from tenants.notes.queries.told import short

if TYPE_CHECKING:
    from tenants.people.models import User

PAGE = 50
MOST_UNREAD = 100
"""Unread ones that stand above the others; there are hardly ever so many."""


@dataclass(frozen=True)
class Line:
    """One hint as drawn in a list. `receipt` is the reader's own; None in the sent box."""

    hint: Hint
    title: screens.Title
    receipt: Receipt | None = None

    @property
    def at(self) -> datetime:
        return self.hint.sent_at

    @property
    def who(self) -> str:
        return self.hint.sender.name if self.hint.sender else _("Somebody who left")

    @property
    def is_unread(self) -> bool:
        return self.receipt is not None and self.receipt.read_at is None

    @property
    def waits(self) -> bool:
        """Whether the sender waits for the reader's confirmation."""
        is_open = self.receipt is not None and self.receipt.confirmed_at is None
        return is_open and self.hint.wants_confirmation

    @property
    def beginning(self) -> str:
        return short(self.hint.note)


@dataclass(frozen=True)
class Day:
    """The lines of one day, with the day in words."""

    words: str
    lines: list[Line]


@dataclass(frozen=True)
class Box:
    """One page of a box: unread ones above, on the first page only, then the others by day.

    onward  the place to go on from, or ""
    """

    unread: list[Line]
    days: list[Day]
    onward: str

    @property
    def is_empty(self) -> bool:
        return not self.unread and not self.days


def received(user: User, mark: Mark | None = None) -> Box:
    """What the user was shown, the unread first."""
    own = _own(user).select_related("hint__sender")
    unread = list(own.filter(read_at=None).order_by("-at", "-id")[:MOST_UNREAD])
    rows = list(below(own.exclude(read_at=None), "at", mark, PAGE + 1))
    lines = _lines(user, [(row.hint, row) for row in ([] if mark else unread) + rows[:PAGE]])
    onward = Mark(rows[PAGE - 1].at, rows[PAGE - 1].pk).written() if len(rows) > PAGE else ""
    above = 0 if mark else len(unread)
    return Box(lines[:above], _days(lines[above:]), onward)


def sent(user: User, mark: Mark | None = None) -> Box:
    """What the user showed, the newest first, with how many have read, opened and confirmed it."""
    own = _counted(Hint.objects.filter(sender_id=user.pk)).select_related("sender")
    rows = list(below(own, "sent_at", mark, PAGE + 1))
    onward = Mark(rows[PAGE - 1].sent_at, rows[PAGE - 1].pk).written() if len(rows) > PAGE else ""
    return Box([], _days(_lines(user, [(row, None) for row in rows[:PAGE]])), onward)


def unread_count(user: User) -> int:
    return _own(user).filter(read_at=None).count()


def one(user: User, key: UUID) -> Line | None:
    """A hint that the user sent or was sent; None for any other. Of the sender's own the receipts
    are there with their people, those who have not read it first."""
    hint = _counted(Hint.objects.filter(pk=key)).select_related("sender").first()
    receipt = Receipt.objects.filter(hint_id=key, user_id=user.pk).first()
    if hint is None or (receipt is None and hint.sender_id != user.pk):
        return None
    return _lines(user, [(hint, receipt)])[0]


def receipts(hint: Hint) -> QuerySet[Receipt]:
    """Who has it, in the order of their names, for the sender."""
    held = Receipt.objects.filter(hint=hint).select_related("user__department")
    return held.order_by("withdrawn_at", "user__name", "pk")


def _own(user: User) -> QuerySet[Receipt]:
    return Receipt.objects.filter(user_id=user.pk, withdrawn_at=None)


def _counted(hints: QuerySet[Hint]) -> QuerySet[Hint]:
    def held(**done: Any) -> Count:
        return Count("receipts", filter=Q(receipts__withdrawn_at=None, **done))

    return hints.annotate(
        read=held(receipts__read_at__isnull=False),
        opened=held(receipts__opened_at__isnull=False),
        confirmed=held(receipts__confirmed_at__isnull=False),
        answered=held(receipts__answered_at__isnull=False),
    )


def _lines(user: User, pairs: Iterable[tuple[Hint, Receipt | None]]) -> list[Line]:
    pairs = list(pairs)
    titles = screens.titles(user, [screens.Screen.of(hint) for hint, _receipt in pairs])
    return [
        Line(hint=hint, title=titles[screens.Screen.of(hint)], receipt=receipt)
        for hint, receipt in pairs
    ]


def _days(lines: list[Line]) -> list[Day]:
    by_day = groupby(lines, key=lambda line: timezone.localtime(line.at).date())
    return [Day(day_words(day), list(each)) for day, each in by_day]
