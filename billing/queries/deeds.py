"""What the provider's staff did to a company, from the provider's own audit (T1)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from dangol.i18n import figures
from tenants.models import Company
from tenants.people.models import AuditEntry


@dataclass(frozen=True)
class Deed:
    """One line: who, when, what in words."""

    at: datetime
    actor: str
    text: str


def about(company: Company) -> list[Deed]:
    """The latest deeds, newest first; call it at home, inside the provider's company."""
    entries: QuerySet[AuditEntry] = AuditEntry.objects.filter(
        subject="billing.company", subject_id=str(company.pk)
    ).order_by("-at")[:50]
    return [Deed(entry.at, entry.actor_name or _("System"), _words(entry)) for entry in entries]


def _words(entry: AuditEntry) -> str:
    changes: dict[str, Any] = entry.changes or {}
    if entry.action == "billing.company.suspend":
        return _("suspended: %(reason)s") % {"reason": changes.get("reason", "")}
    if entry.action == "billing.company.restore":
        return _("restored")
    if entry.action == "billing.account.top_up":
        return _("top-up of %(amount)s") % {"amount": figures.won(changes.get("supply"))}
    return ", ".join(_changed(changes)) or entry.action


def _changed(changes: dict[str, Any]) -> Iterator[str]:
    for name, pair in changes.items():
        if isinstance(pair, list) and len(pair) == 2:
            yield f"{_name(name)} {_value(pair[0])} → {_value(pair[1])}"


def _name(field: str) -> str:
    names = {
        "credit_limit": _("Credit limit"),
        "price_version": _("Price version"),
        "email": _("Bulk email"),
        "sms": _("SMS"),
        "lms": _("Long SMS"),
    }
    return names.get(field, field)


def _value(value: object) -> str:
    """A number in groups; a limit is a day's and a month's number with a stroke between."""
    parts = str(value).split("/")
    return " / ".join(figures.number(int(p)) if p.isdecimal() else p for p in parts)
