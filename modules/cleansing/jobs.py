"""What comes back by itself: new records, scans that stand still, a scan of everything a night."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from dangol import clock
from modules.cleansing.models import Scan
from modules.cleansing.services import collectors, evidence, scans
from modules.cleansing.services import composition as makeup
from modules.cleansing.services import quality as figures
from modules.cleansing.tasks import scan_records
from tenants.rounds import in_every_company

STALLED = timedelta(seconds=60)
"""A scan that no worker touched for so long is rung for again."""
DAILY = timedelta(hours=20)
"""A type that was looked through since then is left for the next night."""
NIGHT = range(1, 6)
"""Hours of the company's clock in which everything is looked through."""


def look_at_new() -> None:
    """Every minute: what was added is looked at as it comes."""
    in_every_company(scans.look_at_new, why="look at new records' spellings")


def returned() -> None:
    """Every minute: messages that came back become errors of their recipients."""
    in_every_company(evidence.from_messages, why="look for messages that came back")


def quality() -> None:
    """Every hour: the figures of a day are written down once, in the night."""
    in_every_company(_quality, why="keep figures of data quality")


def composition() -> None:
    """Every hour: what the customers were made of is written down once a day is over."""
    in_every_company(makeup.keep, why="keep the makeup of the data")


def resume() -> None:
    """Rings for every scan that stands still: its worker was killed, or its ring was lost."""
    in_every_company(_resume, why="find stalled scans")


def nightly() -> None:
    """Begins the scan of the night, once."""
    in_every_company(_nightly, why="look through all records")


def _resume() -> None:
    running = Scan.objects.filter(state=Scan.State.RUNNING)
    stalled = running.filter(touched_at__lt=clock.now() - STALLED)
    for scan_id in stalled.values_list("pk", flat=True):
        scan_records.ring(str(scan_id))


def _quality() -> None:
    if timezone.localtime(clock.now()).hour in NIGHT:
        figures.keep()
        collectors.keep()


def _nightly() -> None:
    if timezone.localtime(clock.now()).hour in NIGHT:
        scans.start_due(clock.now() - DAILY, scan_records.ring)
