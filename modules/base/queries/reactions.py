"""The reactions of customers that this module and the message engine keep (B16, B18)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from django.db.models import Count, QuerySet
from django.utils.translation import gettext_lazy as _

from messaging.models import Message, MessageEvent
from modules.base.models import Complaint, ContactHistory, Material
from modules.base.models.contact import Medium
from modules.base.reactions import Reaction, register_reaction

Counted = Callable[[datetime, datetime], QuerySet[Any, Any]]
Kind = MessageEvent.Kind


def _contacts(start: datetime, end: datetime) -> QuerySet[Any, Any]:
    rows = ContactHistory.objects.by_people().exclude(medium=Medium.NOTE)
    return _by_customer(rows.filter(contacted_at__gte=start, contacted_at__lte=end))


def _materials(start: datetime, end: datetime) -> QuerySet[Any, Any]:
    rows = Material.objects.present()
    return _by_customer(rows.filter(requested_at__gte=start, requested_at__lte=end))


def _complaints(start: datetime, end: datetime) -> QuerySet[Any, Any]:
    rows = Complaint.objects.present().filter(kind=Complaint.Kind.COMPLAINT)
    return _by_customer(rows.filter(received_at__gte=start, received_at__lte=end))


def _by_customer(rows: QuerySet[Any, Any]) -> QuerySet[Any, Any]:
    return (
        rows.order_by()
        .values("customer_id")
        .annotate(n=Count("pk"))
        .values_list("customer_id", "n")
    )


def _messages(kind: str) -> Counted:
    """Messages of which this was reported, each once however often it was."""

    def counted(start: datetime, end: datetime) -> QuerySet[Any, Any]:
        told = MessageEvent.objects.filter(kind=kind, machine=False, at__gte=start, at__lte=end)
        rows = Message.objects.filter(contact_id__isnull=False, pk__in=told.values("message"))
        by_contact = rows.order_by().values("contact_id").annotate(n=Count("pk"))
        return by_contact.values_list("contact_id", "n")

    return counted


REACTIONS = (
    Reaction(
        code="opened", label=_("Message opened"), counted=_messages(Kind.OPENED),
        permission="messaging.send.view", interest=2, favour=2, loyalty=5,
    ),
    Reaction(
        code="clicked", label=_("Link clicked"), counted=_messages(Kind.CLICKED),
        permission="messaging.send.view", interest=10, favour=5, loyalty=10,
    ),
    Reaction(
        code="unsubscribed", label=_("Unsubscribed"), counted=_messages(Kind.UNSUBSCRIBED),
        permission="messaging.send.view", interest=0, favour=-40, loyalty=-40,
    ),
    Reaction(
        code="contact", label=_("Contact"), counted=_contacts,
        permission="base.contact.view", interest=5, favour=5, loyalty=5,
    ),
    Reaction(
        code="material", label=_("Material asked for"), counted=_materials,
        permission="base.material.view", interest=15, favour=5, loyalty=5,
    ),
    Reaction(
        code="complaint", label=_("Complaint"), counted=_complaints,
        permission="base.complaint.view", interest=0, favour=-15, loyalty=-10,
    ),
)  # fmt: skip


def register() -> None:
    """Part of the module's ready hook."""
    for each in REACTIONS:
        register_reaction(each)
