"""What comes back by itself: notes that lay in the trash long enough go for good (U2, V4)."""

from __future__ import annotations

import logging

from tenants import context
from tenants.models import Company
from tenants.notes.services.keeping import forget_old

log = logging.getLogger(__name__)


def forget() -> None:
    """In each company; what goes wrong in one does not keep the others waiting."""
    with context.platform("forget notes"):
        companies = list(Company.objects.filter(is_provider=False))
    for company in companies:
        try:
            with context.inside(company):
                forget_old()
        except Exception:
            log.exception(
                "Old notes of company %s were not deleted; the next round tries.", company
            )
