"""Reading the audit: who did what, in words (V3)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from uuid import UUID

from django.core.cache import cache
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from dangol import registry
from tenants import vocabulary
from tenants.people.models import AuditEntry

ACTIONS, PEOPLE = "audit:actions", "audit:people"
LIFE = 60
"""Seconds that the filters' choices are kept: finding them reads the whole table."""
VERBS: dict[str, Promise] = {
    "add": gettext_lazy("Added"),
    "create": gettext_lazy("Created"),
    "edit": gettext_lazy("Changed"),
    "delete": gettext_lazy("Deleted"),
    "remove": gettext_lazy("Removed"),
    "drop": gettext_lazy("Dropped"),
    "restore": gettext_lazy("Brought back"),
    "export": gettext_lazy("Exported"),
    "upload": gettext_lazy("Uploaded"),
    "start": gettext_lazy("Started"),
    "finish": gettext_lazy("Finished"),
    "withdraw": gettext_lazy("Withdrawn"),
    "issue": gettext_lazy("Issued"),
    "import": gettext_lazy("Imported"),
    "move": gettext_lazy("Moved on"),
    "hand_over": gettext_lazy("Handed over"),
    "hand_back": gettext_lazy("Handed back"),
    "test": gettext_lazy("Tested"),
    "merge": gettext_lazy("Merged"),
    "unmerge": gettext_lazy("Merge taken back"),
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
    if code in vocabulary.deeds():
        return str(vocabulary.deeds()[code])
    known = registry.permissions().get(code)
    head, _dot, verb = code.rpartition(".")
    word = VERBS.get(verb)
    if word is None and known:
        return str(known[0].label)
    return f"{_noun(head)} · {word or verb}"


def _noun(head: str) -> str:
    """What the deed was done to: the record's name, else its module's."""
    known = vocabulary.vocabularies().get(head)
    if known is not None:
        return str(known.label)
    code = head.partition(".")[0]
    declared = {declaration.code: declaration for declaration in registry.declarations()}
    return str(declared[code].label) if code in declared else head


def _midnight(day: date) -> datetime:
    return timezone.make_aware(datetime.combine(day, time()))
