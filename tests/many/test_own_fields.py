"""A company's own fields are changed in many records like any other (U1, U7)."""

from __future__ import annotations

from typing import Any

import pytest

from dangol.records.lists.listing import read_listing
from dangol.records.many import runs as many
from dangol.records.many.deeds import changeable, sentence, to_set, value_form
from modules.base.models import Customer
from modules.base.records import customer_record as record
from tenants.customising.services import fields
from tenants.journal.services import parts, runs
from tenants.models import Company
from tenants.people.models import User

pytestmark = [pytest.mark.feature("U1"), pytest.mark.feature("U7")]


@pytest.fixture(autouse=True)
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parts, "PART", 3)
    monkeypatch.setattr(runs, "NOW", 4)


def made(kind: str, **values: Any) -> str:
    return str(fields.create("base.customer", kind, {"label": "내 항목", **values}).name)


def done(user: User, name: str, value: Any, query: str = "") -> many.Course:
    form = value_form(record, user, name, {name: value})
    assert form.is_valid(), form.errors
    asked = to_set(record, name, {name: form.cleaned_data[name]})
    course = many.runs().begin(record, user, many.Asked(**{**vars(asked), "query": query}))
    runs.work(course.code)
    found = many.runs().find(record, user, course.code)
    assert found is not None
    return found


def undone(user: User, course: many.Course) -> None:
    runs.work(many.runs().undo(record, user, course.code).code)


def kept() -> list[dict[str, Any]]:
    return list(Customer.objects.order_by("pk").values_list("custom", flat=True))


@pytest.mark.parametrize(
    ("kind", "value"),
    [("text", "등산"), ("time", "09:30"), ("money", "30,000"), ("date", "2026-11-27")],
)
def test_a_value_is_set_told_and_put_back(
    inside_hanbit: Company, ada: User, kind: str, value: str
) -> None:
    name, other = made(kind), made("text", label="다른 항목")
    for number in range(6):
        Customer.objects.create(name=f"고객{number}", custom={other: f"{number}"})
    before = kept()
    assert name in changeable(record, ada)
    course = done(ada, name, value)
    assert (course.changed, course.left) == (6, 0)
    assert all(row[name] and row[other] == f"{n}" for n, row in enumerate(kept()))
    assert "내 항목" in sentence(record, course, ada)
    emptied = done(ada, name, "")
    assert emptied.changed == 6
    assert kept() == before
    undone(ada, emptied)
    undone(ada, course)
    assert kept() == before


def test_the_search_finds_what_was_set_and_forgets_it(inside_hanbit: Company, ada: User) -> None:
    name = made("text", is_searched=True)
    for number in range(6):
        Customer.objects.create(name=f"고객{number}")
    course = done(ada, name, "패러글라이딩")
    assert read_listing(record, ada, {"q": ["패러글라이딩"]}).count == 6
    undone(ada, course)
    assert read_listing(record, ada, {"q": ["패러글라이딩"]}).count == 0


def test_a_value_that_only_one_may_have_goes_to_one(inside_hanbit: Company, ada: User) -> None:
    name = made("text", is_unique=True)
    for number in range(6):
        Customer.objects.create(name=f"고객{number}")
    course = done(ada, name, "하나")
    assert (course.changed, course.left) == (1, 5)
    whys = {why for _pk, why in many.runs().left_out(record, ada, course.code, None, 9)}
    assert len(whys) == 1
    assert "내 항목" in whys.pop()
