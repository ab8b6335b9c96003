"""The message account at the foot of the navigation (Q8)."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django.urls import reverse

from dangol import access
from messaging import ports
from tenants import context


def foot(request: HttpRequest) -> dict[str, Any] | None:
    """What can still be spent, in won, for those who may see it; None for all others."""
    if context.company().is_provider or not access.user_can(request.user, "billing.account.view"):
        return None
    return {"available": ports.meter().account().available, "url": reverse("billing:account")}
