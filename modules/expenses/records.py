"""The expense as a record type: list, board, calendar, page, form and files (A27)."""

from __future__ import annotations

from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy, pgettext_lazy

from dangol.records import (
    Action,
    Board,
    Calendar,
    ChoiceFilter,
    Column,
    DateFilter,
    ListDeed,
    Look,
    NumberFilter,
    Panel,
    Part,
    Peek,
    Privacy,
    Record,
    Search,
    Section,
    TextFilter,
    View,
)
from dangol.records.states import drawn_state
from modules.expenses.forms.expenses import ExpenseForm
from modules.expenses.imports import expense_imports
from modules.expenses.models import Expense, State
from modules.expenses.models.expense import HANDED_IN, OPEN
from modules.expenses.queries import page
from modules.expenses.services.expenses import FIELDS, bulk, closed, expenses
from tenants.queries.owners import owner_filter
from tenants.record_words import vocabulary_of

COLOURS = {"draft": "", "submitted": "wait", "approved": "ok", "returned": "warn", "paid": "info"}
STATES = "&".join(f"state={code}" for code in HANDED_IN)
WAITING = "approver=me&state=submitted"
state = drawn_state("state", COLOURS)


def with_names(rows: QuerySet[Any]) -> QuerySet[Any]:
    return rows.select_related("owner", "approver", "account", "customer", "order")


def badges(look: Look) -> list[str]:
    """What stands beside the name."""
    return [] if "state" in look.hidden else [state(look.instance)]


def narrowed(rows: QuerySet[Any], user: Any, verb: str) -> QuerySet[Any]:
    """How far an expense is says what can be done with it, and by whom."""
    if verb in ("edit", "delete"):
        return rows.filter(state__in=OPEN)
    if verb == "approve":
        mine = rows.filter(approver=user.pk, state__in=(State.SUBMITTED, State.APPROVED))
        return mine.exclude(owner=user.pk)
    return rows.filter(state=State.APPROVED) if verb == "pay" else rows


def opened(user: Any) -> Q:
    """Roles alone say which expenses of others one sees."""
    return Q(pk__isnull=False)


def involves(user: Any) -> Q:
    """An approver sees what was handed in to them, however narrow their role is."""
    return Q(approver=user.pk) & ~Q(state=State.DRAFT)


expense_record = Record(
    code="expenses.expense",
    model=Expense,
    label=_("Expense"),
    plural=_("Expenses"),
    icon="receipt",
    counted=ngettext_lazy("%(shown)s expense", "%(shown)s expenses", "count"),
    title="name",
    subtitle=("account_title", "owner"),
    columns=(
        Column(name="name"),
        Column(name="spent_on", phone="end-sub"),
        Column(name="amount", total=True, phone="end"),
        Column(name="account_title", phone="sub"),
        Column(name="owner", sort=""),
        Column(name="state", phone="mark", draw=state),
        Column(name="evidence", sort=""),
        Column(name="approver", sort=""),
        Column(name="account", sort=""),
        Column(name="method", sort="", optional=True),
        Column(name="customer", sort="", optional=True),
        Column(name="order", sort="", optional=True),
        Column(name="project", sort="", optional=True),
        Column(name="submitted_at", optional=True),
        Column(name="paid_on", optional=True),
        Column(name="created_at", optional=True),
    ),
    sort="-spent_on",
    listed=with_names,
    views=(
        View(code="mine", label=_("My expenses"), query="owner=me"),
        View(code="waiting", label=_("Waiting for my approval"), query=WAITING),
        View(code="open", label=_("Not handed in"), query="owner=me&state=draft&state=returned"),
        View(code="unpaid", label=_("To be paid"), query="state=approved"),
        View(
            code="month", label=_("This month"), query=f"spent_on.period=this_month&{STATES}",
        ),
    ),
    filters=(
        ChoiceFilter(field="state"),
        ChoiceFilter(field="account_title"),
        owner_filter(),
        owner_filter("approver"),
        DateFilter(field="spent_on"),
        NumberFilter(field="amount", is_money=True),
        ChoiceFilter(field="evidence"),
        ChoiceFilter(field="method"),
        TextFilter(field="project"),
        DateFilter(field="paid_on"),
    ),
    search=(Search(field="name"), Search(field="project")),
    boards=(Board(field="state", card=("owner", "account_title", "spent_on"), tones=COLOURS),),
    calendars=(Calendar(field="spent_on", colour="state", tones=COLOURS),),
    sections=(
        Section(
            label=_("Basic data"),
            fields=(
                "name", "amount", "spent_on", "account_title", "method", "evidence", "owner",
                "approver",
            ),
            facts=(
                "amount", "spent_on", "account_title", "method", "evidence", "owner", "approver",
                "submitted_at", "decided_at", "paid_on",
            ),
        ),
        Section(
            label=pgettext_lazy("expense", "Spent for"),
            fields=("account", "customer", "order", "project"),
        ),
        Section(label=_("Memo"), fields=("memo",), columns=1),
    ),
    form=ExpenseForm,
    comes_with=_("Receipts"),
    imports=expense_imports,
    bulk=bulk,
    **expenses.declared,
    narrow=narrowed,
    closed=closed,
    privacy=Privacy(opened=opened, involves=involves),
    badges=badges,
    peek=Peek(
        facts=(
            "amount", "spent_on", "account_title", "method", "evidence", "owner", "approver",
            "account", "customer", "project", "memo",
        ),
        parts=(Part(template="expenses/panels/way.html", context=page.beside),),
    ),
    panels=(Panel(template="expenses/panels/way.html", context=page.way),),
    list_deeds=(
        ListDeed(
            code="approve", label=_("Approve"), icon="check", url_name="expenses:approve-many",
            permission="expenses.expense.approve",
        ),
        ListDeed(
            code="return", label=_("Return"), icon="undo-2", url_name="expenses:return-many",
            permission="expenses.expense.approve",
        ),
        ListDeed(
            code="pay", label=_("Mark as paid"), icon="banknote", url_name="expenses:pay-many",
            permission="expenses.expense.pay",
        ),
    ),
    actions=(
        Action(
            label=_("Monthly sheet"), url_name="expenses:month",
            permission="expenses.expense.view", icon="table-2",
        ),
    ),
)  # fmt: skip
expense_words = vocabulary_of(
    expense_record,
    FIELDS,
    deeds={
        "expenses.expense.submit": _("Expense handed in"),
        "expenses.expense.withdraw": _("Expense withdrawn"),
        "expenses.expense.approve": _("Expense approved"),
        "expenses.expense.return": _("Expense returned"),
        "expenses.expense.pay": _("Expense marked as paid"),
        "expenses.expense.unpay": _("Payment of an expense taken back"),
    },
)
