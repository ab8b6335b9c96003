"""The page of one send: progress and results per recipient (S9)."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_GET

from dangol import clock
from dangol.access import requires, user_can
from dangol.i18n import days
from dangol.ids import read_id
from messaging import addresses, ports, reasons
from messaging.models import Message, Send
from messaging.queries import conditions, course, results, standing
from messaging.queries.progress import Progress, progress
from messaging.services import confirmation
from messaging.views import corner

LOOKS = {
    Message.State.ACCEPTED: "active",
    Message.State.REJECTED: "err",
    Message.State.UNKNOWN: "warn",
    Message.State.RETRY: "wait",
    Message.State.PENDING: "wait",
    Message.State.CLAIMED: "wait",
    Message.State.DISPATCHING: "wait",
}
"""How each state of a row is drawn; the others are drawn as left out."""
BADGES = {
    Send.Status.RUNNING: ("accent", "active"),
    Send.Status.WAITING: ("", "wait"),
    Send.Status.RESERVED: ("", "wait"),
    Send.Status.INSUFFICIENT: ("warn", "warn"),
    Send.Status.LIMITED: ("err", "err"),
    Send.Status.PAUSED: ("", "wait"),
    Send.Status.DONE: ("ok", "ok"),
}
"""{state: (badge, dot)}"""
WIDE, HIGH, TOP = 220, 46, 4
"""The drawing of the speed, in its own units."""


@requires("messaging.send.view")
@require_GET
def send_page(request: HttpRequest, key: UUID) -> HttpResponse:
    """Progress above, results below, money at the right."""
    send = get_object_or_404(Send, pk=key)
    facts = _progress_facts(request, send) | _result_facts(request, send)
    facts["conditions"] = conditions.conditions(send)
    facts["responses"] = _responses(send)
    corner.follow(request, facts["progress"])
    return render(request, "messaging/send_page.html", facts)


@requires("messaging.send.view", asked_by_page=True)
@require_GET
def send_progress(request: HttpRequest, key: UUID) -> HttpResponse:
    """The parts of the page that move; with `rows`, the list below as well."""
    send = get_object_or_404(Send, pk=key)
    facts = _progress_facts(request, send)
    if "rows" in request.GET or not facts["progress"].is_moving:
        facts |= _result_facts(request, send)
        facts["responses"] = _responses(send)
    return render(request, "messaging/parts/live.html", facts)


def _responses(send: Send) -> results.Responses | None:
    """Text messages tell nothing about their readers."""
    is_out = send.channel == Send.Channel.EMAIL and send.status != Send.Status.RESERVED
    return results.responses(send) if is_out else None


def _progress_facts(request: HttpRequest, send: Send) -> dict[str, Any]:
    shown, way = progress(send), course.course(send)
    badge, dot = BADGES.get(Send.Status(send.status), ("", ""))
    return {
        "send": send,
        "progress": shown,
        "sealed": confirmation.seal(send, shown.left),
        "state": standing.state(shown),
        "sentence": standing.sentence(shown, way),
        "time_left": standing.duration(shown.time_left) if shown.time_left else "",
        "top_up": standing.top_up(shown),
        "way": way,
        "steps": course.steps(send, way, shown.time_left),
        "badge": badge,
        "dot": dot,
        "speed": _drawing(shown.speed, shown.rate),
        "groups": _groups(shown),
        "group": request.GET.get("state", ""),
        "find": request.GET.get("q", ""),
        "origin": ports.origin(send.pk, request.user),
        "can_export": user_can(request.user, "messaging.send.export"),
        **_hands(request, send),
    }


def _hands(request: HttpRequest, send: Send) -> dict[str, bool]:
    """What the user may do with the send as it stands."""
    status, may = Send.Status(send.status), user_can(request.user, "messaging.send.control")
    pausable = (status.WAITING, status.RUNNING, status.LIMITED, status.INSUFFICIENT)
    return {
        "can_pause": may and status in pausable,
        "can_resume": may and status == status.PAUSED,
        "can_cancel": may and status in (status.RESERVED, *Send.OPEN),
        "can_postpone": may and status == status.RESERVED,
        "can_cover": may and status == status.INSUFFICIENT and send.funding == Send.Funding.FULL,
    }


def _drawing(speed: list[float], rate: float) -> dict[str, Any]:
    """The speed since the start as points of a line, the present and the highest: messages per
    second. Intervals are means, so the present one may be above all of them."""
    high = max(speed, default=0)
    step = WIDE / max(1, len(speed) - 1)
    points = [
        f"{at * step:.1f},{HIGH - value / (high or 1) * (HIGH - TOP):.1f}"
        for at, value in enumerate(speed)
    ]
    return {
        "points": " ".join(points) if len(points) > 1 else "",
        "now": round(rate),
        "high": round(max(high, rate)),
    }


def _result_facts(request: HttpRequest, send: Send) -> dict[str, Any]:
    page = results.page(
        send,
        request.GET.get("state", ""),
        find=request.GET.get("q", ""),
        after=read_id(request.GET.get("after", "")),
        before=read_id(request.GET.get("before", "")),
    )
    for row in page.rows:
        row.look = LOOKS.get(Message.State(row.state), "")  # type: ignore[attr-defined]
        row.words = reasons.sentence(row.reason)  # type: ignore[attr-defined]
        row.shown = addresses.masked(row.addr_norm)  # type: ignore[attr-defined]
        row.when = _when(row)  # type: ignore[attr-defined]
    return {"page": page}


def _when(row: Message) -> str:
    """To the second today; nothing for rows whose turn has not come."""
    if row.state in Message.UNSENT:
        return ""
    local = timezone.localtime(row.state_at)
    is_today = local.date() == timezone.localtime(clock.now()).date()
    return f"{local:%H:%M:%S}" if is_today else days.near_moment(row.state_at)


def _groups(shown: Progress) -> list[tuple[str, str, int]]:
    """(code, word, people) of each filter of the list; the unconfirmed only when there are any."""
    groups = [
        ("", pgettext("results", "All"), shown.rows or shown.total),
        ("accepted", _("Accepted"), shown.accepted),
        ("failed", _("Failed"), shown.failed),
        ("skipped", _("Skipped"), shown.skipped),
        ("unknown", _("Unconfirmed"), shown.unknown),
        ("left", _("Left"), shown.left),
    ]
    return [each for each in groups if each[0] != "unknown" or shown.unknown]
