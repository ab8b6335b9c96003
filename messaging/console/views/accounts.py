"""Adding, changing, pausing and trying a provider account (S1)."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from dangol.access import requires
from messaging.console import services
from messaging.console.forms import AccountForm
from messaging.dispatch.models import ProviderAccount

EDIT = "sending.account.edit"
Kind = ProviderAccount.Kind


def _found(code: str) -> ProviderAccount:
    account = services.found(code)
    if account is None:
        raise Http404
    return account


@requires(EDIT)
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """The form for the channel and kind of the address."""
    channel, kind = request.GET.get("channel", ""), request.GET.get("kind", "")
    if kind not in ProviderAccount.KINDS_OF.get(channel, ()):  # type: ignore[call-overload]
        raise Http404
    label = str(Kind(kind).label)
    form = AccountForm(
        request.POST if request.method == "POST" else None, initial={"name": label},
        kind=kind, has_secret=False,
    )  # fmt: skip
    if request.method == "POST" and form.is_valid():
        account = services.add(channel, kind, form.values(), form.entered_secret)
        return _tried(request, account)
    return _page(request, form, label=label)


@requires(EDIT)
@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, code: str) -> HttpResponse:
    account = _found(code)
    form = AccountForm.of(account, request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        return _tried(request, services.change(code, form.values(), form.entered_secret))
    return _page(request, form, label=account.get_kind_display(), account=account)


@requires(EDIT)
@require_POST
def pause(request: HttpRequest, code: str, *, paused: bool) -> HttpResponse:
    """Stops what leaves through the account, or lets it go on."""
    account = _found(code)
    services.set_paused(account, paused=paused)
    words = _("%(account)s is paused.") if paused else _("%(account)s goes on.")
    messages.success(request, words % {"account": account})
    return redirect("sending:overview")


@requires(EDIT)
@require_POST
def probe(request: HttpRequest, code: str) -> HttpResponse:
    """Tries the connection; nothing is sent."""
    return _tried(request, _found(code))


def _tried(request: HttpRequest, account: ProviderAccount) -> HttpResponse:
    """Says at once whether the provider would take messages."""
    problem = services.probe(account)
    words = {"account": str(account), "problem": problem}
    if problem:
        messages.error(
            request, _("%(account)s cannot be reached. It answered: %(problem)s") % words
        )
        return redirect("sending:account", account.code)
    messages.success(request, _("%(account)s answers.") % words)
    return redirect("sending:overview")


def _page(
    request: HttpRequest, form: AccountForm, *, label: str, account: ProviderAccount | None = None
) -> HttpResponse:
    facts = {"form": form, "label": label, "account": account, "hook": _hook(account)}
    status = 422 if form.is_bound else 200
    return render(request, "messaging/console/account.html", facts, status=status)


def _hook(account: ProviderAccount | None) -> str:
    """Where the provider reports to, for kinds that report by themselves; "" for the others."""
    if account is None or account.kind != Kind.SES:
        return ""
    site = f"{settings.DANGOL_SCHEME}://{settings.DANGOL_DOMAIN}{settings.DANGOL_PORT_SUFFIX}"
    return f"{site}{reverse('feedback:sns', args=[account.code], urlconf=settings.PUBLIC_URLCONF)}"
