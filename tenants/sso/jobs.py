"""What comes back by itself: certificates of SAML providers, which change now and then (P6)."""

from __future__ import annotations

import logging

from dangol.errors import RuleBroken
from tenants import context
from tenants.models import Company
from tenants.sso.services import settings

log = logging.getLogger(__name__)


def renew() -> None:
    """In each company; a provider that is away does not keep the others waiting."""
    with context.platform("renew certificates of identity providers"):
        companies = list(Company.objects.filter(is_provider=False))
    for company in companies:
        try:
            with context.inside(company):
                settings.renew_certificates()
        except RuleBroken as broken:
            log.warning("Metadata of company %s was not read: %s", company, broken)
        except Exception:
            log.exception("Metadata of company %s waits for the next round.", company)
