"""How the looks at a type stand, and what the user did last (B22)."""

from __future__ import annotations

from typing import Any

from dangol.records import Record
from dangol.records.many.runs import Course, runs
from dangol.records.many.supplies import BY, EACH
from modules.cleansing.models import Scan
from modules.cleansing.services.decisions import SUPPLY
from tenants.journal.models import Run


def last(record: Record) -> Scan | None:
    """The scan that is running, or the one that began last."""
    return Scan.objects.filter(record=record.code).order_by("-begun_at").first()


def percent(scan: Scan | None) -> int:
    """How much of the records a scan has seen."""
    return min(99, 100 * scan.seen // scan.total) if scan and scan.total else 0


def last_course(record: Record, user: Any) -> Course | None:
    """What the user accepted last, while it runs or can be taken back."""
    mine = Run.objects.filter(
        started_by=user, record=record.code, deed=EACH, undoes=None, **{f"facts__{BY}": SUPPLY}
    )
    code = mine.order_by("-pk").values_list("pk", flat=True).first()
    return runs().find(record, user, code) if code else None
