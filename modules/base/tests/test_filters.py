"""Filters and groups of them against a plain-Python reading of the same rows (U1)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any
from urllib.parse import parse_qs

import pytest
from django.db import transaction
from django.utils import translation
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dangol import clock, fiscal
from dangol.errors import RuleBroken
from dangol.records import NumberFilter
from dangol.records.filters import groups
from dangol.records.filters.dates import PERIODS, period
from dangol.records.filters.drawing import parts_in
from dangol.records.filters.groups import Group, Leaf, read_group, written
from dangol.records.lists.listing import address_of, read_listing
from dangol.records.lists.selection import read_selection, unknown_filter
from modules.base.models import Customer, Order
from modules.base.records import customer_record
from tenants.context import inside
from tenants.people.models import User
from tenants.services import company

pytestmark = pytest.mark.feature("U1")
TODAY = date(2026, 11, 27)
NOW = datetime(2026, 11, 27, 3, tzinfo=UTC)
"""Noon of that day in Korea."""

people = st.lists(
    st.fixed_dictionaries(
        {
            "name": st.just("가"),
            "company_name": st.sampled_from(["", "한빛물산", "다온 (주)", "a|b"]),
            "grade": st.sampled_from([None, 1, 2, 3]),
            "birth_date": st.sampled_from([None, date(1980, 5, 17), date(1999, 12, 31)]),
            "last_contacted_at": st.one_of(
                st.none(), st.integers(-40, 800).map(lambda n: NOW - timedelta(days=n, hours=2))
            ),
            "mail_ads": st.booleans(),
        }
    ),
    max_size=10,
)
conditions = st.one_of(
    st.builds(
        lambda name, values: {name: values},
        st.sampled_from(["grade", "grade.not"]),
        st.lists(st.sampled_from(["1", "2", "none"]), min_size=1, max_size=2, unique=True),
    ),
    st.builds(
        lambda name, value: {name: [value]},
        st.sampled_from(["company_name", "company_name.not", "company_name.is"]),
        st.sampled_from(["한빛", "(주)", "a|b", "한빛물산", "없음"]),
    ),
    st.builds(
        lambda name, value: {f"{name}.empty": [value]},
        st.sampled_from(["company_name", "birth_date", "last_contacted_at"]),
        st.sampled_from(["yes", "no"]),
    ),
    st.builds(lambda value: {"mail_ads": [value]}, st.sampled_from(["yes", "no"])),
    st.builds(
        lambda first, last: {"birth_date.from": [first], "birth_date.to": [last]},
        st.sampled_from(["1970-01-01", "1980-05-17"]),
        st.sampled_from(["1980-05-17", "2000-01-01"]),
    ),
    st.builds(lambda code: {"last_contacted_at.period": [code]}, st.sampled_from(sorted(PERIODS))),
    st.builds(
        lambda code, n: {f"last_contacted_at.{code}": [str(n)]},
        st.sampled_from(["within", "ahead", "older"]),
        st.sampled_from([1, 7, 30, 365]),
    ),
)
trees = st.recursive(
    conditions.map(Leaf),
    lambda parts: st.builds(
        lambda kind, held: Group(kind, tuple(held)),
        st.sampled_from(["all", "any"]),
        st.lists(parts, min_size=1, max_size=3),
    ),
    max_leaves=6,
).map(lambda node: node if isinstance(node, Group) else Group("all", (node,)))


def depth(node: Any) -> int:
    return 0 if isinstance(node, Leaf) else 1 + max(depth(part) for part in node.parts)


def holds(row: Customer, node: Any) -> bool:
    """Whether the row answers, in plain Python."""
    if isinstance(node, Group):
        return (any if node.kind == "any" else all)(holds(row, part) for part in node.parts)
    return all(answers(row, name, values) for name, values in node.values.items())


def answers(row: Customer, name: str, values: list[str]) -> bool:
    field, _dot, code = name.partition(".")
    value, asked = getattr(row, field), values[0]
    if code == "empty":
        return (value in (None, "")) == (asked == "yes")
    if field == "grade":
        return (str(value or "none") in values) != (code == "not")
    if field == "mail_ads":
        return value == (asked == "yes")
    if field == "company_name":
        return value == asked if code == "is" else (asked in value) != (code == "not")
    if code in ("from", "to"):
        return value is not None and (
            str(value) >= asked if code == "from" else str(value) <= asked
        )
    return on_day(value.astimezone(clock.KOREA).date() if value else None, code, asked)


def on_day(day: date | None, code: str, asked: str) -> bool:
    if code == "older":
        return day is None or day < TODAY - timedelta(days=int(asked))
    if day is None:
        return False
    if code == "within":
        return TODAY - timedelta(days=int(asked)) < day <= TODAY
    if code == "ahead":
        return TODAY <= day <= TODAY + timedelta(days=int(asked))
    first, last = PERIOD_BY_HAND[asked]
    return first <= day <= last


PERIOD_BY_HAND = {
    "today": (TODAY, TODAY),
    "yesterday": (date(2026, 11, 26), date(2026, 11, 26)),
    "this_week": (date(2026, 11, 22), date(2026, 11, 28)),
    "last_week": (date(2026, 11, 15), date(2026, 11, 21)),
    "last_7": (date(2026, 11, 21), TODAY),
    "last_30": (date(2026, 10, 29), TODAY),
    "this_month": (date(2026, 11, 1), date(2026, 11, 30)),
    "last_month": (date(2026, 10, 1), date(2026, 10, 31)),
    "this_quarter": (date(2026, 10, 1), date(2026, 12, 31)),
    "last_quarter": (date(2026, 7, 1), date(2026, 9, 30)),
    "this_year": (date(2026, 1, 1), date(2026, 12, 31)),
    "last_year": (date(2025, 1, 1), date(2025, 12, 31)),
    "fiscal_year": (date(2026, 1, 1), date(2026, 12, 31)),
    "last_fiscal_year": (date(2025, 1, 1), date(2025, 12, 31)),
}


@given(people=people, tree=trees.filter(lambda node: depth(node) <= groups.DEEPEST))
@settings(max_examples=120, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_groups_select_what_plain_python_selects(
    inside_hanbit: Any, people: list[dict[str, Any]], tree: Group
) -> None:
    with transaction.atomic(), clock.at(NOW):
        Customer.objects.all().delete()
        rows = Customer.objects.bulk_create(Customer(**each) for each in people)
        listing = read_listing(customer_record, None, {"where": [written(tree)]})
        assert listing.problems == []
        wanted = {row.pk for row in rows if holds(row, tree)}
        assert {row.pk for row in listing.page.rows} == wanted
        transaction.set_rollback(True)


@given(tree=trees.filter(lambda node: depth(node) <= groups.DEEPEST))
@settings(max_examples=150)
def test_groups_are_read_as_they_were_written_also_from_an_address(tree: Group) -> None:
    assert read_group(written(tree)) == tree
    assert parse_qs(address_of({"where": [written(tree)]})[1:])["where"] == [written(tree)]


def test_groups_stay_readable_in_an_address() -> None:
    text = "any(grade=1|2,all(owner=me,created_at.period=this_month))"
    assert address_of({"where": [text]}) == f"?where={text}"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("grade=1", "filter_group"),
        ("all(", "filter_group"),
        ("all()", "filter_group"),
        ("all(grade=1", "filter_group"),
        ("all(grade=1))", "filter_group"),
        ("all(grade=1,,grade=2)", "filter_group"),
        ("all(grade)", "filter_group"),
        ("all(grade=1;grade=2)", "filter_group"),
        ("none(grade=1)", "filter_group"),
        (f"{'all(' * 5}grade=1{')' * 5}", "filter_group"),
        (f"all({','.join(['grade=1'] * 41)})", "filter_group"),
        (f"all(company_name={'가' * 3000})", "filter_group"),
        ("all(grade=)", "filter_value"),
        ("all(grade=9)", "filter_value"),
        ("any(grade=1,birth_date.from=1980-13-01)", "filter_value"),
        ("any(grade=1,password=x)", "filter_unknown"),
        ("any(grade=1,owner__password=x)", "filter_unknown"),
        ("all(grade=1;mail_ads=yes)", "filter_unknown"),
    ],
)
def test_damaged_deep_long_and_wrong_groups_are_left_out_whole_and_said(
    inside_hanbit: Any, text: str, code: str
) -> None:
    Customer.objects.create(name="가", grade=2)
    listing = read_listing(customer_record, None, {"where": [text]})
    assert (listing.count, len(listing.problems)) == (1, 1)
    with pytest.raises(RuleBroken) as refused:
        read_selection(customer_record, None, {"where": [text]}, strict=True)
    assert refused.value.code == code


@pytest.mark.feature("P5")
def test_a_hidden_field_is_refused_in_groups_as_if_it_were_not_there(inside_hanbit: Any) -> None:
    Customer.objects.create(name="가", company_name="한빛")
    guarded = replace(
        customer_record,
        filters=tuple(each for each in customer_record.filters if each.field != "company_name"),
    )
    listing = read_listing(guarded, None, {"where": ["any(company_name=한빛,grade=1)"]})
    assert listing.problems == [str(unknown_filter("company_name"))]
    assert listing.count == 1
    assert not guarded.opens(None, "where=any(company_name=한빛,grade=1)")
    assert customer_record.opens(None, "where=any(company_name=한빛,grade=1)")


def test_what_is_refused_is_said_in_both_languages(inside_hanbit: Any) -> None:
    said = set()
    for language in ("ko", "en"):
        with translation.override(language):
            said |= set(read_listing(customer_record, None, {"where": ["all("]}).problems)
    assert len(said) == 2


def test_groups_are_told_in_words(inside_hanbit: Any) -> None:
    with translation.override("en"):
        where = "any(grade=1|2,all(company_name=한빛,mail_ads=yes))"
        listing = read_listing(customer_record, None, {"where": [where]})
        words = listing.selection.conditions[0].words
    assert words == ("Grade: A+, A or (Company name: 한빛 and Advertising by mail: Yes)")


def test_a_plain_filter_and_groups_hold_together(inside_hanbit: Any) -> None:
    for name, grade in (("가", 1), ("나", 2), ("다", 1)):
        Customer.objects.create(name=name, grade=grade, mail_ads=name == "다")
    asked = {"grade": ["1"], "where": ["any(mail_ads=yes,grade=2)"]}
    rows = read_listing(customer_record, None, asked).page.rows
    assert [row.name for row in rows] == ["다"]


@pytest.mark.parametrize("month", [1, 4, 12])
def test_the_fiscal_year_is_the_company_s(inside_hanbit: Any, month: int) -> None:
    company.change_identity(
        name="한빛", time_zone="Asia/Seoul", colour="#3b5bd9", fiscal_month=month
    )
    assert fiscal.month() == month
    first, last = period("fiscal_year", TODAY, fiscal.month())
    expected = {1: date(2026, 1, 1), 4: date(2026, 4, 1), 12: date(2025, 12, 1)}[month]
    assert first == expected
    assert first <= TODAY <= last
    before = period("last_fiscal_year", TODAY, month)
    assert before[1] + timedelta(days=1) == first


@given(today=st.dates(date(2000, 1, 1), date(2100, 12, 31)), month=st.integers(1, 12))
def test_periods_are_whole_and_follow_each_other(today: date, month: int) -> None:
    for now, before in (
        ("this_week", "last_week"), ("this_month", "last_month"), ("this_year", "last_year"),
        ("this_quarter", "last_quarter"), ("fiscal_year", "last_fiscal_year"),
        ("today", "yesterday"),
    ):  # fmt: skip
        first, last = period(now, today, month)
        assert first <= today <= last
        assert period(before, today, month)[1] + timedelta(days=1) == first


AMOUNTS = [-5, 0, 1, 999_999, 1_000_000, 2_000_000]


@pytest.mark.parametrize(
    ("asked", "holds"),
    [
        ({"amount.min": ["1"], "amount.max": ["1,000,000"]}, lambda n: 1 <= n <= 1_000_000),
        ({"amount.min": ["₩1,000,000"]}, lambda n: n >= 1_000_000),
        ({"amount.max": ["-5"]}, lambda n: n <= -5),
        ({"amount.is": ["1000000원"]}, lambda n: n == 1_000_000),
        ({"amount.not": ["0"]}, lambda n: n != 0),
        ({"amount.over": ["999999"]}, lambda n: n > 999_999),
        ({"amount.under": ["1"]}, lambda n: n < 1),
        ({"amount.empty": ["yes"]}, lambda n: False),
    ],
    ids=["between", "least", "most", "is", "not", "over", "under", "empty"],
)
def test_amounts_are_compared(
    inside_hanbit: Any, asked: dict[str, list[str]], holds: Callable[[int], bool]
) -> None:
    customer = Customer.objects.create(name="가")
    Order.objects.bulk_create(
        Order(customer=customer, number=str(n), amount=n, product="차") for n in AMOUNTS
    )
    each = NumberFilter(field="amount", is_money=True)
    values = {name: asked.get(name, []) for name in each.parameters}
    found = Order.objects.all()
    for condition in each.conditions(Order, values, None):
        found = found.filter(condition.q)
    assert {order.amount for order in found} == {n for n in AMOUNTS if holds(n)}


def test_an_export_names_who_is_meant_in_groups(ada: User) -> None:
    text = groups.named("any(owner=me,grade=1)", {"owner"}, {"me": str(ada.pk)})
    assert text == f"any(owner={ada.pk},grade=1)"
    assert groups.named("any(", {"owner"}, {"me": "x"}) == "any("


BUILD = "/base/customers/filters/groups"


def test_groups_are_built_by_buttons_alone_and_lead_back_to_the_list(
    browse: Callable[..., Any], carol: User
) -> None:
    client = browse(carol)
    part = client.get(f"{BUILD}?sort=name&grade=1&after=x", headers={"HX-Request": "true"})
    assert part.context["query"] == "sort=name&grade=1"
    form = {
        "query": "sort=name", "k:0": "any",
        "f:0.0": "grade", "o:0.0": "", "v:0.0:grade": ["1", "2"],
        "k:0.1": "all",
        "f:0.1.0": "company_name", "o:0.1.0": "not", "v:0.1.0:company_name.not": "한빛",
        "f:0.1.1": "last_contacted_at", "o:0.1.1": "within", "v:0.1.1:last_contacted_at.within": "",
    }  # fmt: skip
    added = client.get(BUILD, {**form, "do": "add:0.1"}).context["box"]
    assert [part.place for part in added.parts[1].parts] == ["0.1.0", "0.1.1", "0.1.2"]
    nested = client.get(BUILD, {**form, "do": "group:0.1"}).context["box"]
    assert nested.parts[1].parts[2].kind == "any"
    dropped = client.get(BUILD, {**form, "do": "drop:0.0"}).context["box"]
    assert len(dropped.parts) == 1
    answer = client.get(BUILD, {**form, "do": "apply"})
    assert parse_qs(answer["Location"].partition("?")[2]) == {
        "sort": ["name"],
        "where": ["any(grade=1|2,all(company_name.not=한빛,last_contacted_at.within=30))"],
    }
    page = client.get(answer["Location"])
    assert page.context["listing"].problems == []
    assert page.context["chips"][0].is_group
    again = client.get(f"{BUILD}{page.context['listing'].address()}").context["box"]
    chosen = [code for code, _words, is_on in again.parts[1].parts[1].operators if is_on]
    assert chosen == ["within"]
    assert again.parts[1].parts[1].inputs == [("v:0.1.1:last_contacted_at.within", "30")]


def places(box: Any) -> list[str]:
    return [part.place for part in parts_in(box)]


def test_a_condition_goes_into_a_group_of_its_own_and_out_again(
    browse: Callable[..., Any], carol: User
) -> None:
    client = browse(carol)
    form = {"query": "", "k:0": "any", "f:0.0": "grade", "o:0.0": "", "v:0.0:grade": "1"}
    wrapped = client.get(BUILD, {**form, "do": "wrap:0.0"}).context["box"]
    assert wrapped.parts[0].kind == "all", "another kind than the group around it"
    assert places(wrapped) == ["0.0", "0.0.0", "0.0.1"]
    assert wrapped.parts[0].parts[0].chosen == ["1"]
    form = {"query": "", "k:0": "all", "k:0.0": "any", "f:0.0.0": "grade", "v:0.0.0:grade": "1",
            "f:0.0.1": "owner", "v:0.0.1:owner": "me", "f:0.1": "grade"}  # fmt: skip
    flat = client.get(BUILD, {**form, "do": "unwrap:0.0"}).context["box"]
    assert places(flat) == ["0.0", "0.1", "0.2"]
    assert [line.name for line in flat.parts] == ["grade", "owner", "grade"]


def test_plain_filters_of_the_list_are_told_and_taken_into_the_groups(
    browse: Callable[..., Any], carol: User
) -> None:
    client = browse(carol)
    page = client.get(f"{BUILD}?grade=1&grade=2&sort=name&where=any(owner=me,grade=3)")
    assert "등급: A+, A" in page.context["others"]
    taken = {"query": page.context["query"], "k:0": "any", "f:0.0": "owner", "v:0.0:owner": "me",
             "f:0.1": "grade", "v:0.1:grade": "3", "do": "take"}  # fmt: skip
    page = client.get(BUILD, taken)
    assert page.context["query"] == "sort=name"
    assert page.context["words"] == "등급: A+, A 그리고 (담당자: 나 또는 등급: B)"


def test_each_condition_and_group_is_counted_alone(
    browse: Callable[..., Any], hanbit: Any, carol: User
) -> None:
    with inside(hanbit):
        for name, grade in (("가", 1), ("나", 2), ("다", 1)):
            Customer.objects.create(name=name, grade=grade, company_name="한빛" * (name == "다"))
    asked = f"{BUILD}?where=all(grade=1,any(company_name=한빛,grade=2))"
    page = browse(carol).get(asked)
    assert [(part.place, part.count) for part in parts_in(page.context["box"])] == [
        ("0.0", "2"), ("0.1", "2"), ("0.1.0", "1"), ("0.1.1", "1"),
    ]  # fmt: skip
    assert page.context["total"] == "고객 1명"
    drawer = browse(carol).get(asked, headers={"HX-Request": "true"})
    assert drawer.context["box"].parts[0].count == "", "the drawer opens before it counts"


def test_what_cannot_be_used_is_said_at_its_place_and_nothing_is_left_out(
    browse: Callable[..., Any], carol: User
) -> None:
    form = {"query": "", "k:0": "all", "f:0.0": "last_contacted_at", "o:0.0": "within",
            "v:0.0:last_contacted_at.within": "스무", "f:0.1": "grade",
            "v:0.1:grade": "1"}  # fmt: skip
    page = browse(carol).get(BUILD, {**form, "do": "apply"})
    assert page.status_code == 200, "it does not lead to a list with one condition less"
    line = page.context["box"].parts[0]
    assert "스무" in line.problem
    assert line.inputs == [("v:0.0:last_contacted_at.within", "스무")]
    assert page.context["total"] == ""
    assert "고칠 조건이 있어요." in page.content.decode()


def test_a_changed_field_begins_with_its_own_comparison(
    browse: Callable[..., Any], carol: User
) -> None:
    form = {"query": "", "k:0": "all", "f:0.0": "created_at", "o:0.0": "period",
            "v:0.0:grade": "1"}  # fmt: skip
    line = browse(carol).get(BUILD, form).context["box"].parts[0]
    assert line.control == "period"
    assert line.inputs == [("v:0.0:created_at.period", "this_month")]


def test_a_damaged_form_draws_what_can_be_read(browse: Callable[..., Any], carol: User) -> None:
    client = browse(carol)
    for form in (
        {"query": "", "do": "drop:0.9.9"}, {"query": "x=1&where=all(", "k:0": "none"},
        {"query": "", "f:0.0": "password", "v:0.0:password": "x"}, {"where": "any(password=1)"},
        {"query": "", "k:0": "all", "do": "add:x"}, {"query": "", "do": "drop:0"},
    ):  # fmt: skip
        assert client.get(BUILD, form).status_code == 200
