"""Customers who know one another, as a record type (B1)."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from dangol.records import ChoiceFilter, Column, Peek, Record, Section, Within
from modules.base.forms.care import RelationForm
from modules.base.imports.others import relation_imports
from modules.base.models import Relation
from modules.base.records.customers import customer_record
from modules.base.services import many
from modules.base.services.relations import relations


def listed(rows: QuerySet[Any]) -> QuerySet[Any]:
    return rows.select_related("customer", "other")


relation_record = Record(
    code="base.relation",
    model=Relation,
    label=_("Related customer"),
    plural=_("Related customers"),
    icon="users-round",
    counted=ngettext_lazy("%(shown)s relation", "%(shown)s relations", "count"),
    title="kind",
    subtitle=("customer", "other"),
    columns=(
        Column(name="kind", sort=""),
        Column(name="customer", sort="", phone="sub"),
        Column(name="other", sort="", phone="end"),
        Column(name="memo", sort=""),
        Column(name="created_at"),
    ),
    sort="-created_at",
    listed=listed,
    filters=(ChoiceFilter(field="kind"),),
    sections=(Section(label=_("Basic data"), fields=RelationForm.Meta.fields),),
    form=RelationForm,
    imports=relation_imports,
    bulk=many.relations,
    **relations.declared,
    within=Within(field="customer", record=customer_record),
    peek=Peek(facts=("customer", "other", "kind", "memo")),
)
