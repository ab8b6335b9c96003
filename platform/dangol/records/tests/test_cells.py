"""Values in files cannot become formulas (V2)."""

from __future__ import annotations

import pytest

from dangol.records.cells import harmless


@pytest.mark.feature("V2")
@pytest.mark.parametrize("text", ["=cmd|' /C calc'!A0", "+1", "-1", "@SUM(A1)", "\t=1", "＝1+1"])
def test_a_text_that_a_spreadsheet_would_run_gets_an_apostrophe(text: str) -> None:
    assert harmless(text) == f"'{text}"


@pytest.mark.feature("V2")
def test_other_text_stays_as_it_is() -> None:
    assert harmless("김하늘 = 고객") == "김하늘 = 고객"
