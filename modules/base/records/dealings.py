"""What belongs to an account, as record types (C2, C4, C7, C10)."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from dangol.records import (
    ChoiceFilter,
    Column,
    DateFilter,
    NumberFilter,
    Peek,
    Record,
    Related,
    Search,
    Section,
    TextFilter,
    View,
    Within,
)
from modules.base.forms.dealings import (
    AccountAddressForm,
    AccountGroupForm,
    AccountPersonForm,
    AccountRatingForm,
    AccountYearForm,
)
from modules.base.imports import others as imports
from modules.base.models import (
    AccountAddress,
    AccountGroup,
    AccountPerson,
    AccountRating,
    AccountYear,
)
from modules.base.records.accounts import account_record
from modules.base.services import dealings, many
from tenants.queries.owners import owner_filter


def named(*links: str) -> Any:
    """Brings along what the rows' links are called."""

    def listed(rows: QuerySet[Any]) -> QuerySet[Any]:
        return rows.select_related("account", *links)

    return listed


def ring(name: str) -> Any:
    """A mark for those who have it: five of them stand side by side, and say their word."""

    def drawn(person: AccountPerson) -> str:
        if not getattr(person, name):
            return ""
        word = person_record.label_of(name)
        return format_html(
            '<span class="badge badge-{} badge-small{}">{}</span>',
            "outline" if name == "has_left" else "neutral",
            " has-left" if name == "has_left" else "", word,
        )  # fmt: skip

    return drawn


group_record = Record(
    code="base.account_group",
    model=AccountGroup,
    label=_("Account group"),
    plural=_("Account groups"),
    icon="folders",
    counted=ngettext_lazy("%(shown)s account group", "%(shown)s account groups", "count"),
    title="name",
    keys=("name",),
    columns=(Column(name="name"), Column(name="memo", sort=""), Column(name="created_at")),
    sort="name",
    filters=(TextFilter(field="memo"), DateFilter(field="created_at")),
    search=(Search(field="name"),),
    sections=(Section(label=_("Basic data"), fields=("name", "memo")),),
    form=AccountGroupForm,
    **dealings.groups.declared,
    related=(Related(record="base.account", field="group", sub="industry", is_wide=True),),
    peek=Peek(facts=("name", "memo")),
)
year_record = Record(
    code="base.account_year",
    model=AccountYear,
    label=_("Yearly sales"),
    plural=_("Yearly sales"),
    icon="chart-column",
    counted=ngettext_lazy("%(shown)s year", "%(shown)s years", "count"),
    title="year",
    subtitle=("account",),
    columns=(
        Column(name="year"),
        Column(name="account", sort="", phone="sub"),
        Column(name="sales", phone="end"),
        Column(name="profit", sort="", phone="end-sub"),
        Column(name="memo", sort=""),
        Column(name="created_at", optional=True),
    ),
    sort="-year",
    listed=named(),
    filters=(TextFilter(field="year"), NumberFilter(field="sales", is_money=True)),
    sections=(Section(label=_("Basic data"), fields=AccountYearForm.Meta.fields),),
    form=AccountYearForm,
    imports=imports.year_imports,
    bulk=many.years,
    **dealings.years.declared,
    within=Within(field="account", record=account_record),
    peek=Peek(facts=("account", "sales", "profit", "memo")),
)
address_record = Record(
    code="base.account_address",
    model=AccountAddress,
    label=_("Address of an account"),
    plural=_("Addresses of accounts"),
    icon="map-pin",
    counted=ngettext_lazy("%(shown)s address", "%(shown)s addresses", "count"),
    title="name",
    subtitle=("account",),
    columns=(
        Column(name="name"),
        Column(name="account", sort="", phone="sub"),
        Column(name="kind", sort="", phone="mark"),
        Column(name="line1", sort=""),
        Column(name="phone", sort="", phone="end"),
        Column(name="created_at", optional=True),
    ),
    sort="name",
    listed=named(),
    filters=(ChoiceFilter(field="kind"), TextFilter(field="line1")),
    sections=(Section(label=_("Basic data"), fields=AccountAddressForm.Meta.fields),),
    form=AccountAddressForm,
    imports=imports.address_imports,
    **dealings.addresses.declared,
    within=Within(field="account", record=account_record),
    made_of={"line1": ("line2", "postcode")},
    peek=Peek(facts=("account", "kind", "postcode", "line1", "line2", "phone", "fax", "memo")),
)
rating_record = Record(
    code="base.account_rating",
    model=AccountRating,
    label=_("Rating of an account"),
    plural=_("Ratings of accounts"),
    icon="gauge",
    counted=ngettext_lazy("%(shown)s rating", "%(shown)s ratings", "count"),
    title="kind",
    subtitle=("account", "value"),
    columns=(
        Column(name="kind", sort=""),
        Column(name="account", sort="", phone="sub"),
        Column(name="value", phone="mark"),
        Column(name="rated_on", phone="end"),
        Column(name="owner", sort=""),
        Column(name="memo", sort=""),
        Column(name="created_at", optional=True),
    ),
    sort="-rated_on",
    listed=named("owner"),
    views=(View(code="bad", label=_("Rated D or E"), query="value=4&value=5"),),
    filters=(
        ChoiceFilter(field="kind"),
        ChoiceFilter(field="value"),
        owner_filter(),
        DateFilter(field="rated_on"),
    ),
    sections=(Section(label=_("Basic data"), fields=AccountRatingForm.Meta.fields),),
    form=AccountRatingForm,
    imports=imports.rating_imports,
    bulk=many.ratings,
    **dealings.ratings.declared,
    within=Within(field="account", record=account_record),
    peek=Peek(facts=("account", "kind", "value", "rated_on", "owner", "memo")),
)
person_record = Record(
    code="base.account_person",
    model=AccountPerson,
    label=_("Person of an account"),
    plural=_("People of accounts"),
    icon="users-round",
    counted=ngettext_lazy("%(shown)s person", "%(shown)s people", "count"),
    person=True,
    title="customer",
    subtitle=("account", "role"),
    columns=(
        Column(name="customer", sort=""),
        Column(name="account", sort="", phone="sub"),
        Column(name="role", sort="", phone="end"),
        *(Column(name=each, sort="", draw=ring(each)) for each in AccountPerson.FLAGS),
        Column(name="memo", sort="", phone="end-sub"),
        Column(name="created_at", optional=True),
    ),
    sort="-created_at",
    listed=named("customer"),
    views=(
        View(code="key", label=_("Key men"), query="is_key=yes&has_left=no"),
        View(code="left", label=_("People who left"), query="has_left=yes"),
    ),
    filters=(
        *(ChoiceFilter(field=each) for each in AccountPerson.FLAGS),
        TextFilter(field="role"),
    ),
    sections=(Section(label=_("Basic data"), fields=AccountPersonForm.Meta.fields),),
    form=AccountPersonForm,
    imports=imports.person_imports,
    **dealings.people.declared,
    within=Within(field="account", record=account_record),
    peek=Peek(facts=("account", "role", *AccountPerson.FLAGS, "memo")),
)
