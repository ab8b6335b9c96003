"""What the provider's staff did to a company, from the provider's own audit (T1)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from dangol.i18n import figures
from tenants.models import Company
from tenants.people.models import AuditEntry
from tenants.queries import telling
from tenants.queries.audit import deed


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
    told = telling.changes(entries)
    return [Deed(entry.at, telling.who(entry), _words(entry, told[entry.pk])) for entry in entries]


def _words(entry: AuditEntry, told: list[telling.Change]) -> str:
    changes: dict[str, Any] = entry.changes or {}
    if entry.action == "billing.company.suspend":
        return _("suspended: %(reason)s") % {"reason": changes.get("reason", "")}
    if entry.action == "billing.company.restore":
        return _("restored")
    if entry.action == "billing.account.top_up":
        return _("top-up of %(amount)s") % {"amount": figures.won(changes.get("supply"))}
    lines = [f"{each.label} {each.before} → {each.after}" for each in told if each.before]
    return ", ".join(lines) or deed(entry.action)
