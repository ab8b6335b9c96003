"""Testing a connection: all the way to the provider and back, and nobody is logged in (P6)."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from dangol import access
from tenants.people.models import User
from tenants.sso.models import Connection
from tenants.sso.refusals import SENTENCES, SignOnRefused
from tenants.sso.services import entering, settings

RESULT = "sso_test"
"""Where the session keeps what the last test found."""


def answer(request: HttpRequest, connection: Connection, sociallogin: Any) -> HttpResponse:
    """Back to the settings, with what the provider said and who would come in."""
    if not access.user_can(request.user, "tenants.company.manage"):
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
