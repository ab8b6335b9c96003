"""The screen of one send: progress, results per recipient, and the user's hand on it (S5, S9)."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from dangol.access import requires, user_can
from dangol.errors import RuleBroken
from messaging import reasons
from messaging.models import Message, Send
from messaging.queries import results
from messaging.queries.progress import progress
from messaging.services import exports, steering

LOOKS = {
    Message.State.ACCEPTED: "ok",
    Message.State.REJECTED: "err",
    Message.State.UNKNOWN: "warn",
    Message.State.RETRY: "wait",
    Message.State.PENDING: "wait",
    Message.State.CLAIMED: "active",
    Message.State.DISPATCHING: "active",
}
"""How each state of a row is drawn; the others are drawn as left out."""
BADGES = {
    Send.Status.RUNNING: "accent",
    Send.Status.RESERVED: "info",
    Send.Status.INSUFFICIENT: "warn",
    Send.Status.LIMITED: "warn",
    Send.Status.PAUSED: "warn",
    Send.Status.DONE: "ok",
}


@requires("messaging.send.view")
@require_GET
def send_page(request: HttpRequest, key: UUID) -> HttpResponse:
    """Progress above, results below."""
    send = get_object_or_404(Send, pk=key)
    facts = _progress_facts(request, send) | _result_facts(request, send)
    facts["can_export"] = user_can(request.user, "messaging.send.export")
    return render(request, "messaging/send_page.html", facts)


@requires("messaging.send.view")
@require_GET
def send_progress(request: HttpRequest, key: UUID) -> HttpResponse:
    """The part of the page that looks again each second."""
    send = get_object_or_404(Send, pk=key)
    facts = _progress_facts(request, send)
    response = render(request, "messaging/parts/live.html", facts)
    if not facts["progress"].is_moving:
        response.headers["HX-Refresh"] = "true"  # the results below have changed as well
    return response


@requires("messaging.send.export")
@require_GET
def send_csv(request: HttpRequest, key: UUID) -> StreamingHttpResponse:
    """Every row as CSV with a byte order mark, so that spreadsheets read the Korean in it."""
    send = get_object_or_404(Send, pk=key)
    exports.note(send)
    response = StreamingHttpResponse(_lines(send), content_type="text/csv; charset=utf-8")
    name = slugify(send.name, allow_unicode=True) or str(send.pk)
    response.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{_quoted(name)}.csv"
    return response


def _quoted(name: str) -> str:
    return "".join(f"%{byte:02X}" for byte in name.encode())


class _Echo:
    """A file that hands back what is written to it."""

    def write(self, line: str) -> str:
        return line


def _lines(send: Send) -> Iterator[str]:
    writer = csv.writer(_Echo())
    yield "\ufeff"
    for number, row in enumerate(results.every_row(send)):
        if not number:
            yield writer.writerow(row)
        yield writer.writerow([_cell(value) for value in row.values()])


def _cell(value: Any) -> Any:
    """A text that a spreadsheet would take for a formula is kept as text."""
    if isinstance(value, str) and value[:1] in ("=", "+", "-", "@", "\t", "\r"):
        return "'" + value
    return value


@requires("messaging.send.control")
@require_POST
def send_pause(request: HttpRequest, key: UUID) -> HttpResponse:
    return _steer(request, key, steering.pause, _("The send is paused."))


@requires("messaging.send.control")
@require_POST
def send_resume(request: HttpRequest, key: UUID) -> HttpResponse:
    return _steer(request, key, steering.resume, _("The send goes on."))


@requires("messaging.send.control")
@require_POST
def send_cancel(request: HttpRequest, key: UUID) -> HttpResponse:
    return _steer(request, key, steering.cancel, _("The send is cancelled."))


@requires("messaging.send.control")
@require_POST
def send_cover(request: HttpRequest, key: UUID) -> HttpResponse:
    """Sends what the account covers instead of waiting for a top-up."""
    return _steer(
        request, key, steering.send_what_is_covered, _("Sending as far as the account goes.")
    )


def _steer(
    request: HttpRequest, key: UUID, deed: Callable[[Send], Send], done: str
) -> HttpResponse:
    send = get_object_or_404(Send, pk=key)
    try:
        deed(send)
    except RuleBroken as broken:
        messages.error(request, str(broken.message))
    else:
        messages.success(request, done)
    return redirect("messaging:send-page", key=send.pk)


def _progress_facts(request: HttpRequest, send: Send) -> dict[str, Any]:
    status = Send.Status(send.status)
    return {
        "send": send,
        "progress": progress(send),
        "status_kind": BADGES.get(status, ""),
        "can_control": user_can(request.user, "messaging.send.control"),
        "can_pause": status
        in (status.WAITING, status.RUNNING, status.LIMITED, status.INSUFFICIENT),
        "can_resume": status == status.PAUSED,
        "can_cancel": status in (status.RESERVED, *Send.OPEN),
        "can_cover": status == status.INSUFFICIENT and send.funding == Send.Funding.FULL,
    }


def _result_facts(request: HttpRequest, send: Send) -> dict[str, Any]:
    group = request.GET.get("state", "")
    page = results.page(send, group, after=_key(request, "after"), before=_key(request, "before"))
    for row in page.rows:
        row.look = LOOKS.get(Message.State(row.state), "")  # type: ignore[attr-defined]
        row.words = reasons.sentence(row.reason)  # type: ignore[attr-defined]
    return {"page": page, "group": group, "groups": _groups()}


def _groups() -> list[tuple[str, str]]:
    return [
        ("", _("All")),
        ("accepted", _("Accepted")),
        ("failed", _("Failed")),
        ("skipped", _("Skipped")),
        ("unknown", _("Unconfirmed")),
        ("left", _("Left")),
    ]


def _key(request: HttpRequest, name: str) -> UUID | None:
    try:
        return UUID(request.GET.get(name, ""))
    except ValueError:
        return None
