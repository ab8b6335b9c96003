"""What one wants to be told, and ending the mail of the morning from the mail itself (U9)."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from dangol.access import anyone, requires
from tenants.forms.notices import NoticesForm
from tenants.notices import choices, kinds
from tenants.notices.push import sealing
from tenants.notices.services import mailing
from tenants.requests import CompanyRequest


@requires("tenants.notice.view")
@require_http_methods(["GET", "POST"])
def notice_settings(request: CompanyRequest) -> HttpResponse:
    form = NoticesForm(
        request.POST if request.method == "POST" else None,
        kinds=kinds.may_get(request.user),
        chosen=choices.read(request.user),
    )
    if request.method == "POST" and form.is_valid():
        choices.keep(
            request.user,
            form.choices(),
            quiet=form.cleaned_data["quiet"],
            digest=form.cleaned_data["digest"],
        )
        messages.success(request, _("Saved."))
        return redirect("tenants:notice-settings")
    return render(
        request, "tenants/notices/settings.html", {"form": form, "push_key": sealing.public_key()}
    )


@csrf_exempt
@anyone
@never_cache
@require_http_methods(["GET", "POST"])
def digest_stop(request: HttpRequest, token: str) -> HttpResponse:
    """GET shows one button and changes nothing, since scanners follow links; POST ends the mails.

    A mail program's one-click (RFC 8058) posts here without cookies, so the token is the proof.
    """
    user = mailing.stop_digest(token, really=request.method == "POST")
    if user is None:
        raise Http404
    with override(user.language):
        facts = {"reader": user, "done": request.method == "POST"}
        return render(request, "tenants/notices/digest_stop.html", facts)
