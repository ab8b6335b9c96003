"""The user's hand on a send: pause, resume, cancel, and the hour of a reservation (S5)."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from dangol.access import requires
from dangol.errors import RuleBroken
from messaging.forms import HourForm, TypedCountForm
from messaging.models import Send
from messaging.queries.progress import progress
from messaging.services import confirmation, reservations, steering


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
    """Ends the send for good, once the number of people left was typed."""

    def cancel(send: Send) -> Send:
        form = _typed(request)
        sealed = form.cleaned_data.get("shown", "")
        confirmation.check(send, form.typed, left=progress(send).left, sealed=sealed)
        return steering.cancel(send)

    return _steer(request, key, cancel, _("The send is cancelled."))


@requires("messaging.send.control")
@require_POST
def send_cover(request: HttpRequest, key: UUID) -> HttpResponse:
    """Sends what the account covers instead of waiting for a top-up."""
    return _steer(
        request, key, steering.send_what_is_covered, _("Sending as far as the account goes.")
    )


@requires("messaging.send.control")
@require_POST
def send_postpone(request: HttpRequest, key: UUID) -> HttpResponse:
    """Gives a reservation another hour."""

    def postpone(send: Send) -> Send:
        form = HourForm(request.POST)
        if not form.is_valid():
            raise RuleBroken("time_wrong", str(form.errors["scheduled_at"][0]))
        return reservations.postpone(send, form.cleaned_data["scheduled_at"])

    return _steer(request, key, postpone, _("The start time is changed."))


@requires("messaging.send.control")
@require_POST
def send_now(request: HttpRequest, key: UUID) -> HttpResponse:
    """Lets a reservation begin at once, once the number of recipients was typed."""

    def begin(send: Send) -> Send:
        return reservations.send_now(send, _typed(request).typed)

    return _steer(request, key, begin, _("The send has started."))


def _typed(request: HttpRequest) -> TypedCountForm:
    form = TypedCountForm(request.POST)
    form.full_clean()
    return form


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
