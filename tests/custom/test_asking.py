"""Fields that depend on others, must be filled, begin with a value, or may not repeat (U7)."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import IntegrityError
from django.http import QueryDict

from dangol.errors import RuleBroken
from dangol.records.forms.base import form_for
from modules.base.models import Customer
from modules.base.records import customer_record
from tenants.customising.services import codes, fields
from tenants.customising.services.codes import Written
from tenants.people.models import AccessRole, Assignment, User
from tests.custom.conftest import Add

pytestmark = pytest.mark.feature("U7")


def form(user: User, instance: Customer | None = None, **values: str) -> Any:
    data = QueryDict(mutable=True)
    data.update({"name": "김하늘", "mailing_place": "home", **values})
    return form_for(customer_record, user, data, instance=instance)


def saved(user: User, **values: str) -> Customer:
    made = form(user, **values)
    assert made.is_valid(), made.errors
    return Customer.objects.get(pk=customer_record.create(made.values()).pk)


def test_a_required_field_must_be_filled_and_one_that_is_not_asked_for_need_not(
    add: Add, ada: User
) -> None:
    kind = add("choice", "유형", options=["개인", "법인"]).name
    number = add(
        "text", "법인 번호", is_required=True,
        shown_when={"field": kind, "compare": "is_in", "values": ["법인"]},
    ).name  # fmt: skip
    assert form(ada, **{kind: "개인"}).is_valid()
    assert list(form(ada, **{kind: "법인"}).errors) == [number]
    assert form(ada, **{kind: "법인", number: "110111"}).is_valid()


def test_what_is_not_asked_for_keeps_its_value(add: Add, ada: User) -> None:
    kind = add("choice", "유형", options=["개인", "법인"]).name
    number = add(
        "text", "법인 번호", shown_when={"field": kind, "compare": "is_in", "values": ["법인"]}
    ).name
    customer = saved(ada, **{kind: "법인", number: "110111"})
    changed = form(ada, customer, **{kind: "개인"})
    assert changed.is_valid()
    customer_record.edit(customer, changed.values(), "")
    customer.refresh_from_db()
    assert (customer.custom[kind], customer.custom[number]) == ("개인", "110111")


def test_a_field_is_required_where_a_declared_one_says_so(add: Add, ada: User) -> None:
    reason = add(
        "text", "등급 사유",
        required_when={"field": "grade", "compare": "is_in", "values": ["1"]},
    ).name  # fmt: skip
    assert form(ada, grade="2").is_valid()
    assert list(form(ada, grade="1").errors) == [reason]


@pytest.mark.parametrize(
    ("compare", "values", "passes"),
    [("is_not_in", ["법인"], "개인"), ("is_filled", [], "법인"), ("is_empty", [], "")],
    ids=["not in", "filled", "empty"],
)
def test_conditions_compare_in_every_way(
    compare: str, values: list[str], passes: str, add: Add, ada: User
) -> None:
    kind = add("choice", "유형", options=["개인", "법인"]).name
    needed = add(
        "text", "사유", required_when={"field": kind, "compare": compare, "values": values}
    ).name
    refused = [each for each in ("", "개인", "법인") if not form(ada, **{kind: each}).is_valid()]
    assert passes in refused
    assert len(refused) < 3
    assert form(ada, **{kind: passes, needed: "이유"}).is_valid()


def test_a_new_record_begins_with_the_default(add: Add, ada: User) -> None:
    name = add("choice", "유형", options=["개인", "법인"], default="법인").name
    day = add("date", "가입일", default="today").name
    fresh = form_for(customer_record, ada)
    assert fresh.initial[name] == "법인"
    assert str(fresh.initial[day]).startswith("20")


def test_no_two_records_have_one_value(add: Add, ada: User) -> None:
    name = add("text", "회원 번호", is_unique=True).name
    first = saved(ada, **{name: "A-1"})
    second = form(ada, **{name: "A-1"})
    assert list(second.errors) == [name]
    assert form(ada, first, **{name: "A-1"}).is_valid()
    with pytest.raises(RuleBroken, match="회원 번호"):  # two at the same moment: the index refuses
        customer_record.create({"name": "이바다", name: "A-1"})
    customer_record.remove(first)
    assert form(ada, **{name: "A-1"}).is_valid()


def test_values_that_repeat_already_keep_a_field_from_being_unique(add: Add, ada: User) -> None:
    row = add("text", "회원 번호")
    saved(ada, **{row.name: "A-1"})
    saved(ada, **{row.name: "A-1"})
    with pytest.raises(RuleBroken, match="A-1"):
        fields.change(row, {"is_unique": True})


def test_a_code_that_was_put_away_stays_where_it_is(add: Add, ada: User) -> None:
    row = add("choice", "유형", options=["개인", "법인"])
    customer = saved(ada, **{row.name: "법인"})
    codes.edit(row.table.code, [Written("개인", "개인 회원"), Written("법인", "법인", "", False)])
    offered = [value for value, _label in form_for(customer_record, ada).fields[row.name].choices]
    assert offered == ["", "개인"]
    assert not form(ada, **{row.name: "법인"}).is_valid()
    assert form(ada, customer, **{row.name: "법인"}).is_valid()


def test_who_may_not_write_a_field_cannot_by_any_form(add: Add, ada: User, carol: User) -> None:
    row = add("text", "메모 2", default="처음")
    hidden = add("text", "비밀")
    customer = saved(ada, **{row.name: "가", hidden.name: "나"})
    role = AccessRole.objects.create(
        name="읽기", fields={"base.customer": {row.name: "read", hidden.name: "hide"}}
    )
    Assignment.objects.create(user=carol, role=role)
    reader = User.objects.get(pk=carol.pk)
    changed = form(reader, customer, **{row.name: "바꿈", hidden.name: "바꿈"})
    assert changed.is_valid()
    customer_record.edit(customer, changed.values(), "")
    customer.refresh_from_db()
    assert customer.custom == {row.name: "가", hidden.name: "나"}


def test_a_retired_field_is_gone_and_comes_back_with_its_values(add: Add, ada: User) -> None:
    row = add("text", "회원 번호", in_list=True)
    customer = saved(ada, **{row.name: "A-1"})
    fields.retire(row)
    names = {column.name for column in customer_record.columns_for(ada)}
    assert row.name not in names
    assert row.name not in form_for(customer_record, ada).fields
    fields.bring_back(row)
    assert getattr(customer, row.name) == "A-1"
    fields.retire(row)
    fields.forget(row)
    customer.refresh_from_db()
    assert customer.custom == {}


def test_the_index_of_uniqueness_is_the_database_s(add: Add, ada: User) -> None:
    name = add("text", "회원 번호", is_unique=True).name
    Customer.objects.create(name="가", custom={name: "A-1"})
    with pytest.raises(IntegrityError, match=f"custom_{name}_once"):
        Customer.objects.create(name="나", custom={name: "A-1"})
