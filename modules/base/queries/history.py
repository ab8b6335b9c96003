"""What a customer's page tells besides the timeline: consents and their changes (B13, V3)."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from dangol import clock
from dangol.records import Look
from dangol.records.timeline import Mark, read_mark
from modules.base.consents import CONSENTS, NAMES, YEARS, Consent
from modules.base.models import Customer
from modules.base.queries.ledger import ledger_of, source_words
from tenants.people.models import AuditEntry
from tenants.queries import audit, telling
from tenants.queries import history as kept

CHANGES = 30
FIELDS = {field.attname: field for field in Customer._meta.concrete_fields}
"""By the name that the audit keeps."""
SUBJECT = "base.customer"


def consents(customer: Customer, hidden: Collection[str] = ()) -> Mapping[str, Any]:
    """Each consent to advertising: given or not, since when, from where (B13, S8)."""
    told = [_told(each, customer) for each in CONSENTS if each.name not in hidden]
    given = [each["at"] for each in told if each["given"] and each["at"]]
    again = min(given).astimezone(clock.KOREA).date() if given else None
    return {"consents": told, "ask_again": again and _years_later(again)}


def _told(consent: Consent, customer: Customer) -> dict[str, Any]:
    name = consent.name
    return {
        "name": name,
        "label": consent.label,
        "icon": consent.icon,
        "given": getattr(customer, name),
        "at": getattr(customer, f"{name}_at"),
        "source": source_words(getattr(customer, f"{name}_source")),
    }


def _years_later(day: date) -> date:
    """The same day when whoever agreed must be told so again; 28 February after a leap day."""
    year = day.year + YEARS
    leaps = (day.month, day.day) == (2, 29)
    return day.replace(year=year, day=28 if leaps else day.day)


def consent_history(look: Look) -> Mapping[str, Any]:
    """The state of each consent, and every change of one: who, when, from what to what."""
    names = [name for name in NAMES if name not in look.hidden]
    return {**consents(look.instance, look.hidden), **ledger_of(look), **_page(look, names)}


def deed(entry: AuditEntry, hidden: Collection[str]) -> str:
    """What was done, in words, with the names of the fields that are not hidden."""
    deeds = {
        "base.customer.create": _("added the customer"),
        "base.customer.edit": _("changed"),
        "base.customer.delete": _("moved to the trash"),
        "base.customer.restore": _("restored"),
        "base.customer.withdraw": _("consent withdrawn"),
        "base.customer.consent": _("consent noted"),
    }
    words = deeds.get(entry.action) or audit.deed(entry.action)
    labels = [label for _name, label in _fields(entry, hidden)]
    return f"{words}: {', '.join(labels)}" if labels else words


def _page(look: Look, only: Collection[str]) -> dict[str, Any]:
    """What changed one of these fields: a page of it, from the place that the address names."""
    mark = read_mark(look.asked("below"))
    most = CHANGES + 1
    rows = kept.entries(SUBJECT, look.instance.pk, mark, most, names=only) if only else []
    more = len(rows) > CHANGES
    rows = rows[:CHANGES]
    told = telling.changes(rows, look.user)
    lines = [
        {
            "at": row.at,
            "who": telling.who(row),
            "words": deed(row, look.hidden),
            "values": [change for change in told[row.pk] if change.name in only],
        }
        for row in rows
    ]
    onward = Mark(rows[-1].at, rows[-1].pk).written() if more else ""
    return {"entries": lines, "onward": onward, "is_more": mark is not None}


def _fields(entry: AuditEntry, hidden: Collection[str]) -> list[tuple[str, str]]:
    """(column, label) of the customer's fields in the entry that are open to the user."""
    return [
        (name, str(field.verbose_name))
        for name, field in FIELDS.items()
        if name in entry.changes and field.name not in hidden
    ]
