"""Expenses that may be one and the same: day, amount and person are alike (A27)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from dangol.records import Record, similar
from dangol.records.similar import Similar
from modules.expenses.models import Expense

MOST = 5
SAME = 100
NEEDED = frozenset({"spent_on", "amount", "owner"})


def alike(
    rows: QuerySet[Any], *, spent_on: Any, amount: Any, owner_id: Any, but: UUID | None
) -> QuerySet[Any]:
    """Of these expenses those of the same day, amount and person, `but` this one."""
    found = rows.filter(spent_on=spent_on, amount=amount, owner_id=owner_id)
    return (found if but is None else found.exclude(pk=but)).order_by("created_at", "pk")[:MOST]


class DoubleCheck:
    """Implements `dangol.records.similar.Finder` for expenses."""

    def knows(self, code: str) -> bool:
        return code == Expense.record_code

    def similar(
        self, record: Record, user: Any, values: Mapping[str, Any], but: UUID | None
    ) -> Sequence[Similar]:
        if NEEDED - values.keys() or NEEDED & record.hidden_from(user):
            return ()
        rows = alike(
            record.listed(record.visible_to(user)), spent_on=values["spent_on"],
            amount=values["amount"], owner_id=values["owner"].pk, but=but,
        )  # fmt: skip
        words = (_("same day, amount and person"),)
        return [Similar(each, SAME, words) for each in rows]


def register() -> None:
    """The module's ready hook."""
    similar.register(DoubleCheck())
