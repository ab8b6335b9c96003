"""Reading the audit: who did what, in words (V3)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any
from uuid import UUID

from django.core.cache import cache
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dangol import registry
from tenants.people.models import AuditEntry
from tenants.queries import desk

ACTIONS, PEOPLE = "audit:actions", "audit:people"
LIFE = 60
"""Seconds that the filters' choices are kept: finding them reads the whole table."""
VERBS: dict[str, Promise] = {
    "add": gettext_lazy("Added"),
    "create": gettext_lazy("Created"),
    "edit": gettext_lazy("Changed"),
    "delete": gettext_lazy("Deleted"),
    "remove": gettext_lazy("Removed"),
    "restore": gettext_lazy("Brought back"),
    "export": gettext_lazy("Exported"),
    "upload": gettext_lazy("Uploaded"),
    "start": gettext_lazy("Started"),
    "finish": gettext_lazy("Finished"),
    "withdraw": gettext_lazy("Withdrawn"),
    "issue": gettext_lazy("Issued"),
    "import": gettext_lazy("Imported"),
    "move": gettext_lazy("Moved on"),
    "test": gettext_lazy("Tested"),
    "merge": gettext_lazy("Merged"),
    "found": gettext_lazy("Founded"),
    "write": gettext_lazy("Text written"),
    "audience": gettext_lazy("Audience chosen"),
    "reserve": gettext_lazy("Reserved"),
    "approve": gettext_lazy("Approved"),
    "pause": gettext_lazy("Paused"),
    "resume": gettext_lazy("Gone on"),
    "cancel": gettext_lazy("Cancelled"),
    "top_up": gettext_lazy("Topped up"),
    "register": gettext_lazy("Registered"),
    "suspend": gettext_lazy("Suspended"),
    "change": gettext_lazy("Changed"),
}
"""Words for what nearly every record knows; the last part of an action's code."""

DEEDS: dict[str, Promise] = {
    "tenants.login.pass": gettext_lazy("Logged in"),
    "tenants.login.fail": gettext_lazy("Log-in refused"),
    "tenants.password.change": gettext_lazy("Password changed"),
    "tenants.sitting.end": gettext_lazy("Device logged out"),
    "tenants.factor.add": gettext_lazy("Second factor added"),
    "tenants.factor.edit": gettext_lazy("Passkey renamed"),
    "tenants.factor.remove": gettext_lazy("Second factor removed"),
    "tenants.factor.renew": gettext_lazy("Recovery codes renewed"),
    "tenants.factor.reset": gettext_lazy("Second factors reset"),
    "tenants.user.invite": gettext_lazy("User invited"),
    "tenants.user.uninvite": gettext_lazy("Invitation withdrawn"),
    "tenants.user.join": gettext_lazy("User joined"),
    "tenants.user.edit": gettext_lazy("User changed"),
    "tenants.user.license": gettext_lazy("Licences changed"),
    "tenants.user.deactivate": gettext_lazy("User deactivated"),
    "tenants.user.activate": gettext_lazy("User activated"),
    "tenants.profile.edit": gettext_lazy("Own details changed"),
    "tenants.company.found": gettext_lazy("Company founded"),
    "tenants.company.edit": gettext_lazy("Company changed"),
    "tenants.hours.edit": gettext_lazy("Working hours changed"),
    "tenants.rules.edit": gettext_lazy("Log-in rules changed"),
    "tenants.logo.edit": gettext_lazy("Logo changed"),
    "tenants.logo.remove": gettext_lazy("Logo removed"),
    "tenants.holiday.add": gettext_lazy("Day off added"),
    "tenants.holiday.remove": gettext_lazy("Day off removed"),
    "tenants.holiday.off": gettext_lazy("Holiday made a working day"),
    "tenants.holiday.on": gettext_lazy("Holiday taken off again"),
}
"""This layer's own deeds, whose words are better than noun and verb."""


