"""Showing colleagues the screen one is looking at, from every screen (A30)."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from dangol import toasts
from dangol.access import requires
from dangol.errors import RuleBroken
from dangol.i18n.josa import settled
from tenants.hints import screens
from tenants.hints.forms import HintForm
from tenants.hints.models import LONGEST_NOTE, Hint
from tenants.hints.queries import receivers
from tenants.hints.services import sending, withdrawing
from tenants.requests import CompanyRequest

SEND = "tenants.hint.send"


@requires(SEND)
@never_cache
@require_http_methods(["GET", "POST"])
def hint_new(request: CompanyRequest) -> HttpResponse:
    """The form for the screen at the address `at`: in the drawer, or as a page without scripts."""
    if request.method == "POST":
        form = HintForm(request.POST)
        if form.is_valid():
            try:
                return _sent(request, sending.send(request.user, **form.cleaned_data))
            except RuleBroken as broken:
                form.add_error(broken.field if broken.field != "at" else None, broken.message)
        return _drawn(request, form, form["at"].value() or "", status=422)
    at = request.GET.get("at", "")
    initial = {"at": at, "note": request.GET.get("note", ""), "by_app": True}
    return _drawn(request, HintForm(initial=initial), at)


@requires(SEND)
@require_POST
def hint_withdraw(request: CompanyRequest, key: UUID) -> HttpResponse:
    """Takes it back from those who have not read it; also the undo of the toast."""
    try:
        count = withdrawing.withdraw(request.user, key)
    except RuleBroken as broken:
        messages.error(request, broken.message)
    else:
        words = ngettext(
            "Taken back from %(count)s colleague.", "Taken back from %(count)s colleagues.", count
        )
        messages.success(request, words % {"count": count})
    return redirect(f"{reverse('tenants:hint-list')}?box=sent")


def _drawn(request: CompanyRequest, form: HintForm, at: str, status: int = 200) -> HttpResponse:
    """The form, or the sentence why this screen cannot be shown."""
    try:
        screen, refusal = screens.read(request.user, at), ""
    except RuleBroken as broken:
        screen, refusal = None, broken.message
    last = Hint.objects.filter(sender_id=request.user.pk).order_by("-sent_at", "-id").first()
    among = receivers.choices(request.user)
    again = receivers.again(last, among)
    if "again" in request.GET:
        form.initial["to"] = list(again)
    facts: dict[str, Any] = {
        "form": form,
        "shown": screens.title(request.user, screen) if screen else None,
        "refusal": refusal,
        "receivers": form.offered(among),
        "again": again,
        "most": LONGEST_NOTE,
    }
    template = "hints/form.html" if request.htmx else "hints/new.html"
    return render(request, template, facts, status=status)


def _sent(request: CompanyRequest, sent: sending.Sent) -> HttpResponse:
    """Says who was told and who was not; the drawer closes, or one goes back to the screen."""
    text = settled(" ".join(_sentences(sent)))
    undo = reverse("tenants:hint-withdraw", args=[sent.hint.pk])
    if not request.htmx:
        toasts.undoable(request, text, undo)
        return redirect(sent.hint.url)
    toast = {"text": text, "kind": "success", "undo": undo}
    return toasts.triggered(HttpResponse(status=204), {"toast": toast, "hint-sent": {}})


def _sentences(sent: sending.Sent) -> list[str]:
    count, found = sent.count, []
    words = ngettext("%(count)s colleague is told.", "%(count)s colleagues are told.", count)
    found.append(words % {"count": count})
    if sent.skipped:
        words = _("%(names)s does not work here any more and was left out.")
        found.append(words % {"names": ", ".join(sent.skipped)})
    if sent.shut_out:
        words = _("%(names)s may not open this screen and is told so there.")
        found.append(words % {"names": ", ".join(sent.shut_out)})
    return found
