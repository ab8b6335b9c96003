"""What comes back by itself: forgetting answers that were kept for a day (W1)."""

from __future__ import annotations

import logging

from tenants import context
from tenants.api.services import answers
from tenants.models import Company

log = logging.getLogger(__name__)


def forget() -> None:
    """In each company; what goes wrong in one does not keep the others waiting."""
    with context.platform("forget kept answers"):
        companies = list(Company.objects.filter(is_provider=False))
    for company in companies:
        try:
            with context.inside(company):
                answers.forget()
        except Exception:
            log.exception("Answers of company %s were not forgotten.", company)
