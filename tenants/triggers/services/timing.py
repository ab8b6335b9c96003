"""What no change sets off: elapsed time, days that come, the clock (A29)."""

from __future__ import annotations

import calendar
import time as machine
from collections.abc import Callable
from datetime import date, datetime, timedelta
from functools import partial
from typing import Any

from django.db import connection, transaction
from django.db.models import DateTimeField, Exists, OuterRef, Q, QuerySet

from dangol import clock
from tenants.alone import alone
from tenants.triggers.models import Holding, Trigger
from tenants.triggers.queries import matching
from tenants.triggers.queries.sources import PIECE, Happening
from tenants.triggers.services import evaluating
from tenants.triggers.services.firing import fire, fire_list

PAUSE = timedelta(minutes=15)
"""At least so long between two looks for conditions that hold by now."""
SHARE = 100
"""A look that took long comes back later: it is at it for a hundredth of the time at most."""
LATE = timedelta(days=7)
"""Days that were missed, as while the power was off, are made up for so far back."""
Moment = Trigger.Moment


def due() -> bool:
    """Does the trigger that is due longest; False when none is."""
    with transaction.atomic():
        if not alone("triggers"):
            return False
        ready = Trigger.objects.exclude(state=Trigger.State.OFF).filter(next_at__lte=clock.now())
        rows = ready.select_related("owner").select_for_update(of=("self",), skip_locked=True)
        trigger = rows.order_by("next_at", "pk").first()
        if trigger is None:
            return False
        evaluating.safely(trigger, partial(_DEEDS[trigger.moment], trigger))
    return True


def first_time(trigger: Trigger) -> datetime | None:
    """When time itself may first set it off, switched on now."""
    if trigger.moment == Moment.HOLD:
        return clock.now() + PAUSE
    if trigger.moment in (Moment.DAY, Moment.TIME):
        return following(trigger, clock.now())
    return None


def following(trigger: Trigger, moment: datetime) -> datetime:
    """The first time after `moment`: each day, or on the day of the week or of the month."""
    day = moment.astimezone(clock.KOREA).date()
    for _step in range(63):
        found = datetime.combine(day, trigger.at, tzinfo=clock.KOREA)
        if found > moment and _is_day(trigger, day):
            return found
        day += timedelta(days=1)
    raise AssertionError("Every month has its day.")


def _is_day(trigger: Trigger, day: date) -> bool:
    if trigger.moment == Moment.DAY or trigger.every == Trigger.Every.DAY:
        return True
    if trigger.every == Trigger.Every.WEEK:
        return day.weekday() == trigger.weekday
    last = calendar.monthrange(day.year, day.month)[1]
    return day.day == min(trigger.month_day, last)


def fill(trigger: Trigger) -> None:
    """Records for which it holds already do not set it off: these alone are held, at once."""
    trigger.holdings.all().delete()
    rows = matching.rows(trigger).values("pk")
    sql, params = rows.query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO triggers_holding (trigger_id, object_id, since)"
            f" SELECT %s, chosen.id, %s FROM ({sql}) AS chosen (id) ON CONFLICT DO NOTHING",
            [trigger.pk, clock.now(), *params],
        )


def _hold(trigger: Trigger) -> None:
    """Looks for all records whose conditions began or ceased to hold, a piece at a time."""
    begun = machine.monotonic()
    held = trigger.holdings.filter(object_id=OuterRef("pk"))
    keys = list(_new(trigger, held).values_list("pk", flat=True)[:PIECE])
    occasion = f"hold {clock.now().isoformat()}"
    evaluating.begin(trigger, [_happened(key, occasion) for key in keys])
    if len(keys) < PIECE:
        _cease(trigger)
        took = timedelta(seconds=machine.monotonic() - begun)
        trigger.next_at = clock.now() + max(PAUSE, SHARE * took)
        _keep(trigger)


def _new(trigger: Trigger, held: QuerySet[Holding]) -> QuerySet[Any]:
    return matching.rows(trigger).filter(~Exists(held)).order_by("pk")


def _cease(trigger: Trigger) -> None:
    """Forgets those for which the conditions do not hold any more."""
    still = matching.rows(trigger).filter(pk=OuterRef("object_id"))
    trigger.holdings.filter(~Exists(still)).delete()


def _day(trigger: Trigger) -> None:
    """The records whose day has come, for the day that was due; then the next one."""
    trigger.next_at = _not_too_late(trigger)
    today = _due(trigger).astimezone(clock.KOREA).date() - timedelta(days=trigger.day_offset)
    occasion = f"day {today.isoformat()}"
    done = trigger.firings.filter(object_id=OuterRef("pk"), occasion=occasion)
    rows = matching.rows(trigger).filter(_on(trigger, today)).filter(~Exists(done)).order_by("pk")
    keys = list(rows.values_list("pk", flat=True)[:PIECE])
    while keys:
        fire(trigger, [_happened(key, occasion) for key in keys])
        keys = list(rows.filter(pk__gt=keys[-1]).values_list("pk", flat=True)[:PIECE])
    _move_on(trigger)


def _on(trigger: Trigger, day: date) -> Q:
    """Whose field has this day; every year: 29 February is the 28th where a year has none."""
    name = trigger.day_field
    field = matching.record_of(trigger).model_field(name)
    if isinstance(field, DateTimeField):
        begins = clock.midnight(day)
        return Q(**{f"{name}__gte": begins, f"{name}__lt": begins + timedelta(days=1)})
    if not trigger.is_yearly:
        return Q(**{name: day})
    days = [day.day]
    if (day.month, day.day) == (2, 28) and not calendar.isleap(day.year):
        days.append(29)
    return Q(**{f"{name}__month": day.month, f"{name}__day__in": days, f"{name}__lte": day})


def _time(trigger: Trigger) -> None:
    """Once for each time of the clock; where conditions are asked, only if a record fits."""
    if not trigger.where or matching.rows(trigger).exists():
        fire_list(trigger, f"time {_due(trigger).isoformat()}")
    _move_on(trigger)


def _move_on(trigger: Trigger) -> None:
    trigger.next_at = following(trigger, _due(trigger))
    if trigger.moment == Moment.TIME:  # what was missed by hours is told once, not many times
        trigger.next_at = following(trigger, clock.now())
    _keep(trigger)


def _due(trigger: Trigger) -> datetime:
    """The time for which it is done now."""
    return trigger.next_at or clock.now()


def _not_too_late(trigger: Trigger) -> datetime:
    """When it is due, or the first time of the last days where that is too long ago."""
    late = clock.now() - LATE
    return _due(trigger) if _due(trigger) >= late else following(trigger, late)


def _keep(trigger: Trigger) -> None:
    trigger.save(update_fields=["next_at"])


def _happened(key: Any, occasion: str) -> Happening:
    return Happening(key=key, verb="time", occasion=occasion)


_DEEDS: dict[str, Callable[[Trigger], None]] = {
    Moment.HOLD: _hold,
    Moment.DAY: _day,
    Moment.TIME: _time,
}
"""What is done when a trigger of each moment is due."""
