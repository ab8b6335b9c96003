"""The way of an expense: handed in, withdrawn, approved, returned, paid (A27).

Each verb takes the rows that its user may do it with, one or thousands, and moves those that stand
where it begins: one UPDATE, one audit line each, one notice for each person.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from dangol import clock, notices
from dangol.errors import RuleBroken
from dangol.records.page.files import files
from dangol.records.text import clean_line, refuse_resident_number
from modules.expenses.models import Evidence, Expense
from modules.expenses.models.expense import OPEN, State
from modules.expenses.queries.approvers import may_approve
from modules.expenses.services.expenses import SUBJECT, WAITING, told
from tenants import audit

MOST = 5_000
"""Expenses that one deed moves at most."""
LONGEST = 200
Rows = QuerySet[Any]
GONE = _("None of these can be moved on: somebody else was faster, or they stand elsewhere.")


@transaction.atomic
def submit(expense: Expense, user: Any) -> Expense:
    """Hands it in to its approver.

    RuleBroken when it is under way, has no approver, one who may not approve, or its own spender.
    """
    found = Expense.objects.select_for_update().get(pk=expense.pk)
    if found.state not in OPEN or found.deleted_at is not None:
        raise RuleBroken("not_open", _("This expense was handed in already."))
    if found.approver_id is None:
        raise RuleBroken("no_approver", _("Choose who approves it first."), field="approver")
    if found.approver_id == found.owner_id:
        raise RuleBroken("own_approver", _("Nobody approves their own. Choose another approver."))
    if not may_approve(found.approver_id):
        raise RuleBroken(
            "approver_gone", _("The chosen approver cannot approve expenses. Choose another one.")
        )
    values: dict[str, Any] = {"submitted_at": clock.now(), "returned_for": "", "decided_at": None}
    if found.evidence == Evidence.MISSING and files().of(SUBJECT, found.pk, user):
        values["evidence"] = Evidence.PROVEN
    _move([found], "submit", State.SUBMITTED, **values)
    notices.tell(told(WAITING, [found.pk]), [found.approver_id])
    return found


@transaction.atomic
def withdraw(expense: Expense) -> Expense:
    """Takes it back before it was decided on; the notice of it goes, too, while it is unread."""
    found = _one(expense, State.SUBMITTED)
    _move([found], "withdraw", State.DRAFT, submitted_at=None)
    notices.take_back(told(WAITING, [found.pk]), [found.approver_id])
    return found


@transaction.atomic
def approve(rows: Rows, user: Any) -> int:
    """Approves those that wait for this user; how many. RuleBroken when none does."""
    found = _locked(rows.filter(approver=user.pk).exclude(owner=user.pk), State.SUBMITTED)
    _move(found, "approve", State.APPROVED, decided_at=clock.now())
    _tell("expenses.expense.approved", found)
    return len(found)


@transaction.atomic
def send_back(rows: Rows, user: Any, reason: str) -> int:
    """Returns those that wait for this user, or that they approved and nobody paid; how many.

    RuleBroken without a reason, and when there is none to return.
    """
    reason = clean_line(reason)[:LONGEST]
    if not reason:
        text = _("Say why you return it: the spender has to know what to change.")
        raise RuleBroken("no_reason", text, field="reason")
    refuse_resident_number(reason, field="reason")
    mine = rows.filter(approver=user.pk).exclude(owner=user.pk)
    found = _locked(mine, State.SUBMITTED, State.APPROVED)
    _move(
        found, "return", State.RETURNED, facts={"reason": reason}, decided_at=clock.now(),
        returned_for=reason,
    )  # fmt: skip
    _tell("expenses.expense.returned", found)
    return len(found)


@transaction.atomic
def pay(rows: Rows, on: date | None = None) -> int:
    """Notes that the approved ones are paid; how many. RuleBroken for a day that is to come."""
    day = on or clock.today()
    if day > clock.today():
        raise RuleBroken("paid_ahead", _("This day is still to come."), field="paid_on")
    found = _locked(rows, State.APPROVED)
    _move(found, "pay", State.PAID, paid_on=day)
    _tell("expenses.expense.paid", found)
    return len(found)


@transaction.atomic
def unpay(expense: Expense) -> Expense:
    """Takes back that it is paid: it is approved as before."""
    found = _one(expense, State.PAID)
    _move([found], "unpay", State.APPROVED, paid_on=None)
    return found


def _one(expense: Expense, state: str) -> Expense:
    return _locked(Expense.objects.present().filter(pk=expense.pk), state)[0]


def _locked(rows: Rows, *states: str) -> list[Expense]:
    """Those in one of the states, held until the transaction ends, in a fixed order."""
    ids = rows.filter(state__in=states).order_by().values("pk")
    held = Expense.objects.select_for_update().filter(pk__in=ids, state__in=states)
    found = list(held.order_by("pk")[: MOST + 1])
    if not found:
        raise RuleBroken("none_there", GONE)
    if len(found) > MOST:
        text = _("That is more than %(most)s at once. Filter the list first.")
        raise RuleBroken("too_many", text % {"most": f"{MOST:,}"})
    return found


def _move(
    found: Sequence[Expense], deed: str, state: str, facts: dict[str, Any] | None = None,
    **values: Any,
) -> None:  # fmt: skip
    """Writes the state and what comes with it, and an audit line for each."""
    values |= {"state": state, "updated_at": clock.now()}
    Expense.objects.filter(pk__in=[each.pk for each in found]).update(**values)
    by_state: dict[str, list[Expense]] = defaultdict(list)
    for each in found:
        by_state[each.state].append(each)
    for before, rows in by_state.items():
        audit.record_many(
            f"{SUBJECT}.{deed}", subject=SUBJECT, lines=[(each.pk, each.name) for each in rows],
            changes={"state": [str(before), str(state)], **(facts or {})},
        )  # fmt: skip
    for each in found:
        for name, value in values.items():
            setattr(each, name, value)


def _tell(kind: str, found: Sequence[Expense]) -> None:
    """Each spender hears of theirs in one notice."""
    of: dict[UUID, list[UUID]] = defaultdict(list)
    for each in found:
        if each.owner_id is not None:
            of[each.owner_id].append(each.pk)
    for owner, ids in of.items():
        notices.tell(told(kind, ids), [owner])
