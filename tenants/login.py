"""Log-in by django-allauth, inside the company's schema (P6 first form)."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


class CompanyAccounts(DefaultAccountAdapter):  # type: ignore[misc]
    """Nobody signs up at a company's address: users come by invitation."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        context["company"] = self.request.company
        super().send_mail(template_prefix, email, context)
