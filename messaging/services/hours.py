"""When messages of a send may leave: its own hours, the platform's maintenance (S5, A36).

The night rule for advertising asks each recipient and stands in `claiming`; here it only says when
a pump should look again.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta

from django.utils.translation import gettext as _

from dangol import clock
from dangol.errors import RuleBroken
from messaging.content import advertising
from messaging.dispatch import tickets
from messaging.dispatch.models import Maintenance
from messaging.models import Send

Reason = Send.Reason
DAY = timedelta(days=1)


@dataclass(frozen=True)
class Closed:
    """Nothing leaves until then, by the company's clock."""

    reason: Reason
    until: datetime


def is_within(begins: time, ends: time, moment: datetime) -> bool:
    """Whether a moment is in these hours in Korea; they go past midnight when they end before they
    begin. The last minute is out."""
    now = moment.astimezone(clock.KOREA).time()
    return begins <= now < ends if begins < ends else now >= begins or now < ends


def next_time(at: time, moment: datetime) -> datetime:
    """When this time of day in Korea comes next, after the moment."""
    local = moment.astimezone(clock.KOREA)
    today = datetime.combine(local.date(), at, clock.KOREA)
    return today if today > local else today + DAY


def maintenance() -> Maintenance | None:
    """The platform's hours of maintenance, if it has any."""
    return Maintenance.objects.first()


def look(send: Send) -> tuple[Closed | None, datetime]:
    """(why nothing of the send leaves now, when any of this changes next by the platform's clock).

    What is in hand at that moment goes back. Tests keep to maintenance alone.
    """
    found, real, now = maintenance(), clock.real_now(), clock.now()
    begins, ends = (None, None) if send.is_test else (send.hours_from, send.hours_to)
    closed, changes = None, [real + DAY]
    if begins and ends:
        changes.append(tickets.platform_time(next_time(ends, now)))
        if not is_within(begins, ends, now):
            closed = Closed(Reason.HOURS, next_time(begins, now))
    if found:
        changes.append(next_time(found.begins, real))
        if is_within(found.begins, found.ends, real):
            again = tickets.company_time(next_time(found.ends, real))
            closed = Closed(Reason.MAINTENANCE, again)
    if send.advertising and send.channel == Send.Channel.SMS:
        changes.append(tickets.platform_time(next_time(advertising.NIGHT_FROM, now)))
    return closed, min(changes)


def refuse_maintenance(at: datetime) -> None:
    """RuleBroken for a start within the hours of maintenance."""
    found = maintenance()
    if found and is_within(found.begins, found.ends, tickets.platform_time(at)):
        raise RuleBroken(
            "reserved_in_maintenance",
            _("Nothing is sent during maintenance, %(hours)s. Choose %(end)s or later.")
            % {"hours": str(found), "end": f"{found.ends:%H:%M}"},
            field="scheduled_at",
        )
