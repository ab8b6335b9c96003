"""What expenses tell the shell."""

from dataclasses import replace

from django.utils.translation import gettext_lazy as _

from dangol.records.permissions import record_permissions
from dangol.registry import (
    CodeTable,
    Counter,
    Declaration,
    MenuItem,
    Notice,
    Permission,
    QuickAction,
    QuickAdd,
    Widget,
)

MEMBERS = ("admin", "member")


def _own(permission: Permission) -> Permission:
    """Without a role one has one's own expenses; deciding and paying are given by a role."""
    verb = permission.code.rpartition(".")[2]
    if verb in ("approve", "pay"):
        return replace(permission, roles=("admin",))
    if permission.is_scoped:
        return replace(permission, roles=MEMBERS, usual="own")
    return permission


module = Declaration(
    code="expenses",
    label=_("Expenses"),
    entitlement="base",
    requires=("base",),
    urls="modules.expenses.urls",
    menu=(
        MenuItem(
            label=_("Expenses"),
            url_name="expenses:expense-list",
            permission="expenses.expense.view",
            key="g e",
            icon="receipt",
            also=("expenses:month",),
            order=68,
        ),
    ),
    permissions=tuple(
        map(
            _own,
            record_permissions(
                "expenses.expense",
                {
                    "view": _("See expenses"),
                    "create": _("Enter expenses"),
                    "edit": _("Change expenses"),
                    "approve": _("Approve and return expenses"),
                    "pay": _("Mark expenses as paid"),
                    "delete": _("Move expenses to the trash"),
                    "import": _("Import expenses"),
                    "export": _("Export expenses"),
                },
            ),
        )
    ),
    records=("modules.expenses.records.expense_record",),
    vocabularies=("modules.expenses.records.expense_words",),
    code_tables=(
        CodeTable(
            code="expenses.account_title",
            label=_("Account titles"),
            record="expenses.expense",
            field="account_title",
            may_add=True,
        ),
        CodeTable(
            code="expenses.method",
            label=_("Ways of paying"),
            record="expenses.expense",
            field="method",
            may_add=True,
        ),
    ),
    quick_adds=(QuickAdd(record="expenses.expense", key="n e", order=30),),
    quick_actions=(
        QuickAction(
            label=_("Expenses by month"),
            url_name="expenses:month",
            permission="expenses.expense.view",
            icon="table-2",
        ),
    ),
    notices=(
        Notice(
            code="expenses.expense.submitted",
            label=_("An expense waits for my approval"),
            permission="expenses.expense.approve",
            sentence=_("%(who)s asks you to approve %(what)s."),
            many=_("%(who)s passed you %(count)s expenses to approve."),
            many_query="approver=me&state=submitted",
            icon="receipt",
            order=40,
        ),
        Notice(
            code="expenses.expense.approved",
            label=_("An expense of mine is approved"),
            permission="expenses.expense.view",
            sentence=_("%(who)s approved %(what)s."),
            many=_("%(who)s approved %(count)s of your expenses."),
            many_query="owner=me&state=approved",
            icon="circle-check",
            order=41,
        ),
        Notice(
            code="expenses.expense.returned",
            label=_("An expense of mine is returned"),
            permission="expenses.expense.view",
            sentence=_("%(who)s returned %(what)s; the reason is there."),
            many=_("%(who)s returned %(count)s of your expenses."),
            many_query="owner=me&state=returned",
            icon="undo-2",
            order=42,
        ),
        Notice(
            code="expenses.expense.paid",
            label=_("An expense of mine is paid"),
            permission="expenses.expense.view",
            sentence=_("%(who)s marked %(what)s as paid."),
            many=_("%(who)s marked %(count)s of your expenses as paid."),
            many_query="owner=me&state=paid",
            icon="banknote",
            channels=("app", "digest"),
            order=43,
        ),
    ),
    widgets=(
        Widget(
            code="expenses.approvals",
            label=_("Expenses"),
            permission="expenses.expense.view",
            template="expenses/widgets/approvals.html",
            context="modules.expenses.widgets.approvals",
            icon="receipt",
            rows=3,
            order=55,
        ),
    ),
    counters=(
        Counter(
            code="expenses.waiting",
            label=_("Expenses to approve"),
            permission="expenses.expense.approve",
            count="modules.expenses.counters.waiting",
            order=56,
        ),
        Counter(
            code="expenses.returned",
            label=_("Returned expenses"),
            permission="expenses.expense.edit",
            count="modules.expenses.counters.returned",
            order=57,
        ),
    ),
    ready="modules.expenses.queries.alike.register",
    demo="modules.expenses.demo.fill",
)
