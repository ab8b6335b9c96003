"""Rows written by COPY come back as they went in (U5)."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dangol.copying import copy_rows
from modules.base.models import Customer
from tenants.importing.models import ImportRow, ImportRun

text = st.text(
    st.one_of(
        st.sampled_from("\\\t\n\r\"'{},N\u3000가"),
        st.characters(exclude_categories=["Cs"], exclude_characters="\x00"),
    ),
    max_size=20,
)


@pytest.mark.feature("U5")
@given(memo=text, cells=st.lists(text, max_size=4))
@settings(max_examples=80, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_text_survives(inside_hanbit: Any, memo: str, cells: list[str]) -> None:
    run = ImportRun.objects.create(header=[])
    copy_rows(
        ImportRow,
        ["number", "state", "reason", "cells"],
        [[1, "rejected", memo, cells], [2, "created", "", None]],
        same={"run_id": run.pk, "said": ""},
    )
    first, second = run.rows.order_by("number")
    assert (first.reason, first.cells) == (memo, cells)
    assert second.cells is None


@pytest.mark.feature("U5")
def test_what_copy_cannot_write_is_a_mistake_of_ours(inside_hanbit: Any) -> None:
    with pytest.raises(TypeError):
        copy_rows(Customer, ["name"], [[object()]])
