"""What one was shown and what one showed: the boxes, one hint, and what a receiver does (A30)."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from dangol.access import requires
from dangol.errors import RuleBroken
from dangol.records.timeline import read_mark
from tenants.hints import screens, strip
from tenants.hints.forms import AnswerForm
from tenants.hints.queries import boxes
from tenants.hints.services import answering
from tenants.requests import CompanyRequest

OWN = "tenants.notice.view"
SENT = "sent"


@requires(OWN)
@require_GET
def hint_list(request: CompanyRequest) -> HttpResponse:
    """The box of what one was shown, the unread first, or of what one showed."""
    is_sent = request.GET.get("box") == SENT
    mark = read_mark(request.GET.get("below", ""))
    box = boxes.sent(request.user, mark) if is_sent else boxes.received(request.user, mark)
    facts = {"box": box, "is_sent": is_sent, "unread": boxes.unread_count(request.user)}
    return render(request, "hints/list.html", facts)


@requires(OWN)
@never_cache
@require_GET
def hint(request: CompanyRequest, key: UUID) -> HttpResponse:
    """One hint with its whole note: for its sender, who has read it; for a receiver, to answer."""
    line = _line(request, key)
    if line.receipt is not None and line.receipt.withdrawn_at is None:
        answering.read(request.user, key)
    return _page(request, line, AnswerForm())


@requires(OWN)
@never_cache
@require_GET
def hint_open(request: CompanyRequest, key: UUID) -> HttpResponse:
    """Leads a receiver to the screen, and notes it; who may not open it is told so here."""
    line = _line(request, key)
    if line.receipt is not None and line.receipt.withdrawn_at is not None:
        return _page(request, line, AnswerForm())
    is_open = screens.may_open(request.user, screens.Screen.of(line.hint))
    if line.receipt is not None:
        answering.read(request.user, key, opens=is_open)
    if not is_open:
        return render(request, "hints/closed.html", {"line": _line(request, key)}, status=403)
    if line.receipt is not None:
        strip.remember(request, line.hint)
    return redirect(line.hint.url)


@requires(OWN)
@require_POST
def hint_confirm(request: CompanyRequest, key: UUID) -> HttpResponse:
    """Confirms; one stays where one was."""
    line = _line(request, key)
    try:
        answering.confirm(request.user, key)
        messages.success(request, _("Confirmed."))
    except RuleBroken as broken:
        messages.error(request, broken.message)
    return _back(request, line)


@requires(OWN)
@require_POST
def hint_answer(request: CompanyRequest, key: UUID) -> HttpResponse:
    """Answers with one line."""
    line, form = _line(request, key), AnswerForm(request.POST)
    if not form.is_valid():
        return _page(request, line, form, status=422)
    try:
        answering.answer(request.user, key, form.cleaned_data["answer"])
    except RuleBroken as broken:
        form.add_error(broken.field, broken.message)
        return _page(request, line, form, status=422)
    messages.success(request, _("Your answer is on its way."))
    return redirect("tenants:hint", key=key)


def _line(request: CompanyRequest, key: UUID) -> boxes.Line:
    line = boxes.one(request.user, key)
    if line is None:
        raise Http404
    return line


def _page(
    request: CompanyRequest, line: boxes.Line, form: AnswerForm, status: int = 200
) -> HttpResponse:
    is_mine = line.hint.sender_id == request.user.pk
    facts = {
        "line": line,
        "form": form,
        "is_mine": is_mine,
        "receipts": boxes.receipts(line.hint) if is_mine else [],
    }
    return render(request, "hints/hint.html", facts, status=status)


def _back(request: CompanyRequest, line: boxes.Line) -> HttpResponse:
    """To the screen where the strip stood, or to the hint."""
    if request.POST.get("from") == "screen":
        return redirect(line.hint.url)
    return redirect("tenants:hint", key=line.hint.pk)
