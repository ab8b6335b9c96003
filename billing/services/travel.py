"""Moving a company's clock, in development only (Q9): the year to come in a minute."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, time, timedelta

from django.conf import settings
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from dangol import clock, registry
from dangol.errors import RuleBroken
from tenants import context
from tenants.models import Company

MORNING = time(0, 10)
"""When the day's due work has come: the month is drafted at this time on the 1st."""


def in_development() -> None:
    """RuleBroken in production, where time is what it is."""
    if not settings.DEVELOPMENT:
        raise RuleBroken("clock_production", _("The clock can be moved in development only."))


def advance(company: Company, to: datetime) -> list[datetime]:
    """Takes the company to `to`, through the due work of each day; returns where it stopped.

    The clock never goes back: RuleBroken when `to` is not after the company's present time.
    """
    in_development()
    start = clock.real_now() + company.clock_shift
    if to <= start:
        raise RuleBroken(
            "clock_back",
            _("The company's clock shows %(now)s already; it never goes back.")
            % {"now": start.astimezone(clock.KOREA).strftime("%Y-%m-%d %H:%M")},
            field="to",
        )
    stops = [*_mornings(start, to), to]
    for stop in stops:
        company.clock_shift = stop - clock.real_now()
        with context.platform("advance a company's clock"):
            company.save(update_fields=["clock_shift"])
        _do_due_work()
    return stops


def _mornings(start: datetime, to: datetime) -> Iterator[datetime]:
    day = start.astimezone(clock.KOREA).date()
    while (stop := datetime.combine(day, MORNING, tzinfo=clock.KOREA)) < to:
        if stop > start:
            yield stop
        day += timedelta(days=1)


def _do_due_work() -> None:
    """Rings every recurring job once, as the scheduler would."""
    with context.platform("due work of a day"):
        for job in registry.jobs():
            import_string(job.run)()
