"""Setting a trigger off: rows that wait to be done, each at most once (A29)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

from django.db.models import Count
from django.utils.translation import gettext_lazy

from dangol import clock, notices
from tenants.known import changed
from tenants.triggers import chain
from tenants.triggers.models import Firing, Trigger
from tenants.triggers.queries.sources import Happening

RUNAWAY, SPAN = 20, timedelta(hours=1)
"""Set off by one record so often within this time, a trigger is switched off: something outside
drives it in a circle."""
State = Firing.State
AGAIN = gettext_lazy(
    "It was set off by one record %(times)s times within an hour. Look for what changes the record"
    " again and again, then switch it on."
)


def fire(trigger: Trigger, happened: Sequence[Happening]) -> int:
    """Sets it off by these records; how many times. What rests or was done already is left out."""
    rested = _rested(trigger, [each.key for each in happened])
    rows = [_row(trigger, each) for each in happened if each.key not in rested]
    if rows and _runs_away(trigger, [row.object_id for row in rows if row.object_id]):
        return 0
    Firing.objects.bulk_create(rows, ignore_conflicts=True)
    return len(rows)


def fire_list(trigger: Trigger, occasion: str) -> None:
    """Sets it off for its whole list."""
    row = _row(trigger, None, occasion)
    Firing.objects.bulk_create([row], ignore_conflicts=True)


def _row(trigger: Trigger, happening: Happening | None, occasion: str = "") -> Firing:
    causes = list(happening.causes) if happening else []
    state = State.WAITING
    if trigger.state == Trigger.State.TRIAL:
        state = State.TRIAL
    elif chain.closes(trigger.pk, causes):
        state = State.STOPPED
    return Firing(
        trigger=trigger, record=trigger.record, object_id=happening.key if happening else None,
        occasion=happening.occasion if happening else occasion, causes=causes,
        doer=happening.doer if happening else None, state=state, at=clock.now(),
        done_at=None if state == State.WAITING else clock.now(),
    )  # fmt: skip


def _rested(trigger: Trigger, keys: Sequence[UUID]) -> set[UUID | None]:
    """Those of these records that it still leaves alone."""
    if not trigger.rest_days:
        return set()
    since = clock.now() - timedelta(days=trigger.rest_days)
    lately = trigger.firings.filter(object_id__in=list(keys), at__gt=since)
    return set(lately.exclude(state=State.STOPPED).values_list("object_id", flat=True))


def _runs_away(trigger: Trigger, keys: Sequence[UUID]) -> bool:
    """Whether it was set off by one of these far too often; then it is off."""
    lately = trigger.firings.filter(object_id__in=keys, at__gt=clock.now() - SPAN)
    often = lately.order_by().values("object_id").annotate(times=Count("pk"))
    if not often.filter(times__gte=RUNAWAY).exists():
        return False
    stop(trigger, str(AGAIN) % {"times": RUNAWAY})
    return True


def stop(trigger: Trigger, problem: str) -> None:
    """Switches it off by itself; whoever saved it is told why."""
    trigger.problem = problem[:300]
    trigger.state, trigger.next_at = Trigger.State.OFF, None
    trigger.save(update_fields=["state", "problem", "next_at"])
    trigger.holdings.all().delete()
    changed()
    told = notices.Told(
        kind="tenants.trigger.stopped", record="tenants.trigger", key=str(trigger.pk),
        facts={"problem": trigger.problem},
    )  # fmt: skip
    notices.tell(told, [trigger.owner_id])
