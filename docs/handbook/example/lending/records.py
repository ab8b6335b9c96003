"""The thing as a record type: list, board, page, form, search, files in and out come from here."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy
from modules.lending.forms import ThingForm
from modules.lending.models import Thing
from modules.lending.services import FIELDS, things

from dangol.records import (
    ChoiceFilter,
    Column,
    DateFilter,
    NumberFilter,
    Record,
    Search,
    Section,
    View,
)
from tenants.queries.owners import owner_filter
from tenants.record_words import vocabulary_of


def with_names(rows: QuerySet[Any]) -> QuerySet[Any]:
    return rows.select_related("borrower", "owner")


thing_record = Record(
    code="lending.thing",
    model=Thing,
    label=_("Thing"),
    plural=_("Things"),
    icon="package-open",
    counted=ngettext_lazy("%(shown)s thing", "%(shown)s things", "count"),
    title="name",
    subtitle=("number",),
    keys=("number",),
    columns=(
        Column(name="name"),
        Column(name="number", phone="sub"),
        Column(name="state", phone="end"),
        Column(name="borrower", sort=""),
        Column(name="due_on", phone="end-sub"),
        Column(name="value", sort="", total=True),
        Column(name="owner", sort="", optional=True),
    ),
    sort="name",
    listed=with_names,
    views=(View(code="lent", label=_("Lent"), query="state=lent"),),
    filters=(
        ChoiceFilter(field="state"),
        DateFilter(field="due_on"),
        NumberFilter(field="value", is_money=True),
        owner_filter(),
    ),
    search=(Search(field="name"), Search(field="number")),
    sections=(
        Section(
            label=_("Basic data"),
            fields=("name", "number", "state", "borrower", "due_on", "value", "owner", "memo"),
        ),
    ),
    form=ThingForm,
    **things.declared,
)
thing_words = vocabulary_of(thing_record, FIELDS)
