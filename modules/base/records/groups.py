"""Groups of customers as a record type (B26)."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy, pgettext_lazy

from dangol.records import (
    ChoiceFilter,
    Column,
    DateFilter,
    Panel,
    Peek,
    Record,
    Search,
    Section,
    View,
)
from modules.base.forms.groups import GroupForm
from modules.base.models import Group
from modules.base.queries.groups import members
from modules.base.services import many
from modules.base.services.groups import groups
from tenants.queries.owners import owner_filter


def listed(rows: QuerySet[Any]) -> QuerySet[Any]:
    return rows.select_related("owner")


customer_group_record = Record(
    code="base.group",
    model=Group,
    label=_("Customer group"),
    plural=_("Customer groups"),
    icon="boxes",
    counted=ngettext_lazy("%(shown)s customer group", "%(shown)s customer groups", "count"),
    title="name",
    subtitle=("kind",),
    keys=("name",),
    columns=(
        Column(name="name"),
        Column(name="kind", phone="sub"),
        Column(name="owner", sort="", phone="end"),
        Column(name="memo", sort=""),
        Column(name="created_at", phone="end-sub"),
    ),
    sort="name",
    listed=listed,
    views=(View(code="mine", label=_("My groups"), query="owner=me"),),
    filters=(ChoiceFilter(field="kind"), owner_filter(), DateFilter(field="created_at")),
    search=(Search(field="name"),),
    sections=(
        Section(label=_("Basic data"), fields=("name", "kind", "owner", "memo")),
        Section(
            label=pgettext_lazy("group", "Conditions"), fields=("query",), on_page=False, columns=1
        ),
    ),
    form=GroupForm,
    bulk=many.groups,
    **groups.declared,
    panels=(Panel(template="base/panels/group.html", context=members),),
    peek=Peek(facts=("kind", "owner", "memo")),
)
