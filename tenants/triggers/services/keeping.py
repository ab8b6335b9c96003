"""Making, changing, switching and removing triggers (A29)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from dangol import clock
from dangol.errors import RuleBroken
from tenants import audit, known
from tenants.people.models import User
from tenants.triggers.models import Trigger
from tenants.triggers.queries import matching
from tenants.triggers.services import timing

SUBJECT = "tenants.trigger"
MOST = 100
FIELDS = (
    "name", "note", "moment", "watched", "where", "day_field", "day_offset", "is_yearly", "at",
    "every", "weekday", "month_day", "rest_days", "actions",
)  # fmt: skip
"""What the form asks for."""
State = Trigger.State


@transaction.atomic
def create(user: User, record: str, values: dict[str, Any]) -> Trigger:
    """A new trigger, switched off. RuleBroken when there are too many or its name is taken."""
    if Trigger.objects.count() >= MOST:
        words = _("There are %(most)s triggers already; remove one first.") % {"most": MOST}
        raise RuleBroken("triggers_full", words)
    trigger = Trigger(record=record, owner=user, **values)
    _checked(trigger)
    _save(trigger, force_insert=True)
    _note("add", trigger, {name: values[name] for name in ("moment", "where")})
    return trigger


@transaction.atomic
def change(trigger: Trigger, user: User, values: dict[str, Any]) -> Trigger:
    """Changes it; one that is on begins anew: what holds already does not set it off."""
    locked = _locked(trigger)
    before = {name: getattr(locked, name) for name in FIELDS}
    for name, value in values.items():
        setattr(locked, name, value)
    locked.owner, locked.problem, locked.changed_at = user, "", clock.now()
    _checked(locked)
    if locked.is_running:
        locked.next_at = timing.first_time(locked)
    _save(locked)
    _hold_now(locked)
    known.changed()
    changes = {
        name: [_plain(before[name]), _plain(getattr(locked, name))]
        for name in ("name", "moment", "where", "rest_days")
        if before[name] != getattr(locked, name)
    }
    _note("edit", locked, changes)
    return locked


@transaction.atomic
def switch(trigger: Trigger, state: str, user: User) -> Trigger:
    """Switches it on, on trial or off. RuleBroken when it cannot work as it is."""
    locked = _locked(trigger)
    if locked.state == state:
        return locked
    was, locked.state, locked.problem = locked.state, state, ""
    begins = was == State.OFF
    if begins:
        locked.owner = user
        _checked(locked)
        locked.next_at = timing.first_time(locked)
    elif state == State.OFF:
        locked.next_at = None
    _save(locked)
    if begins or state == State.OFF:
        _hold_now(locked)
    known.changed()
    _note("switch", locked, {"state": [was, state]})
    return locked


@transaction.atomic
def remove(trigger: Trigger) -> None:
    """Takes it away with its log; what waits is not done any more."""
    locked = _locked(trigger)
    _note("remove", locked, {})
    locked.delete()
    known.changed()


def _hold_now(trigger: Trigger) -> None:
    """What holds already when it begins is kept as held; off, or by another moment, nothing is."""
    if trigger.is_running and trigger.moment == Trigger.Moment.HOLD:
        timing.fill(trigger)
    else:
        trigger.holdings.all().delete()


def _checked(trigger: Trigger) -> None:
    """RuleBroken when the conditions or the actions would not do."""
    matching.selection(trigger)
    for broken in lacking(trigger.moment, trigger.where, trigger.actions):
        raise broken


def lacking(moment: str, where: str, actions: Sequence[Any]) -> list[RuleBroken]:
    """What a trigger still lacks, all at once: a form says it together."""
    found = []
    if moment == Trigger.Moment.HOLD and not where:
        words = _("Say which conditions: without one it holds for every record from the start.")
        found.append(RuleBroken("trigger_always", words, field="where"))
    if not actions:
        words = _("Choose at least one action.")
        found.append(RuleBroken("trigger_idle", words, field="actions"))
    return found


def _locked(trigger: Trigger) -> Trigger:
    rows = Trigger.objects.select_for_update(of=("self",)).select_related("owner")
    found = rows.filter(pk=trigger.pk).first()
    if found is None:
        raise RuleBroken("trigger_removed", _("Somebody has removed this trigger meanwhile."))
    return found


def _save(trigger: Trigger, **options: Any) -> None:
    try:
        with transaction.atomic():
            trigger.save(**options)
    except IntegrityError as error:
        words = _("There is a trigger “%(name)s” already; choose another name.")
        raise RuleBroken("name_taken", words % {"name": trigger.name}, field="name") from error


def _plain(value: Any) -> Any:
    return value if isinstance(value, str | int | bool | list) else str(value)


def _note(verb: str, trigger: Trigger, changes: dict[str, Any]) -> None:
    audit.record(
        f"{SUBJECT}.{verb}", subject=SUBJECT, subject_id=trigger.pk, summary=trigger.name,
        changes={"about": trigger.record, **changes},
    )  # fmt: skip
