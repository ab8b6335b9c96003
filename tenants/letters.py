"""A mail of the company to one of its people, as text and as HTML (U9, A30, A31)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.template.loader import render_to_string

from tenants import context
from tenants.people.models import User


def letter(
    user: User,
    subject: str,
    template: str,
    facts: Mapping[str, Any],
    *,
    key: object,
    headers: Mapping[str, str] | None = None,
) -> EmailMultiAlternatives:
    """The mail, to be sent; the templates get the user and the company besides the facts.

    template  both files without their endings, such as `hints/mail`
    key       what the Message-ID is made of: sent again under the same one, it is the same mail
    """
    company = context.company()
    known = {**facts, "user": user, "company": company}
    mail = EmailMultiAlternatives(
        f"[{company.name}] {subject}",
        render_to_string(f"{template}.txt", known),
        settings.DEFAULT_FROM_EMAIL,
        [user.email],
        headers={"Message-ID": f"<{key}@{settings.DANGOL_DOMAIN}>", **(headers or {})},
    )
    mail.attach_alternative(render_to_string(f"{template}.html", known), "text/html")
    return mail
