"""What the page of an expense shows of its way: where it stands, receipts, doubles (A27)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from dangol.access import user_can
from dangol.records import Look, Record, rights, types
from dangol.records.page.files import files
from dangol.registry import Text
from modules.expenses.models import Evidence, Expense, State
from modules.expenses.models.expense import OPEN
from modules.expenses.queries.alike import NEEDED, alike

WAY = (State.DRAFT, State.SUBMITTED, State.APPROVED, State.PAID)


@dataclass(frozen=True)
class Step:
    """One state of the way; `look` is done, now or nothing."""

    number: int
    label: Text
    look: str


def way(user: Any, expense: Expense) -> Mapping[str, Any]:
    """The block in the middle of the page; its receipts stand in the block of files beside it."""
    record = types.record_of(Expense.record_code)
    hidden = record.hidden_from(user)
    return {
        "expense": expense,
        "steps": _steps(expense) if "state" not in hidden else [],
        "returned_for": expense.returned_for if expense.state == State.RETURNED else "",
        "may": _may(record, user, expense),
        "doubles": _doubles(record, user, expense, hidden),
        "is_full": True,
    }


def beside(look: Look) -> Mapping[str, Any]:
    """The same in the panel beside the list, with the receipts in place of the steps."""
    expense: Expense = look.instance
    kept = files().of(expense.record_code, expense.pk, look.user)
    claims = expense.evidence == Evidence.PROVEN and "evidence" not in look.hidden
    return {
        **way(look.user, expense), "is_full": False, "files": kept, "lacks": claims and not kept,
    }  # fmt: skip


def _steps(expense: Expense) -> list[Step]:
    """A returned one stands where it began."""
    now = WAY.index(State.DRAFT if expense.state == State.RETURNED else State(expense.state))
    looks = ["done" if at < now else "now" if at == now else "" for at in range(len(WAY))]
    if expense.state == State.PAID:
        looks[-1] = "done"
    labels = [State.RETURNED.label if expense.state == State.RETURNED else WAY[0].label]
    labels += [each.label for each in WAY[1:]]
    return [
        Step(number, label, look)
        for number, (label, look) in enumerate(zip(labels, looks, strict=True), 1)
    ]


def _may(record: Record, user: Any, expense: Expense) -> dict[str, bool]:
    """What the user may do with it now; each deed asks once more."""
    is_own = expense.owner_id == user.pk
    is_open = expense.state in OPEN
    decides = not is_open and rights.may(record, user, "approve", expense)
    return {
        "submit": is_open and rights.may(record, user, "edit", expense),
        "withdraw": is_own and expense.state == State.SUBMITTED,
        "approve": decides and expense.state == State.SUBMITTED,
        "return": decides and expense.state in (State.SUBMITTED, State.APPROVED),
        "pay": expense.state == State.APPROVED and rights.may(record, user, "pay", expense),
        "unpay": expense.state == State.PAID and user_can(user, record.permission("pay")),
    }


def _doubles(record: Record, user: Any, expense: Expense, hidden: Any) -> list[Any]:
    """Others of the same day, amount and person that the reader may see."""
    if NEEDED & hidden:
        return []
    rows = alike(
        record.visible_to(user), spent_on=expense.spent_on, amount=expense.amount,
        owner_id=expense.owner_id, but=expense.pk,
    )  # fmt: skip
    return list(rows)
