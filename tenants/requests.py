"""What a request carries once the middleware has run: for annotations of views."""

from __future__ import annotations

from django.http import HttpRequest
from django_htmx.middleware import HtmxDetails

from tenants.models import Company
from tenants.people.models import User


class CompanyRequest(HttpRequest):
    """A request of a logged-in user at a company's own address."""

    company: Company
    user: User  # type: ignore[assignment]  # the gate let nobody else through
    htmx: HtmxDetails
    LANGUAGE_CODE: str


class PublicRequest(HttpRequest):
    """A request at the public site, or at a company's open page."""

    company: Company | None
    htmx: HtmxDetails
