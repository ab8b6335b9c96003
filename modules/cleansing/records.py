"""The error as a record type: list, board, page, form, files (B23)."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from dangol.records import (
    Board,
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
    Within,
)
from modules.base.records import customer_record
from modules.base.services.many import one_by_one
from modules.cleansing.forms.faults import FaultForm
from modules.cleansing.models import Fault
from modules.cleansing.services.faults import FIELDS, State, faults
from tenants.queries.owners import owner_filter
from tenants.record_words import vocabulary_of
from tenants.vocabulary import Fact

OPEN = "state=open&state=asked"


def with_names(rows: QuerySet[Any]) -> QuerySet[Any]:
    return rows.select_related("owner", "customer")


def hidden_values(user: Any) -> Collection[str]:
    """Who may not see one of the fields in the customer sees no value of any here."""
    closed = customer_record.hidden_from(user)
    return ("value", "better", "detail") if not closed.isdisjoint(Fault.Field.values) else ()


def correction(user: Any, fault: Fault) -> Mapping[str, Any]:
    """What the block with the one click needs."""
    hidden = fault_record.hidden_from(user)
    may = bool(fault.better) and "better" not in hidden
    is_open = fault.state in (State.OPEN, State.ASKED)
    return {"fault": fault, "may_correct": may and is_open and _may_edit(user, fault)}


def _may_edit(user: Any, fault: Fault) -> bool:
    return bool(fault_record.visible_to(user, "edit").filter(pk=fault.pk).exists())


fault_record = Record(
    code="cleansing.fault",
    model=Fault,
    label=_("Data error"),
    plural=_("Data errors"),
    icon="triangle-alert",
    counted=ngettext_lazy("%(shown)s data error", "%(shown)s data errors", "count"),
    title="name",
    subtitle=("field", "customer"),
    columns=(
        Column(name="name"),
        Column(name="customer", sort="", phone="sub"),
        Column(name="field", sort=""),
        Column(name="value", sort=""),
        Column(name="state", phone="end"),
        Column(name="better", sort=""),
        Column(name="source", sort=""),
        Column(name="found_on", phone="end-sub"),
        Column(name="owner", sort=""),
        Column(name="kind", optional=True),
        Column(name="created_at", optional=True),
    ),
    sort="-found_on",
    listed=with_names,
    views=(
        View(code="open", label=_("To clear up"), query=OPEN),
        View(code="mine", label=_("Mine to clear up"), query=f"owner=me&{OPEN}"),
        View(code="moved", label=_("Perhaps moved"), query=f"kind=moved&{OPEN}"),
    ),
    filters=(
        ChoiceFilter(field="state"),
        ChoiceFilter(field="kind"),
        ChoiceFilter(field="field"),
        TextFilter(field="source"),
        DateFilter(field="found_on"),
        owner_filter(),
    ),
    search=(Search(field="name"),),
    boards=(
        Board(
            field="state", card=("customer", "field", "owner"),
            tones={"open": "err", "asked": "wait", "corrected": "ok", "wrong": ""},
        ),
    ),
    sections=(
        Section(
            label=_("Basic data"),
            fields=(
                "customer", "kind", "field", "value", "better", "state", "source", "detail",
                "found_on", "owner", "memo",
            ),
        ),
    ),
    form=FaultForm,
    **faults.declared,
    within=Within(field="customer", record=customer_record),
    bulk=one_by_one(("state", "customer_id", "kind", "field")),
    rail=(
        Panel(
            code="correction", label=_("Correction"), template="cleansing/panels/correction.html",
            context=correction,
        ),
    ),
    peek=Peek(
        facts=("customer", "kind", "field", "better", "source", "detail", "found_on", "owner"),
    ),
    also_hidden=hidden_values,
)  # fmt: skip
fault_words = vocabulary_of(
    fault_record,
    FIELDS,
    facts={"count": Fact(label=_("Errors"), like=12)},
    deeds={"cleansing.fault.found": _("Errors found by evidence")},
)
