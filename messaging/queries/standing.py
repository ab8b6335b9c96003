"""How a send stands, in one sentence: what, why, and when it goes on (S9, decision 13)."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from dangol import clock
from dangol.i18n import days, figures
from messaging.models import Send
from messaging.queries.course import Course
from messaging.queries.progress import Progress

TOP_UP_STEP = 10_000
"""Won; what is missing is topped up in whole steps."""


def sentence(shown: Progress, way: Course | None = None) -> str:
    """What state the send is in and what will happen next."""
    send = shown.send
    reason = Send.Reason(send.reason)
    known = _REASONS[reason]() if reason in _REASONS else _states()[Send.Status(send.status)]
    if reason == Send.Reason.BY_USER and way and way.stopped_by and way.stopped_at:
        known = _("%(who)s paused it at %(stopped)s. The %(left)s people left wait as they are.")
    if shown.is_pausing:
        known = _(
            "%(hands)s messages are being handed over just now and still go. Then it stands still."
        )
    return known % _facts(shown, way or Course())


def state(shown: Progress) -> str:
    """The state in a word."""
    return _("Pausing") if shown.is_pausing else str(shown.send.get_status_display())


def top_up(shown: Progress) -> int:
    """Won that a top-up should bring to cover everybody left; 0 when nothing is missing."""
    return -(-shown.missing // TOP_UP_STEP) * TOP_UP_STEP


def duration(left: timedelta) -> str:
    """4분 33초, 2시간 5분"""
    minutes, seconds = divmod(int(left.total_seconds()), 60)
    hours, minutes = divmod(minutes, 60)
    if hours:
        return _("%(hours)s h %(minutes)s min") % {"hours": hours, "minutes": minutes}
    if minutes:
        return _("%(minutes)s min %(seconds)s s") % {"minutes": minutes, "seconds": seconds}
    return ngettext("%(seconds)s second", "%(seconds)s seconds", seconds) % {"seconds": seconds}


def _states() -> dict[Send.Status, str]:
    return {
        Send.Status.DRAFT: _("Not started yet."),
        Send.Status.RESERVED: _("Starts on %(at)s. Its cost is set aside then."),
        Send.Status.WAITING: _("Lining up %(total)s people. That usually takes a few seconds."),
        Send.Status.RUNNING: _("%(done)s of %(total)s people are through."),
        Send.Status.INSUFFICIENT: _(
            "%(missing)s are missing for the %(left)s people left. Goes on right after a top-up."
        ),
        Send.Status.LIMITED: _("The send limit is used up. Goes on by itself on %(next)s."),
        Send.Status.PAUSED: _("Paused; %(left)s people left wait as they are."),
        Send.Status.DONE: _(
            "Done on %(finished)s: %(accepted)s accepted, %(failed)s failed, %(skipped)s skipped."
        ),
        Send.Status.CANCELLED: _(
            "Stopped after %(accepted)s people. %(released)s that were set aside are back."
        ),
    }


_REASONS = {
    Send.Reason.NIGHT: lambda: _(
        "Advertising waits at night for %(left)s people. Goes on by itself on %(next)s."
    ),
    Send.Reason.HOURS: lambda: _(
        "Rests outside its hours for %(left)s people. Goes on by itself on %(next)s."
    ),
    Send.Reason.MAINTENANCE: lambda: _(
        "Rests during maintenance for %(left)s people. Goes on by itself on %(next)s."
    ),
    Send.Reason.MISSED_WINDOW: lambda: _(
        "The start time %(at)s was missed, so nothing was sent. Resume to send now."
    ),
    Send.Reason.SUSPENDED: lambda: _("Paused because the company is suspended."),
    Send.Reason.PROVIDER_DOWN: lambda: _(
        "Paused because the provider could not be reached. Resume to try again."
    ),
    Send.Reason.SENDER_REFUSED: lambda: _(
        "Paused because the mail server refuses the sender (%(detail)s). Resume to try again."
    ),
    Send.Reason.SENDER_NOT_VERIFIED: lambda: _(
        "Paused because the sender %(detail)s is not verified any more. Put it right under Settings"
        " > Senders, then resume."
    ),
    Send.Reason.FAILED: lambda: _("Paused by an error: %(detail)s. Resume to try again."),
}


def _facts(shown: Progress, way: Course) -> dict[str, str]:
    send = shown.send
    return {
        "at": _moment(send.scheduled_at),
        "next": _moment(send.next_at),
        "finished": _moment(send.finished_at),
        "detail": send.detail,
        "who": way.stopped_by,
        "stopped": time_of(way.stopped_at),
        "missing": figures.won(shown.missing),
        "total": figures.number(shown.total),
        "done": figures.number(shown.done),
        "hands": figures.number(shown.in_hands),
        "left": figures.number(shown.left),
        "accepted": figures.number(shown.accepted),
        "failed": figures.number(shown.failed),
        "skipped": figures.number(shown.skipped),
        "released": figures.won(shown.money.released),
    }


def _moment(moment: datetime | None) -> str:
    return days.moment(moment) if moment else figures.NOTHING


def time_of(moment: datetime | None) -> str:
    """The time alone when it is of today."""
    if moment is None:
        return figures.NOTHING
    local = timezone.localtime(moment)
    is_today = local.date() == timezone.localtime(clock.now()).date()
    return f"{local:%H:%M}" if is_today else days.moment(moment)
