"""What a customer's page tells besides the timeline: orders, consents, changes (B1, B13, V3)."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any
from uuid import UUID

from django.db.models import Count, QuerySet, Sum, Window
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from dangol.i18n import days, figures
from dangol.records import Look
from dangol.records.timeline import Mark, below, read_mark
from modules.base.models import Customer
from tenants.people.models import AuditEntry, User

SHOWN = 4
CHANGES = 30
CONSENTS = ("mail_ads", "sms_ads", "night")
ORDERS = "orders"
"""The name by which a customer's orders can be hidden."""
ELSEWHERE = ("base.contact.create",)
"""Deeds that the timeline tells by the row they made."""


def orders(customer: Customer, hidden: Collection[str] = ()) -> Mapping[str, Any]:
    """The latest orders, their number and their sum in won, in one statement."""
    if ORDERS in hidden:
        return {"is_hidden": True}
    whole = {"sum_of_all": Window(Sum("amount")), "count_of_all": Window(Count("pk"))}
    rows: list[Any] = list(customer.orders.annotate(**whole).order_by("-ordered_at", "-id")[:SHOWN])
    return {
        "orders": rows,
        "order_count": rows[0].count_of_all if rows else 0,
        "order_sum": rows[0].sum_of_all if rows else 0,
    }


def consents(customer: Customer, hidden: Collection[str] = ()) -> Mapping[str, Any]:
    """Each consent to advertising: given or not, since when, from where (B13, S8)."""
    icons = {"mail_ads": "mail", "sms_ads": "message-square", "night": "moon"}
    labels = {
        "mail_ads": _("Email"),
        "sms_ads": _("Text message"),
        "night": _("Text message at night"),
    }
    return {
        "consents": [
            {
                "label": labels[name],
                "icon": icons[name],
                "given": getattr(customer, name),
                "at": getattr(customer, f"{name}_at"),
                "source": source_words(getattr(customer, f"{name}_source")),
            }
            for name in CONSENTS
            if name not in hidden
        ]
    }


def source_words(source: str) -> str:
    """Where a consent came from, in words."""
    known = {"screen": _("on screen"), "import": _("imported")}
    return known.get(source, source)


def consent_history(look: Look) -> Mapping[str, Any]:
    """The state of each consent, and every change of one: who, when, from what to what."""
    names = [name for name in CONSENTS if name not in look.hidden]
    entries = own_changes(look.instance).filter(changes__has_any_keys=names)
    return {**consents(look.instance, look.hidden), **_page(look, entries, only=names)}


def changes(look: Look) -> Mapping[str, Any]:
    """Who did what to the customer's own data, newest first, with old and new values."""
    return _page(look, own_changes(look.instance))


def own_changes(customer: Customer) -> QuerySet[AuditEntry]:
    """The audit of the customer's own data."""
    entries = AuditEntry.objects.filter(subject="base.customer", subject_id=str(customer.pk))
    return entries.exclude(action__in=ELSEWHERE)


def deed(entry: AuditEntry, hidden: Collection[str]) -> str:
    """What was done, in words, with the names of the fields that are not hidden."""
    deeds = {
        "base.customer.create": _("added the customer"),
        "base.customer.edit": _("changed"),
        "base.customer.delete": _("moved to the trash"),
        "base.customer.restore": _("restored"),
        "base.customer.withdraw": _("consent withdrawn"),
    }
    words = deeds.get(entry.action, entry.action)
    labels = [label for _name, label in _fields(entry, hidden)]
    return f"{words}: {', '.join(labels)}" if labels else words


def _page(
    look: Look, entries: QuerySet[AuditEntry], only: Collection[str] | None = None
) -> dict[str, Any]:
    mark = read_mark(look.asked("below"))
    rows = list(below(entries, "at", mark, CHANGES + 1))
    more = len(rows) > CHANGES
    rows = rows[:CHANGES]
    names = _names(rows)
    lines = [
        {
            "at": row.at,
            "who": row.actor_name,
            "words": deed(row, look.hidden),
            "values": [
                (label, _shown(name, old, names), _shown(name, new, names))
                for name, label in _fields(row, look.hidden)
                if only is None or name in only
                for old, new in [_pair(row.changes[name])]
            ],
        }
        for row in rows
    ]
    onward = Mark(rows[-1].at, rows[-1].pk).written() if more else ""
    return {"entries": lines, "onward": onward, "is_more": mark is not None}


def _fields(entry: AuditEntry, hidden: Collection[str]) -> list[tuple[str, str]]:
    """(column, label) of the customer's fields in the entry that are open to the user."""
    return [
        (field.attname, str(field.verbose_name))
        for field in Customer._meta.concrete_fields
        if field.attname in entry.changes and field.name not in hidden
    ]


def _pair(value: Any) -> tuple[Any, Any]:
    return (value[0], value[1]) if isinstance(value, list) and len(value) == 2 else (None, value)


def _names(rows: list[AuditEntry]) -> dict[str, str]:
    """The names of the owners that the entries speak of, in one statement."""
    asked = {str(value) for row in rows for value in _pair(row.changes.get("owner_id")) if value}
    if not asked:
        return {}
    ids = [UUID(value) for value in asked]
    return {str(pk): name for pk, name in User.objects.filter(pk__in=ids).values_list("pk", "name")}


def _shown(name: str, value: Any, names: Mapping[str, str]) -> str:
    """One side of a change as people read it."""
    if value is None or value == "":
        return figures.NOTHING
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if name == "owner_id":
        return names.get(str(value), figures.NOTHING)
    choices = dict(Customer._meta.get_field(name).flatchoices)  # type: ignore[union-attr]
    if value in choices:
        return str(choices[value])
    moment = parse_datetime(value) if isinstance(value, str) and "T" in value else None
    return days.moment(moment) if moment else str(value)
