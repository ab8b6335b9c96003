"""What comes back by itself: promising mails, and forgetting old notices (U9).

Each round finds its work in the companies' own tables, so a missed or doubled round does no harm.
"""

from __future__ import annotations

from datetime import timedelta

from dangol import clock
from tenants.notices.models import Mailing, Notice
from tenants.notices.services import mailing, pushing, reminding
from tenants.rounds import in_every_company

KEPT = timedelta(days=180)


def carry() -> None:
    """Promises the mails that are due, those of the morning among them."""
    in_every_company(_carry, why="carry notices")


def forget() -> None:
    """Clears away notices and mailings of half a year ago."""
    in_every_company(_forget, why="carry notices")


def remind() -> None:
    """Tells people in the morning what of theirs falls due."""
    in_every_company(reminding.remind, why="carry notices")


def _carry() -> None:
    mailing.promise_due()
    mailing.promise_digests()
    pushing.promise_due()


def _forget() -> None:
    Notice.objects.filter(at__lt=clock.now() - KEPT).delete()
    Mailing.objects.filter(made_at__lt=clock.now() - KEPT).delete()
