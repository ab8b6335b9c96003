"""One's own log-in: password, second factors, open log-ins (P6)."""

from __future__ import annotations

from io import BytesIO
from urllib.parse import quote
from uuid import UUID

import qrcode
from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth as totp_auth
from allauth.mfa.webauthn.internal import auth as passkey_auth
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST
from qrcode.image.svg import SvgPathImage

from dangol.access import requires
from dangol.errors import RuleBroken
from tenants import devices, factors, house, sitting
from tenants.forms.factors import PasskeyForm, PasskeyNameForm, TotpForm
from tenants.requests import CompanyRequest
from tenants.second_factor import before_second_factor, proved
from tenants.services import factors as deeds
from tenants.services import sittings

own = requires("tenants.profile.edit", while_suspended=True)


@own
@before_second_factor
@require_GET
def security(request: CompanyRequest) -> HttpResponse:
    """What the user logs in with."""
    held = factors.held(request.user)
    wanted = house.facts().second_factor and not held.is_any
    return render(request, "tenants/security.html", {"held": held, "is_wanted": wanted})


@own
@before_second_factor
@proved
@never_cache
@require_http_methods(["GET", "POST"])
def totp_add(request: CompanyRequest) -> HttpResponse:
    """Shows the secret as a picture and as text, and takes the first code."""
    if factors.held(request.user).totp:
        return redirect("tenants:security")
    form = TotpForm(request.POST if request.method == "POST" else None, user=request.user)
    if request.method == "POST" and form.is_valid():
        try:
            with_codes = deeds.add_totp(request.user, form.secret)
        except RuleBroken as broken:
            form.add_error(broken.field, broken.message)
        else:
            totp_auth.clear_totp_secret(request)
            messages.success(request, _("The app is set up."))
            return _after_adding(with_codes=with_codes)
    address = get_adapter().build_totp_url(request.user, form.secret)
    page = {"form": form, "picture": _picture(address), "secret": _in_fours(form.secret)}
    return render(
        request, "tenants/totp_add.html", page | {"address": address}, status=_status(form)
    )


@own
@before_second_factor
@proved
@never_cache
@require_http_methods(["GET", "POST"])
def passkey_add(request: CompanyRequest) -> HttpResponse:
    """Asks the browser for a passkey and keeps what it answers."""
    form = PasskeyForm(request.POST if request.method == "POST" else None, user=request.user)
    if request.method == "POST" and form.is_valid():
        try:
            with_codes = deeds.add_passkey(request.user, **form.cleaned_data)
        except RuleBroken as broken:
            form.add_error(broken.field, broken.message)
        else:
            messages.success(request, _("The passkey is set up."))
            return _after_adding(with_codes=with_codes)
    options = passkey_auth.begin_registration(request.user, True)
    page = {"form": form, "options": options}
    return render(request, "tenants/passkey_add.html", page, status=_status(form))


@own
@require_http_methods(["GET", "POST"])
def passkey_rename(request: CompanyRequest, key: int) -> HttpResponse:
    passkey = get_object_or_404(
        Authenticator, pk=key, user_id=request.user.pk, type=Authenticator.Type.WEBAUTHN
    )
    initial = {"name": passkey.wrap().name}
    form = PasskeyNameForm(request.POST if request.method == "POST" else None, initial=initial)
    if request.method == "POST" and form.is_valid():
        deeds.rename_passkey(passkey, form.cleaned_data["name"])
        messages.success(request, _("Saved."))
        return redirect("tenants:security")
    page = {"form": form, "passkey": passkey}
    return render(request, "tenants/passkey_rename.html", page, status=_status(form))


@own
@proved
@require_http_methods(["GET", "POST"])
def factor_remove(request: CompanyRequest, key: int) -> HttpResponse:
    """Says what goes with it, then removes an app or a passkey."""
    factor = get_object_or_404(
        Authenticator, pk=key, user_id=request.user.pk, type__in=factors.SECOND
    )
    held = factors.held(request.user)
    is_last = len(held.passkeys) + (held.totp is not None) == 1
    is_sent = request.method == "POST"
    try:
        if is_sent:
            deeds.remove(request.user, factor)
        else:
            deeds.check_may_go(factor)
    except RuleBroken as broken:
        page = {"problem": broken.message}
        return render(request, "tenants/factor_remove.html", page, status=422 if is_sent else 200)
    if is_sent:
        messages.success(request, _("Removed."))
        return redirect("tenants:security")
    return render(request, "tenants/factor_remove.html", {"factor": factor, "is_last": is_last})


@own
@before_second_factor
@proved
@never_cache
@require_http_methods(["GET", "POST"])
def recovery_codes(request: CompanyRequest) -> HttpResponse:
    """Shows new recovery codes once; afterwards how many are left. POST makes new ones."""
    if request.method == "POST":
        try:
            deeds.renew_codes(request.user)
        except RuleBroken as broken:
            messages.error(request, str(broken.message))
            return redirect("tenants:security")
        return redirect("tenants:recovery-codes")
    held = factors.held(request.user)
    if held.codes is None:
        return redirect("tenants:security")
    codes = [f"{code[:4]} {code[4:]}" for code in deeds.seen_codes(held.codes)]
    page = {"codes": codes, "left": held.codes_left, "file": quote(_file_of(request, codes))}
    return render(request, "tenants/recovery_codes.html", page)


@own
@require_GET
def sitting_list(request: CompanyRequest) -> HttpResponse:
    """Where the user is logged in."""
    here = sitting.present(request)
    rows = [
        {
            "sitting": row,
            "device": devices.name_of(row.agent) or _("Unknown device"),
            "is_handheld": devices.is_handheld(row.agent),
            "is_here": str(row.pk) == here,
        }
        for row in sittings.open_of(request.user)
    ]
    rows.sort(key=lambda row: not row["is_here"])
    return render(request, "tenants/sitting_list.html", {"rows": rows})


@own
@require_POST
def sitting_end(request: CompanyRequest, key: UUID) -> HttpResponse:
    if not sittings.end(request.user, key):
        raise Http404
    messages.success(request, _("That device is logged out."))
    return redirect("tenants:sitting-list")


@own
@require_POST
def sitting_end_others(request: CompanyRequest) -> HttpResponse:
    count = sittings.end_others(request.user, keep=sitting.present(request))
    sentence = ngettext(
        "%(count)s other device is logged out.", "%(count)s other devices are logged out.", count
    )
    messages.success(request, sentence % {"count": count})
    return redirect("tenants:sitting-list")


def _after_adding(*, with_codes: bool) -> HttpResponse:
    return redirect("tenants:recovery-codes" if with_codes else "tenants:security")


def _status(form: TotpForm | PasskeyForm | PasskeyNameForm) -> int:
    return 422 if form.errors else 200


def _picture(address: str) -> SafeString:
    """The address as a QR code: one SVG path, drawn by us from our own address."""
    drawn = BytesIO()
    qrcode.make(address, image_factory=SvgPathImage, border=2).save(drawn)
    svg = drawn.getvalue().decode()
    return mark_safe(svg[svg.index("<svg") :])  # noqa: S308  (no word of a user is in it)


def _in_fours(secret: str) -> str:
    return " ".join(secret[i : i + 4] for i in range(0, len(secret), 4))


def _file_of(request: CompanyRequest, codes: list[str]) -> str:
    title = _("Recovery codes of %(mail)s for %(company)s") % {
        "mail": request.user.email,
        "company": request.company.name,
    }
    return "\r\n".join([title, "", *codes, ""])