@dataclass(frozen=True)
class Wanted:
    """What the reader asks for; "" and None ask for nothing."""

    find: str = ""
    person: UUID | None = None
    action: str = ""
    first: date | None = None
    last: date | None = None


def entries(wanted: Wanted) -> QuerySet[AuditEntry]:
    """The entries that fit, newest first."""
    found = AuditEntry.objects.order_by("-id")
    if wanted.find:
        found = found.filter(
            Q(summary__icontains=wanted.find) | Q(actor_name__icontains=wanted.find)
        )
    if wanted.person:
        found = found.filter(actor_id=wanted.person)
    if wanted.action:
        found = found.filter(action=wanted.action)
    if wanted.first:
        found = found.filter(at__gte=_midnight(wanted.first))
    if wanted.last:
        found = found.filter(at__lt=_midnight(wanted.last + timedelta(days=1)))
    return found


def actions() -> list[tuple[str, str]]:
    """Every action that has happened here, with its words, in the order of the words."""
    codes = cache.get(ACTIONS)
    if codes is None:
        found = AuditEntry.objects.order_by("action").values_list("action", flat=True).distinct()
        codes = list(found)
        cache.set(ACTIONS, codes, LIFE)
    return sorted(((code, deed(code)) for code in codes), key=lambda pair: pair[1])


def people() -> list[tuple[UUID, str]]:
    """Everybody who has done something, by name; the newest name of each."""
    known = cache.get(PEOPLE)
    if known is None:
        known = _people()
        cache.set(PEOPLE, known, LIFE)
    return known


def _people() -> list[tuple[UUID, str]]:
    rows = (
        AuditEntry.objects.exclude(actor_id=None)
        .order_by("actor_id", "-id")
        .distinct("actor_id")
        .values_list("actor_id", "actor_name")
    )
    known = [(key, name) for key, name in rows if key is not None]
    return sorted(known, key=lambda pair: pair[1])


def deed(code: str) -> str:
    """The words for an action's code: Customer · Changed."""
    if code in DEEDS:
        return str(DEEDS[code])
    known = registry.permissions().get(code)
    head, _dot, verb = code.rpartition(".")
    word = VERBS.get(verb)
    if word is None and known:
        return str(known[0].label)
    return f"{_noun(head)} · {word or verb}"


def _noun(head: str) -> str:
    """What the deed was done to: the record's name, else its module's."""
    record = desk.records().get(head)
    if record is not None:
        return str(record.label)
    code = head.partition(".")[0]
    declared = {declaration.code: declaration for declaration in registry.declarations()}
    return str(declared[code].label) if code in declared else head


FIELDS: dict[str, Promise] = {
    "name": gettext_lazy("Name"),
    "role": gettext_lazy("Role"),
    "plans": gettext_lazy("Plans"),
    "language": gettext_lazy("Language"),
    "state": gettext_lazy("State"),
    "status": gettext_lazy("State"),
    "subject": gettext_lazy("Subject"),
    "body": gettext_lazy("Text"),
    "colour": gettext_lazy("Colour"),
    "time_zone": gettext_lazy("Time zone"),
    "fiscal_month": gettext_lazy("The fiscal year starts in"),
    "hours": gettext_lazy("Working hours"),
    "lunch": gettext_lazy("Lunch break"),
    "second_factor": gettext_lazy("Second factor"),
    "idle_minutes": gettext_lazy("Log out when nothing happens"),
    "networks": gettext_lazy("Networks from which people may log in"),
}
"""Words for the fields that audits name most; others stand as they are called inside."""


def changes(entry: AuditEntry) -> list[tuple[str, Any, Any]]:
    """What changed: field, before, after; only pairs, for other facts are no change."""
    return [
        (str(FIELDS.get(name, name)), _said(pair[0]), _said(pair[1]))
        for name, pair in entry.changes.items()
        if isinstance(pair, list) and len(pair) == 2
    ]


def _said(value: Any) -> str:
    if value is None or value == "" or value == []:
        return "—"
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, list):
        return ", ".join(str(part) for part in value)
    return str(value)


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time()))
