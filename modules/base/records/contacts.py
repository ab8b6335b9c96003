"""The contact history as a record type: what people noted, customer by customer (B7)."""

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
    Due,
    Peek,
    Record,
    Search,
    Section,
    View,
    Within,
)
from dangol.templatetags.icons import icon
from modules.base.forms.contacts import ContactRecordForm
from modules.base.imports.others import contact_imports
from modules.base.marks import ICONS, OWN
from modules.base.models import ContactHistory
from modules.base.records.customers import customer_record
from modules.base.services import contacts, many
from tenants.queries.owners import owner_filter


def listed(rows: QuerySet[Any]) -> QuerySet[Any]:
    return rows.select_related("customer", "staff")


def trashed() -> QuerySet[Any]:
    return ContactHistory.objects.trashed().filter(is_system=False)


def medium(contact: ContactHistory) -> str:
    """How it took place: sign and word."""
    return format_html(
        '<span class="last-contact">{}{}</span>',
        icon(ICONS.get(contact.medium, OWN), 14), contact.get_medium_display(),
    )  # fmt: skip


contact_record = Record(
    code="base.contact",
    model=ContactHistory,
    label=_("Contact"),
    plural=_("Contact history"),
    icon="messages-square",
    counted=ngettext_lazy("%(shown)s contact", "%(shown)s contacts", "count"),
    title="subject",
    subtitle=("customer",),
    columns=(
        Column(name="subject", sort=""),
        Column(name="customer", sort="", phone="sub"),
        Column(name="medium", sort="", phone="mark", draw=medium),
        Column(name="contacted_at", phone="end"),
        Column(name="staff", sort=""),
        Column(name="next_action", sort=""),
        Column(name="next_on", phone="end-sub"),
    ),
    sort="-contacted_at",
    listed=listed,
    views=(
        View(code="mine", label=_("My contacts"), query="staff=me"),
        View(code="next", label=_("Next steps"), query="next_on.ahead=14&sort=next_on"),
    ),
    filters=(
        ChoiceFilter(field="medium"),
        owner_filter("staff"),
        DateFilter(field="contacted_at"),
        DateFilter(field="next_on"),
    ),
    search=(Search(field="subject"),),
    sections=(
        Section(
            label=_("Basic data"),
            fields=(
                "customer", "medium", "subject", "contacted_at", "staff", "memo", "next_action",
                "next_on",
            ),
        ),
    ),
    form=ContactRecordForm,
    imports=contact_imports,
    **contacts.services.declared
    | {"rows": ContactHistory.objects.by_people, "trashed": trashed},
    bulk=many.contacts,
    within=Within(field="customer", record=customer_record),
    dues=(Due(field="next_on"),),
    peek=Peek(
        facts=("customer", "medium", "contacted_at", "staff", "next_action", "next_on", "memo"),
    ),
)  # fmt: skip
