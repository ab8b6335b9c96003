"""What happened with a customer: contacts, orders, changes (B1, B7, V3)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db.models import Sum
from django.utils.translation import gettext as _

from dangol.access import user_can
from modules.base.forms.contacts import ContactForm
from modules.base.models import Customer
from tenants.people.models import AuditEntry

SHOWN = 20


def contacts(user: Any, customer: Customer) -> Mapping[str, Any]:
    """The latest contacts, newest first, and the form to note another."""
    rows = list(
        customer.contacts.select_related("staff").order_by("-contacted_at", "-id")[: SHOWN + 1]
    )
    return {
        "contacts": rows[:SHOWN],
        "more": len(rows) > SHOWN,
        "form": ContactForm() if user_can(user, "base.contact.create") else None,
        "customer": customer,
    }


def orders(user: Any, customer: Customer) -> Mapping[str, Any]:
    """The latest orders, their number and their sum in won."""
    return {
        "orders": customer.orders.order_by("-ordered_at", "-id")[:SHOWN],
        "order_count": customer.orders.count(),
        "order_sum": customer.orders.aggregate(sum=Sum("amount"))["sum"] or 0,
    }


def changes(user: Any, customer: Customer) -> Mapping[str, Any]:
    """Who did what to the customer's own data, newest first, in words."""
    entries = AuditEntry.objects.filter(subject="base.customer", subject_id=str(customer.pk))
    return {
        "entries": [
            {"at": entry.at, "who": entry.actor_name, "words": _deed(entry)}
            for entry in entries.order_by("-at")[:10]
        ]
    }


def _deed(entry: AuditEntry) -> str:
    deeds = {
        "base.customer.create": _("added"),
        "base.customer.edit": _("changed"),
        "base.customer.delete": _("moved to the trash"),
        "base.customer.restore": _("restored"),
        "base.customer.withdraw": _("consent withdrawn"),
        "base.contact.create": _("contact noted"),
    }
    fields = [
        str(field.verbose_name)
        for field in Customer._meta.concrete_fields
        if field.attname in entry.changes
    ]
    words = deeds.get(entry.action, entry.action)
    return f"{words}: {', '.join(fields)}" if fields else words


def consents(user: Any, customer: Customer) -> Mapping[str, Any]:
    """Each consent to advertising: given or not, since when, from where (B13, S8)."""
    labels = {field.name: field.verbose_name for field in Customer._meta.concrete_fields}
    names = ("mail_ads", "sms_ads", "night")
    return {
        "consents": [
            {
                "label": labels[name],
                "given": getattr(customer, name),
                "at": getattr(customer, f"{name}_at"),
                "source": getattr(customer, f"{name}_source"),
            }
            for name in names
        ]
    }
