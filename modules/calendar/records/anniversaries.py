"""The anniversary as a record type; whoever sees the customer or account sees it."""

from __future__ import annotations

from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from dangol.records import (
    ChoiceFilter,
    Column,
    DateFilter,
    Privacy,
    Record,
    Search,
    Section,
    View,
)
from dangol.records.types import record_of
from modules.calendar.forms.anniversaries import AnniversaryForm
from modules.calendar.models import Anniversary
from modules.calendar.services.anniversaries import FIELDS, anniversaries, bulk
from tenants.record_words import vocabulary_of


def with_names(rows: QuerySet[Any]) -> QuerySet[Any]:
    return rows.select_related("customer", "account")


def opened(user: Any) -> Q:
    """Those of customers and accounts that the user sees; of two, both.

    Each is asked by its own id: as a list of ids the database would read every customer first.
    """
    found = Q()
    for field in ("customer", "account"):
        seen = record_of(f"base.{field}").visible_to(user).order_by()
        found &= Q(**{f"{field}__isnull": True}) | Q(Exists(seen.filter(pk=OuterRef(field))))
    return found


def involves(user: Any) -> Q:
    return Q(pk__in=[])


anniversary_record = Record(
    code="calendar.anniversary",
    model=Anniversary,
    label=_("Anniversary"),
    plural=_("Anniversaries"),
    icon="cake",
    counted=ngettext_lazy("%(shown)s anniversary", "%(shown)s anniversaries", "count"),
    title="name",
    subtitle=("written",),
    columns=(
        Column(name="name"),
        Column(name="kind", phone="mark"),
        Column(name="customer", sort="", phone="sub"),
        Column(name="account", sort=""),
        Column(name="written", sort="", phone="end-sub"),
        Column(name="next_on", phone="end"),
    ),
    sort="next_on",
    listed=with_names,
    views=(View(code="soon", label=_("Next 10 days"), query="next_on.ahead=10&sort=next_on"),),
    filters=(
        DateFilter(field="next_on"),
        ChoiceFilter(field="kind"),
        ChoiceFilter(field="is_lunar"),
    ),
    search=(Search(field="name"),),
    sections=(
        Section(
            label=_("Basic data"),
            fields=("kind", "written", "customer", "account", "name", "memo"),
            facts=("kind", "written", "next_on", "customer", "account", "memo"),
        ),
    ),
    privacy=Privacy(opened=opened, involves=involves),
    bulk=bulk,
    form=AnniversaryForm,
    **anniversaries.declared,
)
anniversary_words = vocabulary_of(anniversary_record, FIELDS)
