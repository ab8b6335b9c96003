"""Campaigns by their amounts (U1, G2)."""

from __future__ import annotations

from typing import Any

import pytest

from dangol.records.lists.listing import read_listing
from modules.campaign.records import campaign_record

pytestmark = pytest.mark.feature("U1")


@pytest.mark.parametrize("value", ["많이", "1.5", "1e9", "9" * 16, "٣", "--1"])
def test_what_is_no_amount_is_refused(inside_hanbit: Any, value: str) -> None:
    listing = read_listing(campaign_record, None, {"budget.over": [value]})
    assert len(listing.problems) == 1
