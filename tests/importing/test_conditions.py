"""Rows taken in many at once end as by the whole form, whatever a company's own fields ask (U5)."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from modules.base.models import Customer
from modules.base.records import customer_record
from tenants.customising.models import FieldDefinition
from tenants.customising.services import fields
from tenants.importing import intakes
from tenants.importing.models import ImportRun
from tenants.people.models import User
from tests.custom.conftest import Add, add
from tests.importing.test_types import brought

__all__ = ["add"]

pytestmark = [pytest.mark.feature("U5"), pytest.mark.feature("A15")]
HEADER = ["고객 코드", "이름", "등급", "배송", "방법", "배송지", "시간", "횟수"]


@pytest.fixture
def shape(inside_hanbit: Any, add: Add) -> list[str]:
    """Fields that depend on own and declared ones, on each other, and on nothing."""
    flag = add("flag", "배송")
    way = add("choice", "방법", options=["택배", "방문"])
    wanted = {"field": flag.name, "compare": "is_in", "values": ["yes"]}
    sent = {"field": way.name, "compare": "is_filled", "values": []}
    place = add("text", "배송지", required_when=wanted)
    hour = add("text", "시간", shown_when=wanted, required_when=sent)
    times = add(
        "number", "횟수", is_required=True, default="3",
        shown_when={"field": "grade", "compare": "is_not_in", "values": ["1"]},
    )  # fmt: skip
    return [each.name for each in (flag, way, place, hour, times)]


ROW = st.tuples(
    st.sampled_from(["C-1", "C-2", "C-3", ""]),
    st.sampled_from(["하나", "둘"]),
    st.sampled_from(["", "A", "C"]),
    st.sampled_from(["", "Y", "N"]),
    st.sampled_from(["", "택배"]),
    st.sampled_from(["", "서울"]),
    st.sampled_from(["", "아침"]),
    st.sampled_from(["", "7"]),
)


@given(
    rows=st.lists(ROW, min_size=1, max_size=5, unique_by=lambda row: row[0] or row[1]),
    before=st.lists(ROW, max_size=3, unique_by=lambda row: row[0]),
    policy=st.sampled_from(["skip", "update", "fill", "only"]),
)
@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_both_ways_end_alike(
    shape: list[str], ada: User, rows: list[Any], before: list[Any], policy: str
) -> None:
    ends = []
    for is_together in (True, False):
        with pytest.MonkeyPatch.context() as patch, transaction.atomic():
            _people(shape, before)
            patch.setattr(intakes, "can_take", lambda plan, way=is_together: way)
            run = brought(customer_record, ada, [HEADER, *map(list, rows)], policy, keys=["code"])
            ends.append((_told(run), _outcomes(run), _values()))
            transaction.set_rollback(True)
    assert ends[0] == ends[1]
    assert ends[0][0] == ends[0][1], "what is foretold comes true"


def _people(shape: list[str], before: list[Any]) -> None:
    flag, _choice, place, hour, times = shape
    for code, name, _grade, sent, _way, where, when, often in before:
        custom = {flag: sent == "Y", place: where, hour: when, times: often}
        kept = {key: value for key, value in custom.items() if value}
        if code:
            Customer.objects.create(code=code, name=name, custom=kept)


def _told(run: ImportRun) -> tuple[int, ...]:
    return run.will_create, run.will_update, run.will_skip, run.will_reject


def _outcomes(run: ImportRun) -> tuple[int, ...]:
    return run.created, run.updated, run.skipped, run.rejected


def _values() -> list[tuple[Any, ...]]:
    """What is kept; that a tick was never asked for is the same as no."""
    found = []
    for *row, own in Customer.objects.values_list("code", "name", "grade", "custom"):
        kept = {name: value for name, value in own.items() if value is not False}
        found.append((*row, sorted(kept.items())))
    return sorted(found, key=str)


def test_a_field_that_is_put_away_asks_nothing_any_more(
    shape: list[str], ada: User, add: Add
) -> None:
    rows = [HEADER[:4], ["C-1", "하나", "A", "Y"]]
    assert _outcomes(brought(customer_record, ada, rows)) == (0, 0, 0, 1)
    fields.retire(FieldDefinition.objects.get(name=shape[2]))
    assert _outcomes(brought(customer_record, ada, rows)) == (1, 0, 0, 0)
