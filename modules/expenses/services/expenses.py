"""Making and changing expenses while they are their spender's (A27)."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from dangol import access, clock, notices
from dangol.access import Scope
from dangol.errors import RuleBroken
from dangol.records.bulk import Bulk, Columns, Refusal
from dangol.records.passing import Passing
from dangol.registry import Text
from modules.expenses.models import Expense
from modules.expenses.models.expense import OPEN, TOO_LITTLE, State
from modules.expenses.queries.approvers import approvers, may_approve
from tenants import audit
from tenants.people.models import User
from tenants.services.records import Services, Values, set_all

SUBJECT = "expenses.expense"
FIELDS = (
    "name", "amount", "spent_on", "account_title", "owner_id", "approver_id", "evidence", "method",
    "account_id", "customer_id", "order_id", "project", "memo", "state",
)  # fmt: skip
WAITING = "expenses.expense.submitted"
"""The notice by which an approver hears of it."""
CLOSED: dict[str, Text] = {
    State.SUBMITTED: _(
        "This expense waits for approval and stays as it is. Withdraw it first, then change it."
    ),
    State.APPROVED: _(
        "This expense is approved and stays as it is. Ask the approver to return it to you first."
    ),
    State.PAID: _("This expense is paid and stays as it is."),
}
"""Why it may not be changed or removed, by its state."""


def closed(expense: Expense, verb: str) -> Text:
    """For `Record.closed`."""
    return CLOSED.get(expense.state, "") if verb in ("edit", "delete") else ""


def _allow(expense: Expense, verb: str) -> None:
    sentence = closed(expense, verb)
    if sentence:
        raise RuleBroken("expense_closed", str(sentence))


def _take_over(expense: Expense, values: Values) -> None:
    before = None if expense._state.adding else expense.owner_id
    set_all(expense, values)
    if expense.owner_id is None:
        expense.owner_id = audit.actor().user_id
    if expense.owner_id != before:
        _check_spender(expense)
    if expense.amount is None or expense.amount <= 0:
        raise RuleBroken("amount_none", TOO_LITTLE, field="amount")
    if expense.spent_on > clock.today():
        text = _("This day is still to come. Write the day on which it was spent.")
        raise RuleBroken("spent_ahead", text, field="spent_on")
    if expense.approver_id is not None and expense.approver_id == expense.owner_id:
        text = _("Nobody approves their own expenses. Choose another approver.")
        raise RuleBroken("own_approver", text, field="approver")


def _check_spender(expense: Expense) -> None:
    """Who may change their own expenses alone makes none in another's name."""
    by = audit.actor().user_id
    user = User.objects.filter(pk=by).first() if by else None
    if user is None or expense.owner_id == user.pk:
        return
    scope = access.scope_of(user, f"{SUBJECT}.edit")
    if scope is Scope.ALL or expense.owner_id in access.colleagues_of(user, scope):
        return
    text = _("You enter your own expenses alone. Choose yourself as the spender.")
    raise RuleBroken("spender_closed", text, field="owner")


def _waiting() -> Q:
    return Q(state=State.SUBMITTED)


def _fits(heir: UUID, expense: Expense) -> bool:
    """Nobody gets their own to decide on, nor any who may not decide."""
    return expense.owner_id != heir and heir in approvers()


class Expenses(Services):
    """A spender's own stay theirs when they leave; what waits for their decision does not."""

    @property
    def declared(self) -> dict[str, Any]:
        return {**super().declared, "pass_on": self.pass_on}

    @property
    def passings(self) -> tuple[Passing, ...]:
        return (
            Passing(
                code="waiting", field="approver", rows=_waiting, fits=_fits,
                told=lambda ids, count: told(WAITING, ids, count),
                label=_("Expenses that wait for a decision"),
                stays=_("What is decided stays; one's own and what an heir may not approve too."),
            ),
        )  # fmt: skip

    @transaction.atomic
    def pass_on(
        self, giver: UUID, heir: UUID | None, most: int, among: Collection[UUID] | None = None
    ) -> list[UUID]:
        """Gives at most `most` expenses that wait for the giver's decision to the heir; their ids.

        The heir's own stay, and all of them where the heir may not approve.
        """
        if not may_approve(heir):
            return []
        waiting = Q(approver_id=giver, state=State.SUBMITTED, deleted_at=None)
        if among is not None:
            waiting &= Q(pk__in=among)
        rows = Expense.objects.select_for_update().filter(waiting).exclude(owner_id=heir)
        found = list(rows.order_by("pk")[:most])
        ids = [each.pk for each in found]
        Expense.objects.filter(pk__in=ids).update(approver_id=heir, updated_at=clock.now())
        audit.record_many(
            f"{SUBJECT}.edit", subject=SUBJECT, lines=[(each.pk, each.name) for each in found],
            changes={"approver_id": [str(giver), str(heir)]},
        )  # fmt: skip
        if ids:
            notices.tell(told(WAITING, ids), [heir])
        return ids


def told(kind: str, ids: Sequence[UUID], count: int = 0) -> notices.Told:
    """What somebody is told of these expenses; `ids` may be some of `count`."""
    count = count or len(ids)
    return notices.Told(
        kind=kind, record=SUBJECT, key=str(ids[0]) if count == 1 else "", count=count
    )


expenses = Expenses(
    subject=SUBJECT,
    model=Expense,
    fields=FIELDS,
    owner="owner",
    passes=None,
    take_over=_take_over,
    allow=_allow,
)


def _refused(verb: str, columns: Columns) -> list[Refusal]:
    """What is under way stays; who, when and how much is changed one by one."""
    found = [
        Refusal(code=f"is_{state}", rows=Q(state=state), sentence=sentence)
        for state, sentence in CLOSED.items()
    ]
    if not columns.keys().isdisjoint({"owner_id", "approver_id", "amount", "spent_on"}):
        words = _("Rules hang on it: it is changed record by record.")
        found.append(Refusal(code="one_by_one", rows=Q(state__in=OPEN), sentence=words))
    return found


bulk = Bulk(refused=_refused)
