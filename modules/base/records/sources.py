"""The source as a record type (B25)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.models import OuterRef, QuerySet
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
    TextFilter,
    View,
)
from dangol.records.bulk import Bulk, Columns, Refusal
from modules.base.forms.sources import SourceForm
from modules.base.imports.others import source_imports
from modules.base.models import Source
from modules.base.queries.sources import carriers
from modules.base.services.many import EVERY, ONE_BY_ONE
from modules.base.services.sources import IN_USE, carried, sources
from tenants.queries.owners import owner_filter


def listed(rows: QuerySet[Any]) -> QuerySet[Any]:
    return rows.select_related("owner")


def refused(verb: str, columns: Columns) -> Sequence[Refusal]:
    """Names move customers along; what customers have is not thrown away."""
    if verb == "delete":
        return [Refusal(code="source_in_use", rows=carried(OuterRef("name")), sentence=IN_USE)]
    if "name" in columns:
        return [Refusal(code="one_by_one", rows=EVERY, sentence=ONE_BY_ONE)]
    return []


source_record = Record(
    code="base.source",
    model=Source,
    label=_("Source"),
    plural=_("Sources"),
    icon="signpost",
    counted=ngettext_lazy("%(shown)s source", "%(shown)s sources", "count"),
    title="name",
    subtitle=("kind",),
    keys=("name",),
    columns=(
        Column(name="name"),
        Column(name="kind", phone="sub"),
        Column(name="obtained", sort=""),
        Column(name="legal_basis", sort=""),
        Column(name="owner", sort="", phone="end"),
        Column(name="is_active", sort="", phone="end-sub"),
        Column(name="created_at"),
        Column(name="memo", sort="", optional=True),
    ),
    sort="name",
    listed=listed,
    views=(
        View(code="used", label=pgettext_lazy("source", "In use"), query="is_active=yes"),
        View(code="without_basis", label=_("Without a legal basis"), query="legal_basis.empty=yes"),
    ),
    filters=(
        ChoiceFilter(field="kind"),
        ChoiceFilter(field="is_active"),
        owner_filter(),
        TextFilter(field="obtained"),
        TextFilter(field="legal_basis"),
        DateFilter(field="created_at"),
    ),
    search=(Search(field="name"),),
    sections=(
        Section(
            label=_("Basic data"),
            fields=("name", "kind", "obtained", "legal_basis", "is_active", "owner", "memo"),
        ),
    ),
    form=SourceForm,
    imports=source_imports,
    bulk=Bulk(refused=refused, told=sources.concerned),
    **sources.declared,
    panels=(Panel(template="base/panels/source.html", context=carriers),),
    peek=Peek(facts=("kind", "obtained", "legal_basis", "is_active", "owner", "memo")),
)
