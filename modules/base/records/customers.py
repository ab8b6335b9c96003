"""The customer as a record type (B1, B2)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy, pgettext_lazy

from dangol.records import (
    Bulk,
    ChoiceFilter,
    Column,
    DateFilter,
    Held,
    Jot,
    ListDeed,
    Panel,
    Peek,
    Record,
    Related,
    Search,
    Section,
    Tab,
    TextFilter,
    View,
    rights,
)
from dangol.records.custom.fields import codes_of
from modules.base import consents, drawings
from modules.base.filters import (
    ActivityFilter,
    GroupFilter,
    QualityFilter,
    RegionFilter,
    SegmentFilter,
    SentFilter,
    SourceFilter,
    hidden_of_customers,
)
from modules.base.forms.customers import CustomerForm
from modules.base.imports.customers import customer_imports
from modules.base.marks import ICONS, OWN
from modules.base.models import ContactHistory, Customer
from modules.base.models.contact import Medium
from modules.base.queries import groups, history
from modules.base.queries.account_people import colleagues
from modules.base.queries.lines import ContactLines, OrderLines
from modules.base.queries.parts import PartLines
from modules.base.queries.relations import related_people
from modules.base.queries.sent import MessageLines
from modules.base.records import scores
from modules.base.services import (
    contacts,
    created_customers,
    customers,
    cycle,
    ledger,
    many_customers,
    sources,
)
from tenants.queries.owners import owner_filter
from tenants.queries.teams import TeamFilter

OUTBOUND = (
    "joins_events", "is_excluded", "monthly_mailing", "mass_mailing", "address_confirmed",
)  # fmt: skip
PLACES_AND_NUMBERS = (
    "department", "title", "mobile", "email", "work_phone", "home_line1", "work_line1",
)  # fmt: skip
"""Texts that one looks for gaps in more often than for words."""
PROFILE = ("sex", "occupation", "income")
DEALING = ("kind", "is_unnamed", "contacting", *OUTBOUND, "related_staff", "staff_relation")


def with_last_medium(rows: QuerySet[Customer]) -> QuerySet[Customer]:
    """The rows with `last_medium`: how one last spoke with each. One probe of an index a row."""
    spoken = ContactHistory.objects.by_people().filter(customer=OuterRef("pk"))
    latest = spoken.exclude(medium=Medium.NOTE).order_by("-contacted_at", "-id")
    named = rows.select_related("owner", "account", "related_staff", "collector")
    return named.annotate(last_medium=Subquery(latest.values("medium")[:1]))


def consents_of(user: Any, customer: Customer) -> Mapping[str, Any]:
    """The permissions; `may_change` names those that this user writes down."""
    hidden = customer_record.hidden_from(user)
    closed = {*hidden, *customer_record.locked_for(user)}
    may_edit = rights.may(customer_record, user, "edit", customer)
    open_to = [name for name in consents.NAMES if may_edit and name not in closed]
    return {
        **history.consents(customer, hidden),
        "customer": customer.pk,
        "may_change": open_to,
    }


def jots() -> Sequence[Jot]:
    """A contact by each medium that the company offers, in its own words."""
    return [
        Jot(
            code=each.value,
            label=str(each),
            icon=ICONS.get(each.value, OWN),
            permission="base.contact.create",
            keep=contacts.jot,
        )
        for each in codes_of(ContactHistory, "medium")
        if each.is_offered and each.value != Medium.NOTE
    ]


customer_record = Record(
    code="base.customer",
    model=Customer,
    label=_("Customer"),
    plural=_("Customers"),
    icon="users",
    counted=ngettext_lazy("%(shown)s customer", "%(shown)s customers", "count"),
    person=True,
    title="name",
    subtitle=("company_name", "department", "title"),
    columns=(
        Column(name="name"),
        Column(name="company_name", phone="sub"),
        Column(name="grade", phone="mark", draw=drawings.grade),
        Column(name="owner", sort="", phone="end"),
        Column(name="last_contacted_at", phone="end-sub", draw=drawings.last_contact),
        Column(name="mobile", sort="mobile_key"),
        Column(name="email", sort="email_key"),
        Column(name="created_at", label=pgettext_lazy("customer", "Added")),
        Column(name="department", sort="", optional=True),
        Column(name="title", sort="", optional=True),
        Column(name="work_phone", sort="", optional=True),
        Column(name="birth_date", sort="", optional=True),
        *(Column(name=each, sort="", optional=True) for each in PROFILE),
        Column(name="source", sort="", optional=True),
        Column(name="code", sort="", optional=True),
        Column(name="account", sort="", optional=True),
        Column(name="group_names", sort="", optional=True),
        Column(name="kind", sort="", optional=True),
        Column(name="is_unnamed", sort="", optional=True),
        Column(name="contacting", sort="", optional=True),
        *(Column(name=each, sort="", optional=True) for each in (*OUTBOUND, *consents.NAMES)),
        Column(name="related_staff", sort="", optional=True),
        Column(name="collector", sort="", optional=True),
        *scores.COLUMNS,
    ),
    sort="-created_at",
    listed=with_last_medium,
    views=(
        View(code="mine", label=_("My customers"), query="owner=me"),
        View(
            code="silent",
            label=_("Silent for 90 days"),
            query="last_contacted_at.older=90&sort=last_contacted_at",
        ),
        *scores.VIEWS,
        View(code="birthdays", label=_("Birthdays this month"), query="birth_date.month=this"),
        View(code="unnamed", label=_("Unnamed customers"), query="is_unnamed=yes"),
        View(code="new", label=_("Added this month"), query="created_at.period=this_month"),
    ),
    bulk=Bulk(
        made=many_customers.made_of,
        told=customers.services.concerned,
        follows={
            **dict.fromkeys(("grade", "grade_is_manual", "contact_interval"), cycle.move),
            "source": sources.know_of,
            **dict.fromkeys(consents.NAMES, ledger.settle_many),
        },
    ),
    filters=(
        ChoiceFilter(field="grade"),
        owner_filter(),
        TeamFilter(),
        TextFilter(field="company_name"),
        SourceFilter(),
        *(TextFilter(field=each) for each in PLACES_AND_NUMBERS),
        *(ChoiceFilter(field=each) for each in consents.NAMES),
        GroupFilter(),
        RegionFilter(),
        ChoiceFilter(field="kind"),
        ChoiceFilter(field="is_unnamed"),
        ChoiceFilter(field="contacting"),
        *(ChoiceFilter(field=each) for each in OUTBOUND),
        owner_filter("related_staff"),
        owner_filter("collector"),
        DateFilter(field="last_contacted_at"),
        ActivityFilter(),
        DateFilter(field="created_at"),
        DateFilter(field="birth_date", yearly=True),
        *(ChoiceFilter(field=each) for each in PROFILE),
        *scores.FILTERS,
        SegmentFilter(),
        SentFilter(),
        QualityFilter(),
    ),
    search=(
        Search(field="name"),
        Search(field="company_name"),
        Search(field="mobile_key", holds="digits"),
        Search(field="email_key", holds="ascii"),
        Search(field="code"),
    ),
    sections=(
        Section(
            label=_("Basic data"),
            fields=(
                "name",
                "account",
                "company_name",
                "department",
                "title",
                "mobile",
                "email",
                "work_phone",
                "fax",
                "homepage",
                "birth_date",
                *PROFILE,
                "grade",
                "owner",
                "source",
                "code",
                "memo",
            ),
            facts=(
                "account",
                "company_name",
                "department",
                "title",
                "mobile",
                "work_phone",
                "email",
                "fax",
                "homepage",
                "birth_date",
                *PROFILE,
                "owner",
                "last_contacted_at",
                "source",
                "code",
                "created_at",
                "collector",
                "memo",
            ),
        ),
        scores.SECTION,
        Section(
            label=_("Addresses"),
            fields=(
                "home_postcode",
                "home_line1",
                "home_line2",
                "work_postcode",
                "work_line1",
                "work_line2",
                "mailing_place",
            ),
            facts=("home_line1", "work_line1"),
        ),
        Section(
            label=_("Consent to advertising"),
            fields=consents.NAMES,
            on_page=False,
        ),
        Section(label=_("Mailings and relations"), fields=DEALING, is_folded=True),
    ),
    form=CustomerForm,
    **customers.services.declared,
    create_many=created_customers.create_many,
    imports=customer_imports,
    also_hidden=hidden_of_customers,
    keys=("code", "mobile_key", "email_key"),
    made_of={
        "mobile": ("mobile_key",),
        "email": ("email_key",),
        "home_line1": ("home_line2", "home_postcode"),
        "work_line1": ("work_line2", "work_postcode"),
        **scores.MADE_OF,
    },
    holds={
        "name": Held("person", {"title": "title", "company": "company_name"}),
        "company_name": Held("company", {"record": "account_id"}),
        "department": Held("text"),
        "title": Held("text"),
        "mobile": Held("mobile"),
        "work_phone": Held("phone", {"mobile": "mobile"}),
        "fax": Held("phone"),
        "email": Held("mail"),
        "home_line1": Held("address", {"postcode": "home_postcode", "detail": "home_line2"}),
        "work_line1": Held("address", {"postcode": "work_postcode", "detail": "work_line2"}),
    },
    badges=drawings.badges,
    tiles=drawings.tiles,
    drawn_facts={
        "mobile": drawings.mobile,
        "email": drawings.email,
        "work_phone": drawings.phone,
        "homepage": drawings.homepage,
        "grade": drawings.grade_fact,
        "last_contacted_at": drawings.last_contact_fact,
        "home_line1": drawings.home_address,
        "work_line1": drawings.work_address,
        **scores.FACTS,
    },
    dues=scores.DUES,
    peek=Peek(
        facts=("owner", "mobile", "email", "work_phone", "last_contacted_at", "source", "memo"),
    ),
    tabs=(
        Tab(
            code="consents",
            label=_("Consent history"),
            template="base/tabs/consents.html",
            context=history.consent_history,
        ),
    ),
    sources=(
        ContactLines(),
        OrderLines("customer"),
        MessageLines(),
        PartLines(record="base.material", at="requested_at", said="memo"),
        PartLines(record="base.complaint", at="received_at", said="content"),
        PartLines(record="base.interest", at="noted_at", said="memo"),
    ),
    jots=jots,
    related=(
        Related(record="base.order", field="customer", sub="product"),
        Related(record="base.complaint", field="customer", sub="kind"),
        Related(record="base.material", field="customer", sub="way"),
        Related(record="base.interest", field="customer", sub="product"),
        Related(record="base.consent", field="customer", is_shown=False),
        Related(record="base.account_person", field="customer", is_shown=False),
        Related(record="base.relation", field="customer", is_shown=False),
        Related(record="base.relation", field="other", is_shown=False),
    ),
    list_deeds=(
        ListDeed(
            code="group-join",
            label=_("Into a group"),
            icon="boxes",
            url_name="base:group-join",
            permission="base.group.edit",
            name="group",
            lines=groups.into,
        ),
        ListDeed(
            code="group-leave",
            label=_("Out of a group"),
            icon="user-minus",
            url_name="base:group-leave",
            permission="base.group.edit",
            name="group",
            lines=groups.out_of,
        ),
        ListDeed(
            code="cards",
            label=_("As contacts (.vcf)"),
            icon="contact",
            url_name="base:customer-cards",
            permission="base.customer.export",
        ),
    ),
    rail=(
        Panel(
            code="people",
            label=_("People of the account"),
            template="base/panels/colleagues.html",
            context=colleagues,
        ),
        Panel(
            code="groups",
            label=_("Customer groups"),
            template="base/panels/groups.html",
            context=groups.groups_of,
        ),
        Panel(
            code="relations",
            label=_("Related customers"),
            template="base/panels/relations.html",
            context=related_people,
        ),
    ),
    below_facts=(
        Panel(
            template="base/panels/consents.html",
            context=consents_of,
        ),
    ),
    start="base/parts/start.html",
)
