"""Conditions of own fields are judged record by record, when many are changed at once (U1, U7)."""

from __future__ import annotations

from typing import Any

import pytest

from dangol.access import HIDE
from dangol.records.many import runs as many
from dangol.records.many.deeds import to_set, value_form
from modules.base.models import Customer
from modules.base.records import customer_record as record
from tenants.customising.services import codes, fields
from tenants.journal.services import parts, runs
from tenants.models import Company
from tenants.people.models import AccessRole, User
from tenants.services import roles

pytestmark = [pytest.mark.feature("U1"), pytest.mark.feature("U7")]
REASON, WAY = "해지 사유", "해지 방법"


@pytest.fixture(autouse=True)
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parts, "PART", 3)
    monkeypatch.setattr(runs, "NOW", 4)


@pytest.fixture
def names(inside_hanbit: Company) -> tuple[str, str, str]:
    """A state of contracts; a reason that is needed when it is over; and a way, asked for then."""
    table = codes.make("계약", ["유지", "해지"]).code
    state = fields.create("base.customer", "choice", {"label": "계약", "table": table}).name
    over = {"field": state, "compare": "is_in", "values": ["해지"]}
    reason = fields.create(
        "base.customer", "text", {"label": REASON, "required_when": over, "is_required": False}
    ).name
    way = fields.create("base.customer", "text", {"label": WAY, "shown_when": over}).name
    return state, reason, way


def customers(*kept: dict[str, Any]) -> list[Customer]:
    return [
        Customer.objects.create(name=f"고객{number}", custom=custom)
        for number, custom in enumerate(kept)
    ]


def done(user: User, name: str, value: str) -> many.Course:
    form = value_form(record, user, name, {name: value})
    assert form.is_valid(), form.errors
    course = many.runs().begin(record, user, to_set(record, name, {name: form.cleaned_data[name]}))
    runs.work(course.code)
    found = many.runs().find(record, user, course.code)
    assert found is not None
    return found


def left(user: User, course: many.Course) -> dict[Any, str]:
    return dict(many.runs().left_out(record, user, course.code, None, 50))


def kept(name: str) -> list[Any]:
    return [
        row.get(name) for row in Customer.objects.order_by("pk").values_list("custom", flat=True)
    ]


def test_rows_that_lack_what_the_value_asks_for_are_left_out_with_the_reason(
    ada: User, names: tuple[str, str, str]
) -> None:
    state, reason, _way = names
    rows = customers({}, {reason: "이사"}, {state: "유지"}, {state: "유지", reason: "가격"}, {}, {})
    course = done(ada, state, "해지")
    assert (course.changed, course.left) == (2, 4)
    assert kept(state) == [None, "해지", "유지", "해지", None, None]
    why = left(ada, course)
    assert set(why) == {rows[0].pk, rows[2].pk, rows[4].pk, rows[5].pk}
    assert all(REASON in sentence for sentence in why.values())
    assert done(ada, state, "유지").left == 0


def test_what_was_missing_already_is_not_this_change_s_doing(
    ada: User, names: tuple[str, str, str]
) -> None:
    state, _reason, way = names
    customers({state: "해지"})
    other = fields.create("base.customer", "text", {"label": "다른 항목"}).name
    assert done(ada, other, "값").changed == 1
    assert done(ada, way, "전화").changed == 1


def test_a_field_that_is_not_asked_for_stays_as_it_is(
    ada: User, names: tuple[str, str, str]
) -> None:
    state, _reason, way = names
    rows = customers({state: "유지"}, {state: "해지"}, {}, {state: "해지"})
    course = done(ada, way, "전화")
    assert (course.changed, course.left) == (2, 2)
    assert kept(way) == [None, "전화", None, "전화"]
    why = left(ada, course)
    assert set(why) == {rows[0].pk, rows[2].pk}
    assert all(WAY in sentence for sentence in why.values())


def test_what_must_be_filled_there_is_not_emptied(ada: User, names: tuple[str, str, str]) -> None:
    state, reason, _way = names
    customers({state: "해지", reason: "가격"}, {state: "유지", reason: "가격"})
    course = done(ada, reason, "")
    assert (course.changed, course.left) == (1, 1)
    assert kept(reason) == ["가격", None]


def test_conditions_on_declared_fields_are_judged_as_well(
    ada: User, inside_hanbit: Company
) -> None:
    best = {"field": "grade", "compare": "is_in", "values": ["1"]}
    name = fields.create(
        "base.customer", "text", {"label": "전담 직원", "required_when": best}
    ).name
    customers({}, {name: "김비서"})
    course = done(ada, "grade", "1")
    assert (course.changed, course.left) == (1, 1)
    assert list(Customer.objects.order_by("pk").values_list("grade", flat=True)) == [None, 1]


@pytest.mark.feature("P5")
def test_a_hidden_field_has_no_name_in_the_reason(
    ada: User, bob: User, names: tuple[str, str, str]
) -> None:
    state, reason, _way = names
    customers({})
    role = AccessRole.objects.create(
        name="가림",
        fields={"base.customer": {reason: HIDE}},
        scopes={f"base.customer.{verb}": 3 for verb in ("view", "edit", "bulk")},
    )
    roles.assign(bob, [role.pk])
    (sentence,) = left(bob, done(bob, state, "해지")).values()
    assert REASON not in sentence
    assert "볼 수 없는 항목" in sentence


def test_a_change_is_taken_back_whatever_the_conditions(
    ada: User, names: tuple[str, str, str]
) -> None:
    state, reason, _way = names
    customers({state: "유지", reason: "가격"}, {reason: "이사"})
    course = done(ada, state, "해지")
    assert course.changed == 2
    runs.work(many.runs().undo(record, ada, course.code).code)
    assert kept(state) == ["유지", None]
