"""What comes back by itself: promising mails, and forgetting old notices (U9).

Each round finds its work in the companies' own tables, so a missed or doubled round does no harm.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import timedelta

from dangol import clock
from tenants import context
from tenants.models import Company
from tenants.notices.models import Mailing, Notice
from tenants.notices.services import mailing, pushing, reminding

log = logging.getLogger(__name__)
KEPT = timedelta(days=180)


def carry() -> None:
    """Promises the mails that are due, those of the morning among them."""
    _everywhere(_carry)


def forget() -> None:
    """Clears away notices and mailings of half a year ago."""
    _everywhere(_forget)


def remind() -> None:
    """Tells people in the morning what of theirs falls due."""
    _everywhere(reminding.remind)


def _carry() -> None:
    mailing.promise_due()
    mailing.promise_digests()
    pushing.promise_due()


def _forget() -> None:
    Notice.objects.filter(at__lt=clock.now() - KEPT).delete()
    Mailing.objects.filter(made_at__lt=clock.now() - KEPT).delete()


def _everywhere(work: Callable[[], object]) -> None:
    """In each company that rents; what goes wrong in one does not keep the others waiting."""
    with context.platform("carry notices"):
        companies = list(Company.objects.filter(is_provider=False))
    for company in companies:
        try:
            with context.inside(company):
                work()
        except Exception:
            log.exception("Notices of company %s were not carried; the next round tries.", company)
