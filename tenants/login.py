"""Log-in by django-allauth, inside the company's schema (P6 first form)."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme


class CompanyAccounts(DefaultAccountAdapter):  # type: ignore[misc]
    """Nobody signs up at a company's address: users come by invitation."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def is_safe_url(self, url: str | None) -> bool:
        """Only this company's own host: another company's is another site."""
        request = self.request
        return url_has_allowed_host_and_scheme(
            url, {request.get_host()}, require_https=request.is_secure()
        )

    def get_reset_password_from_key_url(self, key: str) -> str:
        """The link of the reset mail, at the company's own address whatever the request said."""
        path = reverse("account_reset_password_from_key", args=["UID", "KEY"])
        return str(self.request.company.origin) + path.replace("UID-KEY", quote(key))

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        context["company"] = self.request.company
        super().send_mail(template_prefix, email, context)
