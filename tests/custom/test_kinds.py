"""A field that a company adds is a field like any other, of whatever kind (U7, A15)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, time
from decimal import Decimal
from typing import Any
from uuid import uuid4

import pytest
from django.http import QueryDict

from dangol.records.cells import drawn, shown
from dangol.records.custom import kinds
from dangol.records.custom.definitions import shape_of
from dangol.records.forms.base import form_for
from dangol.records.lists.export import table_of
from dangol.records.lists.listing import read_listing
from dangol.records.lists.selection import read_selection
from dangol.records.parts import Column
from dangol.search.lookup import lookup
from modules.base.models import Customer
from modules.base.records import customer_record
from tenants import context
from tenants.customising.services import fields
from tenants.models import Company
from tenants.people.models import AuditEntry, User
from tests.custom.conftest import Add

pytestmark = [pytest.mark.feature("U7"), pytest.mark.feature("A15")]

KINDS: dict[str, tuple[dict[str, Any], Any, Any, str]] = {
    # kind: (definition, as it is written, as it is read, as it is shown)
    "text": ({}, " VIP 회원 ", "VIP 회원", "VIP 회원"),
    "long": ({}, "첫 줄\n둘째 줄", "첫 줄\n둘째 줄", "첫 줄\n둘째 줄"),
    "number": ({"rules": {"decimals": 2}}, "1,234.50", Decimal("1234.5"), "1,234.5"),
    "money": ({}, "1,200,000원", 1_200_000, "₩1,200,000"),
    "date": ({}, "2026.3.7", date(2026, 3, 7), "3월 7일(토)"),
    "time": ({}, "930", time(9, 30), "09:30"),
    "flag": ({}, "on", True, "예"),
    "choice": ({"options": ["금", "은"]}, "은", "은", "은"),
    "choices": (
        {"options": ["골프", "등산", "낚시"]}, ["낚시", "골프"], ["낚시", "골프"], "낚시, 골프",
    ),
    "address": (
        {}, {"postcode": "06236", "line1": "서울 강남구 테헤란로 1", "line2": "3층"},
        {"postcode": "06236", "line1": "서울 강남구 테헤란로 1", "line2": "3층"},
        "(06236) 서울 강남구 테헤란로 1 3층",
    ),
}  # fmt: skip
FILTERED = {
    "text": {"": ["회원"], "not": ["회원"]},
    "long": {"": ["둘째"], "not": ["둘째"]},
    "number": {"min": ["1234.5"], "over": ["1234.5"]},
    "money": {"min": ["1,200,000"], "over": ["1200000"]},
    "date": {"from": ["2026-03-07"], "to": ["2026-03-06"]},
    "time": {"min": ["09:30"], "max": ["09:29"]},
    "flag": {"": ["yes"], "not": ["yes"]},
    "choice": {"": ["은", "none"], "not": ["은"]},
    "choices": {"": ["골프"], "not": ["골프", "등산"]},
    "address": {"": ["테헤란로"], "not": ["테헤란로"]},
}


def posted(name: str, kind: str, written: Any) -> QueryDict:
    data = QueryDict(mutable=True)
    data["name"] = "김하늘"
    data["mailing_place"] = "home"
    if kind == "address":
        for part, text in written.items():
            data[f"{name}_{part}"] = text
    elif kind == "choices":
        data.setlist(name, written)
    elif written:
        data[name] = written
    return data


def create(user: User, data: QueryDict) -> Any:
    form = form_for(customer_record, user, data)
    assert form.is_valid(), form.errors
    customer = customer_record.create(form.values())
    return customer_record.visible_to(user).get(pk=customer.pk)


@pytest.mark.parametrize("kind", KINDS)
def test_a_value_is_written_by_the_form_and_shown_everywhere(
    kind: str, add: Add, ada: User
) -> None:
    definition, written, read, words = KINDS[kind]
    name = add(kind, "추가", **definition).name
    customer = create(ada, posted(name, kind, written))
    assert getattr(customer, name) == read
    assert shown(customer, name) == words
    assert words.split("\n")[0] in str(drawn(customer, Column(name=name)))
    form = form_for(customer_record, ada, instance=customer)
    assert "추가" in str(form[name].label_tag())
    again = form_for(customer_record, ada, posted(name, kind, written), instance=customer)
    assert again.is_valid()
    assert name not in again.changed_data


@pytest.mark.parametrize("kind", KINDS)
def test_lists_filter_by_it_and_files_have_it(kind: str, add: Add, ada: User) -> None:
    definition, written, _read, words = KINDS[kind]
    name = add(kind, "추가", in_list=True, **definition).name
    full = create(ada, posted(name, kind, written))
    empty = create(ada, posted(name, kind, "" if kind != "address" else {}))
    one, other = FILTERED[kind].items()

    def found(suffix: str, values: list[str]) -> set[Any]:
        parameter = f"{name}.{suffix}" if suffix else name
        selection = read_selection(customer_record, ada, {parameter: values}, strict=True)
        rows = selection.of(customer_record.visible_to(ada))
        return set(rows.values_list("pk", flat=True)) & {full.pk, empty.pk}

    assert full.pk in found(*one)
    assert full.pk not in found(*other)
    if other[0] == "not":
        assert found(*other) == {empty.pk}
    if kind != "flag":
        assert found("empty", ["yes"]) == {empty.pk} if kind not in ("choice",) else True
    listing = read_listing(customer_record, ada, {})
    column = next(head.column for head in listing.heads if head.column.name == name)
    table = table_of(customer_record, ada, listing.selection, {}, [column])
    assert table.heads == ["추가"]
    cells = [line[0] for line in table.lines()]
    plain = {"number": "1234.5", "money": "1200000", "date": "2026-03-07"}
    plain |= {"time": "09:30:00", "address": "06236 서울 강남구 테헤란로 1 3층"}
    assert sorted(cells) == sorted([plain.get(kind, words), "아니요" if kind == "flag" else ""])


@pytest.mark.feature("U5")
@pytest.mark.parametrize("kind", KINDS)
def test_a_text_of_a_file_is_read_as_the_form_reads_it(kind: str, add: Add, ada: User) -> None:
    definition, written, read, words = KINDS[kind]
    name = add(kind, "추가", **definition).name
    field = shape_of("base.customer").by_name[name]
    text = words if kind in ("address", "choices", "flag", "choice") else str(written)
    value = kinds.of(field).from_text(text, field, ada)
    if kind == "address":
        assert value == {"postcode": "06236", "line1": "서울 강남구 테헤란로 1 3층"}
    else:
        assert value == read
    assert kinds.of(field).kept(kinds.of(field).from_text("", field, ada)) in (
        None,
        "",
        [],
        {},
        False,
    )
    if kind not in ("text", "long", "address"):
        with pytest.raises(ValueError, match=r"\w \w"):
            kinds.of(field).from_text("?!", field, ada)


def test_a_colleague_is_named_in_a_file_by_name(add: Add, ada: User, bob: User) -> None:
    name = add("person", "부담당").name
    field = shape_of("base.customer").by_name[name]
    assert kinds.of(field).from_text(bob.name, field, ada) == bob
    with pytest.raises(ValueError, match="한 사람"):
        kinds.of(field).from_text("없는 사람", field, ada)


def test_a_colleague_is_chosen_shown_by_name_and_filtered(add: Add, ada: User, bob: User) -> None:
    name = add("person", "부담당").name
    customer = create(ada, posted(name, "person", str(bob.pk)))
    create(ada, posted(name, "person", ""))
    assert shown(customer, name) == bob.name
    selection = read_selection(customer_record, ada, {name: [str(bob.pk)]}, strict=True)
    assert [row.pk for row in selection.of(customer_record.visible_to(ada))] == [customer.pk]
    stranger = form_for(customer_record, ada, posted(name, "person", str(uuid4())))
    assert not stranger.is_valid()


@pytest.mark.parametrize(
    ("kind", "definition", "wrong"),
    [
        ("text", {"rules": {"most": 5}}, "여섯글자입니"),
        ("text", {"rules": {"shape": "AA-9999"}}, "A1-2345"),
        ("text", {}, "900101-1234567"),
        ("number", {}, "열둘"),
        ("number", {}, "1.5"),
        ("number", {"rules": {"min": "0", "max": "10", "decimals": 1}}, "10.1"),
        ("money", {}, "1e400"),
        ("money", {}, "NaN"),
        ("money", {}, "99999999999999999999"),
        ("date", {}, "2026-02-30"),
        ("date", {"rules": {"min": "2026-01-01"}}, "2025-12-31"),
        ("time", {}, "25:00"),
        ("choice", {"options": ["금"]}, "동"),
        ("choices", {"options": ["금"]}, ["금", "동"]),
        ("address", {}, {"postcode": "1234", "line1": "가", "line2": ""}),
    ],
    ids=range(15),
)
def test_what_cannot_be_is_refused_in_a_sentence_at_its_field(
    kind: str, definition: dict[str, Any], wrong: Any, add: Add, ada: User
) -> None:
    name = add(kind, "추가", **definition).name
    form = form_for(customer_record, ada, posted(name, kind, wrong))
    assert not form.is_valid()
    assert list(form.errors) == [name]
    assert len(str(form.errors[name][0])) > 5


@pytest.mark.parametrize(
    "written", ["‮거꾸로​", "<b>굵게</b>", "=1+1", "😀" * 50, "가\u200d나"], ids=range(5)
)
def test_odd_texts_are_kept_harmless(written: str, add: Add, ada: User) -> None:
    name = add("text", "추가", in_list=True).name
    customer = create(ada, posted(name, "text", written))
    value = getattr(customer, name)
    assert not {"‮", "​", "\u200d"} & set(value)
    assert "<b>" not in drawn(customer, Column(name=name))
    listing = read_listing(customer_record, ada, {})
    column = Column(name=name)
    cells = list(table_of(customer_record, ada, listing.selection, {}, [column]).lines())
    assert not cells[0][0].startswith("=")


def test_lists_are_sorted_by_it_page_by_page(add: Add, ada: User) -> None:
    name = add("number", "점수", is_sorted=True, in_list=True).name
    values = ["3", "10", "", "2", "10", "-1", ""]
    for value in values:
        create(ada, posted(name, "number", value))

    def walk(sort: str) -> list[Any]:
        seen: list[Any] = []
        parameters: dict[str, list[str]] = {"sort": [sort]}
        while True:
            page = read_listing(customer_record, ada, parameters, size=2).page
            seen += [getattr(row, name) for row in page.rows]
            if not page.after:
                return seen
            parameters["after"] = [page.after]

    numbers = sorted(Decimal(value) for value in values if value)
    assert walk(name) == [*numbers, None, None]
    assert walk(f"-{name}") == [*reversed(numbers), None, None]


def test_without_an_index_lists_are_not_sorted_by_it(add: Add, ada: User) -> None:
    name = add("number", "점수", in_list=True).name
    listing = read_listing(customer_record, ada, {"sort": [name]})
    assert listing.problems
    assert next(head for head in listing.heads if head.column.name == name).address == ""


def test_the_audit_says_what_was_changed_in_words(
    add: Add, ada: User, browse: Callable[..., Any]
) -> None:
    name = add("choice", "등급 구분", options=["금", "은"]).name
    customer = create(ada, posted(name, "choice", "금"))
    form = form_for(customer_record, ada, posted(name, "choice", "은"), instance=customer)
    assert form.is_valid(), form.errors
    customer_record.edit(customer, form.values(), "")
    entry = AuditEntry.objects.filter(action="base.customer.edit").latest("at")
    assert entry.changes[name] == ["금", "은"]
    page = browse(ada).get("/tenants/audit/").content.decode()
    assert "등급 구분" in page


def test_another_company_has_no_such_field(
    hanbit: Company, eve: User, browse: Callable[..., Any]
) -> None:
    with context.inside(hanbit):
        values = {"label": "한빛만의 것", "in_list": True, "is_searched": True}
        name = fields.create("base.customer", "text", values).name
    client = browse(eve)
    assert "한빛만의 것" not in client.get("/base/customers/new").content.decode()
    page = client.get(f"/base/customers/?{name}=가").content.decode()
    assert "한빛만의 것" not in page


def test_the_search_finds_by_it(add: Add, ada: User) -> None:
    name = add("text", "회원 번호", is_searched=True).name
    customer = create(ada, posted(name, "text", "물망초-77"))
    create(ada, posted(name, "text", "다른 것"))
    found = Customer.objects.filter(lookup(customer_record, ada, "물망").condition)
    assert [row.pk for row in found] == [customer.pk]
