"""Work that comes back by itself, done in every company in turn."""

from __future__ import annotations

import logging
from collections.abc import Callable

from tenants import context
from tenants.models import Company

log = logging.getLogger(__name__)


def in_every_company(work: Callable[[], object], *, why: str) -> None:
    """In each company that rents; what goes wrong in one does not keep the others waiting.

    `why` is what the work is for, in a few words: it marks the look at the list of companies.
    """
    with context.platform(why):
        companies = list(Company.objects.filter(is_provider=False))
    for company in companies:
        try:
            with context.inside(company):
                work()
        except Exception:
            log.exception("%s: company %s waits for the next round.", why, company)
