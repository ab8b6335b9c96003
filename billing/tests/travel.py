"""Being in a company at another time: what `dangol company advance` does, for one test."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

from dangol import clock
from tenants import context
from tenants.models import Company


def moment(text: str) -> datetime:
    """Korean time from "2027-01-01 00:10"."""
    return datetime.fromisoformat(text).replace(tzinfo=clock.KOREA)


def travel(company: Company, text: str) -> None:
    """Moves the clock of this Company object (not of its row) to the Korean time."""
    company.clock_shift = moment(text) - clock.real_now()


@contextmanager
def inside_at(company: Company, text: str) -> Iterator[Company]:
    """Inside the company at the Korean time."""
    travel(company, text)
    with context.inside(company):
        yield company


def home(company: Company) -> None:
    """Back to real time."""
    company.clock_shift = timedelta(0)
