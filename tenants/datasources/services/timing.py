"""When a source is due (A20)."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from dangol import clock
from tenants.datasources.models import DataSource

SOON = timedelta(minutes=15)
"""After a failure; each further one doubles it, as long as the usual time is not nearer."""


def following(source: DataSource, moment: datetime) -> datetime | None:
    """The first time after `moment`; None for one that is fetched by hand, or not at all."""
    if source.state != DataSource.State.ON or source.every == DataSource.Every.HAND:
        return None
    if source.every == DataSource.Every.HOUR:
        return moment + timedelta(hours=1)
    day = moment.astimezone(clock.KOREA).date()
    for _step in range(8):
        found = datetime.combine(day, time(source.hour), tzinfo=clock.KOREA)
        is_day = source.every == DataSource.Every.DAY or day.weekday() == source.weekday
        if is_day and found > moment:
            return found
        day += timedelta(days=1)
    raise AssertionError("a week has every day")


def after_failure(source: DataSource, moment: datetime) -> datetime | None:
    """When it is tried again: soon, but no later than it is due anyway."""
    usual = following(source, moment)
    return usual and min(usual, moment + SOON * 2 ** max(0, source.failures - 1))
