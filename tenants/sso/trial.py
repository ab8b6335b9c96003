"""Testing a connection: all the way to the provider and back, and nobody is logged in (P6)."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from dangol import access
from dangol.errors import RuleBroken
from tenants.people.models import User
from tenants.sso.models import Connection
from tenants.sso.refusals import SENTENCES, TESTED, SignOnRefused
from tenants.sso.services import entering, settings

RESULT = "sso_test"
"""Where the session keeps what the last test found."""
RUNNING = "sso_testing"
"""Where it keeps that one has begun: an answer that proves nothing does not say what it is for."""
MANAGE = "tenants.company.manage"
LONGEST = 300
"""Letters of what a provider said that are shown."""


def begin(request: HttpRequest) -> None:
    request.session[RUNNING] = True


def ends(request: HttpRequest) -> bool:
    """Whether this answers an administrator's test; the next answer is none."""
    return bool(request.session.pop(RUNNING, False)) and access.user_can(request.user, MANAGE)


def failed(request: HttpRequest, refused: SignOnRefused | RuleBroken) -> HttpResponse:
    """Back to the settings, with why it does not work."""
    reason, detail = getattr(refused, "reason", ""), getattr(refused, "detail", "")
    problem = TESTED.get(reason) or SENTENCES.get(reason) or refused
    request.session[RESULT] = {
        "problem": str(problem), "is_broken": True,
        "detail": detail[:LONGEST] if detail != reason else "",
    }  # fmt: skip
    return redirect("tenants:sign-on")


def answer(request: HttpRequest, connection: Connection, sociallogin: Any) -> HttpResponse:
    """Back to the settings, with what the provider said and who would come in."""
    if not ends(request):
        raise SignOnRefused("state")
    said = sociallogin.account.extra_data
    result = {"email": said.get("email", ""), "name": said.get("name", ""),
              "uid": sociallogin.account.uid[:80]}  # fmt: skip
    try:
        email = entering.checked_email(connection, sociallogin)
    except SignOnRefused as refused:
        request.session[RESULT] = {**result, "problem": str(SENTENCES[refused.reason])}
        return redirect("tenants:sign-on")
    settings.passed(connection)
    user = User.objects.filter(email=email).first()
    request.session[RESULT] = {**result, "user": user.name if user else ""}
    messages.success(request, _("The connection works."))
    return redirect("tenants:sign-on")
