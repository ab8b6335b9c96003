"""Work in every company in turn: one that fails keeps no other waiting."""

from __future__ import annotations

import logging

import pytest

from tenants import context
from tenants.models import Company
from tenants.rounds import in_every_company

pytestmark = pytest.mark.feature("P3")


def test_what_goes_wrong_in_one_company_does_not_keep_the_others_waiting(
    hanbit: Company, daon: Company, provider: Company, caplog: pytest.LogCaptureFixture
) -> None:
    done = []

    def work() -> None:
        if context.company() == daon:
            raise OSError("no room")
        done.append(context.company())

    with caplog.at_level(logging.ERROR):
        in_every_company(work, why="count stones")
    assert hanbit in done
    assert provider not in done, "it rents nothing"
    assert "count stones" in caplog.text
    assert "no room" in caplog.text
