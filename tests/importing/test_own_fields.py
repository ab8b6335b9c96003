"""The fields that a company has added come in from files like all others (U5, U7, A15)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from dangol.imports.together import TogetherIntake
from dangol.records.custom.definitions import shape_of
from modules.base.models import Account, Customer, Product
from modules.base.records import customer_record, product_record
from tenants.customising.services import fields
from tenants.importing.intakes import intake_of
from tenants.importing.services import checks, runs
from tenants.models import Company
from tenants.people.models import User
from tests.custom.conftest import Add, add
from tests.importing.test_types import brought, checked, csv_of, forecast, outcome, taken_back

__all__ = ["add"]

pytestmark = [pytest.mark.feature("U5"), pytest.mark.feature("A15")]

KINDS: list[tuple[str, dict[str, Any], str, Any, str]] = [
    ("text", {}, "  홍삼  ", "홍삼", "x" * 201),
    ("long", {}, "한 줄\n두 줄", "한 줄\n두 줄", "x" * 4001),
    ("number", {"rules": {"decimals": 2}}, "1,234.50", "1234.5", "많이"),
    ("money", {}, "1,500,000원", 1_500_000, "12.5"),
    ("date", {}, "2026년 3월 1일", "2026-03-01", "2026-02-30"),
    ("time", {}, "9:30", "09:30", "25:00"),
    ("flag", {}, "예", True, "글쎄"),
    ("choice", {"options": ["산", "바다"]}, "바다", "바다", "들"),
    ("choices", {"options": ["산", "바다", "강"]}, "강, 산", ["강", "산"], "강, 들"),
    ("address", {}, "(06236) 서울 강남구", {"postcode": "06236", "line1": "서울 강남구"}, ""),
]


def kept_words(customer: Any, name: str, kind: str) -> Any:
    """The value as it is kept; codes by their words."""
    kept = customer.custom.get(name)
    if kind in ("choice", "choices"):
        codes = {
            each.value: each.label for each in shape_of(customer.record_code).by_name[name].codes
        }
        return [codes[each] for each in kept] if kind == "choices" else codes[kept]
    return kept


@pytest.mark.parametrize("record", [customer_record, product_record], ids=lambda each: each.code)
@pytest.mark.parametrize(("kind", "how", "text", "kept", "bad"), KINDS, ids=[k[0] for k in KINDS])
def test_every_kind_comes_in_and_refuses_what_it_cannot_be(
    inside_hanbit: Any, ada: User, add: Add, record: Any, kind: str, how: dict[str, Any],
    text: str, kept: Any, bad: str,
) -> None:  # fmt: skip
    field = add(kind, "우리 항목", record.code, **how)
    title, price = (["이름"], []) if record is customer_record else (["상품명", "단가"], ["1"])
    rows = [[*title, "우리 항목"], ["하나", *price, text]]
    if bad:
        rows.append(["둘", *price, bad])
    run = checked(record, ada, rows)
    assert isinstance(intake_of(run), TogetherIntake) == (record is customer_record)
    told = dict(run.problems.values_list("number", "reason"))
    assert forecast(run) == (1, 0, 0, 1 if bad else 0), told
    if bad:
        assert run.problems.get().reason.endswith(f":{field.name}")
    runs.start(run, lambda: None)
    runs.work(run.pk)
    assert kept_words(record.model.objects.get(), field.name, kind) == kept


def test_many_at_once_they_are_written_changed_and_taken_back(
    inside_hanbit: Any, ada: User, add: Add
) -> None:
    first = add("text", "회원 번호", is_unique=True, is_searched=True)
    second = add("number", "점수")
    head = ["이름", "회원 번호", "점수"]
    brought(customer_record, ada, [head, ["하나", "M-1", "1"], ["둘", "M-2", "2"]])
    before = list(Customer.objects.order_by("name").values("name", "custom", "custom_words"))
    assert before[1]["custom_words"] == "M-1"
    run = brought(customer_record, ada, [head, ["하나", "M-1", "7"], ["셋", "M-3", ""]], "update")
    assert outcome(run) == (1, 1, 0, 0), "the field that no two may share tells them apart"
    one = Customer.objects.get(name="하나")
    assert one.custom == {first.name: "M-1", second.name: "7"}
    assert taken_back(run, ada) == (2, 0)
    now = Customer.objects.present().order_by("name").values("name", "custom", "custom_words")
    assert list(now) == before


def test_an_own_field_that_was_changed_since_keeps_its_record_and_others_do_not(
    inside_hanbit: Any, ada: User, add: Add
) -> None:
    score, nick = add("number", "점수"), add("text", "별명")
    rows = [["이름", "고객코드", "점수"], ["하나", "C-1", "1"], ["둘", "C-2", "2"]]
    brought(customer_record, ada, rows)
    rows = [["이름", "고객코드", "점수"], ["하나", "C-1", "7"], ["둘", "C-2", "8"]]
    run = brought(customer_record, ada, rows, "update")
    one, two = (Customer.objects.get(code=code) for code in ("C-1", "C-2"))
    customer_record.edit(one, {score.name: 9}, "")
    customer_record.edit(two, {nick.name: "두리"}, "")
    assert taken_back(run, ada) == (1, 1)
    one.refresh_from_db()
    two.refresh_from_db()
    assert one.custom == {score.name: "9"}
    assert two.custom == {score.name: "2", nick.name: "두리"}, "what somebody wrote stays"


def test_a_field_that_must_be_filled_is_asked_for_and_its_rows_wait(
    inside_hanbit: Any, ada: User, add: Add
) -> None:
    field = add("text", "출신", is_required=True)
    run = checked(customer_record, ada, [["이름", "출신"], ["하나", "서울"], ["둘", ""]])
    assert forecast(run) == (1, 0, 0, 1)
    assert run.problems.get().reason == f"missing:{field.name}"


@pytest.mark.parametrize("record", [customer_record, product_record], ids=lambda each: each.code)
def test_conditions_are_judged_many_at_once_and_by_the_whole_form(
    inside_hanbit: Any, ada: User, add: Add, record: Any
) -> None:
    flag = add("flag", "배송", record.code)
    wanted = {"field": flag.name, "compare": "is_in", "values": ["yes"]}
    place = add("text", "배송지", record.code, required_when=wanted)
    time = add("text", "시간", record.code, shown_when=wanted)
    title, price = (["이름"], []) if record is customer_record else (["상품명", "단가"], ["1"])
    rows = [
        [*title, "배송", "배송지", "시간"],
        ["하나", *price, "Y", "서울", "아침"],
        ["둘", *price, "Y", "", ""],
        ["셋", *price, "N", "", "저녁"],
    ]
    run = brought(record, ada, rows)
    assert isinstance(intake_of(run, is_over=True), TogetherIntake) == (record is customer_record)
    assert outcome(run) == (2, 0, 0, 1)
    assert run.rows.get(state="rejected").reason.endswith(f":{place.name}")
    one, three = (record.model.objects.get(name=name) for name in ("하나", "셋"))
    assert (one.custom[place.name], one.custom[time.name]) == ("서울", "아침")
    assert time.name not in three.custom, "it is not asked for without delivery"


@pytest.mark.parametrize("record", [customer_record, product_record], ids=lambda each: each.code)
def test_a_field_that_goes_while_its_file_waits_stops_the_import_with_a_sentence(
    inside_hanbit: Any, ada: User, add: Add, record: Any
) -> None:
    field = add("text", "별명", record.code)
    title, price = (["이름"], []) if record is customer_record else (["상품명", "단가"], ["1"])
    run = checked(record, ada, [[*title, "별명"], ["하나", *price, "일"]])
    fields.retire(field)
    runs.start(run, lambda: None)
    runs.work(run.pk)
    run.refresh_from_db()
    assert (run.state, run.problem) == ("failed", "fields_gone")
    assert not record.model.objects.exists()


def test_a_field_that_goes_before_the_check_asks_for_the_columns_again(
    inside_hanbit: Any, ada: User, add: Add
) -> None:
    field = add("text", "별명", "base.product")
    rows = [["상품명", "단가", "별명"], ["하나", "1", "일"]]
    run = runs.upload(product_record, csv_of(rows), user=ada)
    runs.choose(run, {0: "name", 1: "price", 2: field.name}, "skip", lambda: None)
    fields.retire(field)
    checks.check(run.pk)
    run.refresh_from_db()
    assert (run.state, run.problem) == ("uploaded", "fields_gone")
    runs.choose(run, {0: "name", 1: "price"}, "skip", lambda: None)
    checks.check(run.pk)
    run.refresh_from_db()
    assert (forecast(run), run.problem) == ((1, 0, 0, 0), "")
    assert not Product.objects.exists()


@pytest.mark.parametrize("record", [customer_record, product_record], ids=lambda each: each.code)
def test_an_own_field_that_leads_to_another_record_names_it_by_key(
    inside_hanbit: Any, ada: User, add: Add, record: Any
) -> None:
    account = Account.objects.create(name="㈜한빛물산", business_number="1248100998")
    field = add("link", "소개한 곳", record.code, rules={"target": "base.account"})
    title, price = (["이름"], []) if record is customer_record else (["상품명", "단가"], ["1"])
    rows = [
        [*title, "소개한 곳"],
        ["하나", *price, "124-81-00998"],
        ["둘", *price, "㈜한빛물산"],
        ["셋", *price, "없는 곳"],
    ]
    run = brought(record, ada, rows)
    assert outcome(run) == (2, 0, 0, 1)
    assert run.rows.get(state="rejected").reason == f"link_unknown:{field.name}"
    kept = {each.custom[field.name] for each in record.model.objects.all()}
    assert kept == {str(account.pk)}


def test_what_a_file_leaves_out_begins_as_in_an_empty_form(
    inside_hanbit: Any, ada: User, add: Add
) -> None:
    nick, origin = add("text", "별명"), add("text", "출신", default="미상", is_searched=True)
    brought(customer_record, ada, [["이름", "별명"], ["하나", "일"], ["둘", ""]])
    kept = dict(Customer.objects.values_list("name", "custom"))
    assert kept == {
        "하나": {nick.name: "일", origin.name: "미상"},
        "둘": {origin.name: "미상"},
    }
    assert set(Customer.objects.values_list("custom_words", flat=True)) == {"미상"}


def test_the_pages_of_an_import_outlive_the_fields_it_filled(
    hanbit: Company, ada: User, add: Add, browse: Callable[..., Client]
) -> None:
    field = add("number", "점수")
    run = brought(customer_record, ada, [["이름", "점수"], ["하나", "많이"], ["둘", "2"]])
    waiting = checked(customer_record, ada, [["이름", "점수"], ["셋", "많이"]])
    fields.retire(field)
    client = browse(ada)
    page = f"/base/customers/import/{run.pk}/"
    assert client.get(page).status_code == 200
    answer = client.get(f"{page}rejected.csv")
    assert field.name in b"".join(answer.streaming_content).decode("cp949")
    assert client.get(f"/base/customers/import/{waiting.pk}/").status_code == 200
