"""The account as a record type (C1, C2)."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from dangol.i18n import figures
from dangol.records import (
    ChoiceFilter,
    Column,
    DateFilter,
    Held,
    Look,
    NumberFilter,
    Peek,
    Record,
    Related,
    Search,
    Section,
    View,
)
from dangol.records.states import drawn_state
from modules.base import colours, marks
from modules.base.drawings import homepage
from modules.base.forms.accounts import AccountForm
from modules.base.imports.others import account_imports
from modules.base.models import Account
from modules.base.queries.lines import ContactLines, OrderLines
from modules.base.services import many
from modules.base.services.accounts import accounts
from tenants.business_number import shown
from tenants.queries.owners import owner_filter

state = drawn_state("state", colours.ACCOUNTS)


def listed(rows: QuerySet[Any]) -> QuerySet[Any]:
    return rows.select_related("owner", "parent")


def number(account: Account) -> str:
    """The business number as people write it."""
    return shown(account.business_number) if account.business_number else ""


def badges(look: Look) -> list[str]:
    """What stands beside the name."""
    drawn = {"state": state(look.instance), "grade": marks.grade(look.instance)}
    return [mark for name, mark in drawn.items() if mark and name not in look.hidden]


account_record = Record(
    code="base.account",
    model=Account,
    label=_("Account"),
    plural=_("Accounts"),
    icon="building-2",
    counted=ngettext_lazy("%(shown)s account", "%(shown)s accounts", "count"),
    title="name",
    subtitle=("industry", "representative"),
    keys=("business_number",),
    columns=(
        Column(name="name"),
        Column(name="state", phone="end", draw=state),
        Column(name="industry", phone="sub"),
        Column(name="grade", phone="mark", draw=marks.grade),
        Column(name="owner", sort=""),
        Column(name="phone", sort=""),
        Column(name="revenue", phone="end-sub"),
        Column(name="created_at"),
        Column(name="business_number", sort="", optional=True, draw=number),
        Column(name="representative", sort="", optional=True),
        Column(name="size", sort="", optional=True),
        Column(name="credit", optional=True),
        Column(name="employees", sort="", optional=True),
        Column(name="parent", sort="", optional=True),
    ),
    sort="-created_at",
    listed=listed,
    views=(
        View(code="mine", label=_("My accounts"), query="owner=me"),
        View(code="active", label=_("Dealing with them"), query="state=active"),
    ),
    filters=(
        ChoiceFilter(field="state"),
        ChoiceFilter(field="grade"),
        ChoiceFilter(field="size"),
        ChoiceFilter(field="credit"),
        ChoiceFilter(field="industry"),
        owner_filter(),
        NumberFilter(field="revenue", is_money=True),
        NumberFilter(field="employees"),
        DateFilter(field="created_at"),
    ),
    search=(
        Search(field="name"),
        Search(field="representative"),
        Search(field="industry"),
        Search(field="business_number", holds="digits"),
    ),
    sections=(
        Section(
            label=_("Basic data"),
            fields=(
                "name", "business_number", "state", "representative", "industry", "size",
                "grade", "credit", "owner", "parent", "memo",
            ),
        ),
        Section(
            label=_("Figures"),
            fields=("founded", "employees", "revenue"),
        ),
        Section(
            label=_("Phone and address"),
            fields=("phone", "fax", "homepage", "postcode", "line1", "line2"),
        ),
    ),
    form=AccountForm,
    imports=account_imports,
    bulk=many.accounts,
    **accounts.declared,
    badges=badges,
    drawn_facts={
        "business_number": lambda look: number(look.instance),
        "grade": lambda look: marks.grade(look.instance),
        "state": lambda look: state(look.instance),
        "homepage": homepage,
        "founded": lambda look: str(look.instance.founded or ""),
        "employees": lambda look: figures.number(look.instance.employees)
        if look.instance.employees is not None
        else "",
    },
    holds={
        "name": Held("company"),
        "representative": Held("person"),
        "phone": Held("phone"),
        "fax": Held("phone"),
        "line1": Held("address", {"postcode": "postcode", "detail": "line2"}),
    },
    made_of={"line1": ("line2", "postcode")},
    peek=Peek(
        facts=("owner", "phone", "representative", "revenue", "line1", "memo"),
    ),
    related=(
        Related(record="base.customer", field="account", sub="title"),
        Related(record="base.order", field="account", sub="product"),
        Related(record="base.account", field="parent", label=_("Accounts below it")),
    ),
    sources=(ContactLines("customer__account"), OrderLines("account")),
)  # fmt: skip
