"""Sender numbers of companies: the queue, one number with its documents, and the decision (T7)."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from dangol.access import requires
from dangol.errors import RuleBroken
from messaging.console import numbers
from messaging.console.forms import ApprovalForm, ReasonForm
from messaging.dispatch.models import SenderNumber
from messaging.senders.queries.screens import NUMBER_LOOKS
from messaging.senders.views.numbers import saved

DECIDE = "sending.number.decide"
State = SenderNumber.State


@requires(DECIDE)
@require_GET
def listed(request: HttpRequest) -> HttpResponse:
    """What waits, or the numbers in another state: `?state=`."""
    asked = request.GET.get("state", "")
    state = State(asked) if asked in State.values else State.WAITING
    rows = numbers.listed(state)
    facts = {
        "rows": rows,
        "state": state,
        "states": State.choices,
        "look": NUMBER_LOOKS[state],
        "most": numbers.MOST if len(rows) == numbers.MOST else 0,
    }
    return render(request, "messaging/console/numbers.html", facts)


@requires(DECIDE)
@require_GET
def number(request: HttpRequest, key: UUID) -> HttpResponse:
    return _page(request, key)


@requires(DECIDE)
@require_POST
def approve(request: HttpRequest, key: UUID) -> HttpResponse:
    """Texts may come from it until the day of the form."""
    form = ApprovalForm(request.POST)
    if not form.is_valid():
        return _page(request, key, approval=form)
    try:
        row = numbers.approve(_known(key), form.cleaned_data["until"])
    except RuleBroken as broken:
        form.add_error(broken.field if broken.field in form.fields else None, broken.message)
        return _page(request, key, approval=form)
    messages.success(request, _("%(number)s is approved.") % {"number": row})
    return redirect("sending:number-list")


@requires(DECIDE)
@require_POST
def refuse(request: HttpRequest, key: UUID) -> HttpResponse:
    """Refuses it, with the reason that the company reads."""
    return _with_reason(request, key, numbers.refuse, _("%(number)s is refused."))


@requires(DECIDE)
@require_POST
def withdraw(request: HttpRequest, key: UUID) -> HttpResponse:
    """Ends its approval, with the reason that the company reads."""
    return _with_reason(request, key, numbers.withdraw, _("%(number)s is withdrawn."))


@requires(DECIDE)
@require_GET
def document(request: HttpRequest, key: UUID, file: UUID) -> HttpResponseBase:
    return saved(numbers.document(key, file))


def _with_reason(
    request: HttpRequest, key: UUID, deed: Callable[[UUID, str], SenderNumber], words: str
) -> HttpResponse:
    form = ReasonForm(request.POST)
    if not form.is_valid():
        return _page(request, key, reason=form)
    try:
        row = deed(_known(key), form.cleaned_data["reason"])
    except RuleBroken as broken:
        form.add_error(None, broken.message)
        return _page(request, key, reason=form)
    messages.success(request, words % {"number": row})
    return redirect("sending:number-list")


def _known(key: UUID) -> UUID:
    if numbers.desk(key) is None:
        raise Http404
    return key


def _page(
    request: HttpRequest,
    key: UUID,
    *,
    approval: ApprovalForm | None = None,
    reason: ReasonForm | None = None,
) -> HttpResponse:
    desk = numbers.desk(key)
    if desk is None:
        raise Http404
    state = State(desk.row.state)
    facts = {
        "desk": desk,
        "row": desk.row,
        "look": NUMBER_LOOKS[state],
        "may_approve": state in (State.WAITING, State.REFUSED),
        "may_refuse": state == State.WAITING,
        "may_withdraw": state == State.APPROVED,
        "approval": approval or ApprovalForm(initial={"until": desk.usual_end}),
        "reason": reason or ReasonForm(),
    }
    status = 422 if approval or reason else 200
    return render(request, "messaging/console/number.html", facts, status=status)
