"""The account as a record type (C1, C2)."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.utils.html import format_html
from django.utils.translation import gettext, ngettext_lazy
from django.utils.translation import gettext_lazy as _

from dangol.i18n import days, figures
from dangol.records import (
    Action,
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
    Tab,
    View,
)
from dangol.records.states import drawn_state
from modules.base import colours, marks
from modules.base.drawings import homepage
from modules.base.filters import STOOD, SourceFilter, StoodFilter
from modules.base.forms.accounts import AccountForm
from modules.base.imports.others import account_imports
from modules.base.models import Account
from modules.base.queries.account_people import key_contacts
from modules.base.queries.lines import ContactLines, OrderLines
from modules.base.services import many
from modules.base.services.accounts import accounts
from tenants.business_number import shown
from tenants.queries.owners import owner_filter
from tenants.queries.teams import TeamFilter

TONES = {1: "ok", 2: "ok", 4: "warn", 5: "error"}
"""{credit rating: kind of its mark}; the middle has none."""
state = drawn_state("state", colours.ACCOUNTS)


def listed(rows: QuerySet[Any]) -> QuerySet[Any]:
    return rows.select_related("owner", "parent", "group")


def number(account: Account) -> str:
    """The business number as people write it."""
    return shown(account.business_number) if account.business_number else ""


def badges(look: Look) -> list[str]:
    """What stands beside the name."""
    account: Account = look.instance
    drawn = {
        "state": state(account),
        "grade": marks.grade(account),
        "credit": credit_badge(account),
        "is_partner": _badge(_("Partner"), "info") if account.is_partner else "",
        "is_competitor": _badge(_("Competitor"), "warn") if account.is_competitor else "",
    }
    return [mark for name, mark in drawn.items() if mark and name not in look.hidden]


def _badge(words: Any, tone: str = "outline") -> str:
    return format_html('<span class="badge badge-{}">{}</span>', tone, words)


def credit_badge(account: Account) -> str:
    """The credit rating beside the name, where everybody sees it at a glance (C7)."""
    if account.credit is None:
        return ""
    words = gettext("Credit %(letter)s") % {"letter": account.get_credit_display()}
    return _badge(words, TONES.get(account.credit, "outline"))


def credit(account: Account) -> str:
    """The letter, in the colour of what it means."""
    if account.credit is None:
        return ""
    return _badge(account.get_credit_display(), TONES.get(account.credit, "outline"))


def rated(account: Account, kind: str) -> str:
    """A rating and since when it stands."""
    if getattr(account, kind) is None:
        return ""
    letter, day = getattr(account, f"get_{kind}_display")(), getattr(account, f"{kind}_on")
    since = days.day(day) if day else ""
    return format_html('{} <span class="text-faint num">{}</span>', letter, since)


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
        Column(name="credit", draw=credit),
        Column(name="favour", optional=True),
        Column(name="group", sort="", optional=True),
        Column(name="is_partner", sort="", optional=True),
        Column(name="is_competitor", sort="", optional=True),
        Column(name="employees", sort="", optional=True),
        Column(name="parent", sort="", optional=True),
        Column(name="source", optional=True),
    ),
    sort="-created_at",
    listed=listed,
    views=(
        View(code="mine", label=_("My accounts"), query="owner=me"),
        View(code="active", label=_("Dealing with them"), query="state=active"),
        View(code="partners", label=_("Partners"), query="is_partner=yes"),
        View(code="competitors", label=_("Competitors"), query="is_competitor=yes"),
    ),
    filters=(
        ChoiceFilter(field="state"),
        ChoiceFilter(field="grade"),
        ChoiceFilter(field="size"),
        ChoiceFilter(field="credit"),
        ChoiceFilter(field="favour"),
        StoodFilter(),
        ChoiceFilter(field="is_partner"),
        ChoiceFilter(field="is_competitor"),
        ChoiceFilter(field="industry"),
        owner_filter(),
        TeamFilter(),
        SourceFilter(),
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
                "grade", "credit", "favour", "group", "is_partner", "is_competitor", "owner",
                "source", "parent", "memo",
            ),
        ),
        Section(
            label=_("Figures"),
            fields=("founded", "employees", "revenue", "capital", "goods", "output"),
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
        "credit": lambda look: rated(look.instance, "credit"),
        "favour": lambda look: rated(look.instance, "favour"),
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
    made_of={"line1": ("line2", "postcode"), "credit": (STOOD,), "favour": (STOOD,)},
    peek=Peek(
        facts=("owner", "phone", "representative", "revenue", "line1", "memo"),
    ),
    actions=(
        Action(
            label=_("Relation map"),
            url_name="base:account-map",
            permission="base.account.view",
            icon="grid-3x3",
        ),
        Action(
            label=_("Account groups"),
            url_name="base:account_group-list",
            permission="base.account_group.view",
            icon="folders",
        ),
    ),
    tabs=(
        Tab(
            code="key-contacts",
            label=_("Contacts with key men"),
            template="base/tabs/key_contacts.html",
            context=key_contacts,
        ),
    ),
    related=(
        Related(record="base.account_person", field="account", is_wide=True, is_later=True),
        Related(record="base.customer", field="account", sub="title"),
        Related(record="base.order", field="account", sub="product"),
        Related(record="base.account", field="parent", label=_("Accounts below it")),
        Related(record="base.account_year", field="account"),
        Related(record="base.account_address", field="account", sub="line1"),
        Related(record="base.account_rating", field="account", sub="memo"),
    ),
    sources=(ContactLines("customer__account"), OrderLines("account")),
)  # fmt: skip
