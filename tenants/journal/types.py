"""The record types that runs are about."""

from __future__ import annotations

from dangol.records import Record
from tenants.journal.models import Run
from tenants.queries import desk


def record_of(run: Run) -> Record:
    """The record type of the run; KeyError once its module is gone."""
    return desk.records()[run.record]
