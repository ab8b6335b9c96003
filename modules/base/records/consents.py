"""The consent ledger as a record type: added to, read and taken away, never changed (S8, V4)."""

from __future__ import annotations

from typing import Any

from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy, pgettext_lazy

from dangol.records import (
    Bulk,
    ChoiceFilter,
    Column,
    DateFilter,
    Peek,
    Record,
    Section,
    TextFilter,
    View,
    rights,
)
from dangol.records.states import drawn_state
from modules.base import colours, consents
from modules.base.filters.telling import TELLING, TellingFilter
from modules.base.forms.consents import ConsentLineForm
from modules.base.models import ConsentLine, Customer
from modules.base.records.customers import customer_record
from modules.base.services.consent_lines import STAYS, lines

answer = drawn_state("said", colours.CONSENTS)


def listed(rows: QuerySet[Any]) -> QuerySet[Any]:
    return rows.select_related("customer")


def narrow(rows: QuerySet[Any], user: Any, verb: str) -> QuerySet[Any]:
    """Lines of customers whom the user sees, about channels that are open to them.

    Who sees all customers sees also what was written of those that are merged or gone. Nothing that
    stands here is changed.
    """
    if verb not in rights.READING:
        return rows.none()
    closed = [each for each in consents.NAMES if each in customer_record.hidden_from(user)]
    if closed:
        rows = rows.exclude(channel__in=closed)
    if rights.sees_all(customer_record, user):
        return rows
    seen = customer_record.visible_to(user).order_by()
    into = Customer._base_manager.filter(pk=OuterRef("customer"), merged_into__in=seen.values("pk"))
    return rows.filter(Exists(seen.filter(pk=OuterRef("customer"))) | Exists(into))


def closed(instance: Any, verb: str) -> Any:
    return STAYS


consent_record = Record(
    code="base.consent",
    model=ConsentLine,
    label=_("Consent"),
    plural=_("Consent ledger"),
    icon="scroll-text",
    counted=ngettext_lazy("%(shown)s entry", "%(shown)s entries", "count"),
    title="channel",
    subtitle=("customer", "said"),
    columns=(
        Column(name="channel", sort=""),
        Column(name="created_at", label=pgettext_lazy("consent", "Noted"), phone="end-sub"),
        Column(name="customer", sort="", phone="sub"),
        Column(name="said", sort="", phone="end", draw=answer),
        Column(name="at"),
        Column(name="source", sort=""),
        Column(name="proof", sort=""),
        Column(name="way", sort=""),
        Column(name="actor_name", sort=""),
        Column(name="due_on", sort="", optional=True),
        Column(name="told_at", sort=""),
        Column(name="purpose", sort="", optional=True),
        Column(name="proof_name", sort="", optional=True),
    ),
    sort="-created_at",
    listed=listed,
    views=(
        View(code="untold", label=_("Not told yet"), query=f"{TELLING}=open"),
        View(code="overdue", label=_("Overdue"), query=f"{TELLING}=overdue"),
        View(code="unproved", label=_("Given without a proof"),
             query="said=given&proof.empty=yes&proof_name.empty=yes"),
        View(code="own", label=_("By the customers themselves"), query="way=own"),
    ),
    filters=(
        ChoiceFilter(field="channel"),
        ChoiceFilter(field="said"),
        TextFilter(field="source"),
        DateFilter(field="at"),
        DateFilter(field="created_at"),
        TellingFilter(),
        ChoiceFilter(field="way"),
        ChoiceFilter(field="purpose"),
        TextFilter(field="proof"),
        TextFilter(field="proof_name"),
        TextFilter(field="actor_name"),
        DateFilter(field="due_on"),
    ),
    sections=(
        Section(
            label=_("Basic data"),
            fields=("customer", "purpose", "channel", "said", "at", "source", "proof"),
            facts=(
                "customer", "purpose", "channel", "said", "at", "source", "proof", "proof_name",
                "way", "actor_name", "created_at", "due_on", "told_at",
            ),
        ),
    ),
    form=ConsentLineForm,
    bulk=Bulk(trash=""),
    narrow=narrow,
    closed=closed,
    **(lines.declared | {"rows": ConsentLine.objects.all, "trashed": ConsentLine.objects.none}),
    peek=Peek(
        facts=("customer", "said", "at", "source", "proof", "proof_name", "way", "actor_name",
               "due_on", "told_at"),
    ),
)  # fmt: skip
