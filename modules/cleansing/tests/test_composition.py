"""Makeup of the data: numbers that open their lists, and figures that are kept day by day (A23)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from dangol import clock
from dangol.access import HIDE, Scope
from dangol.records.lists.listing import read_listing
from modules.base.filters.regions import RegionFilter, counted_by_region
from modules.base.models import Customer
from modules.base.records import customer_record
from modules.cleansing.models import CompositionFigure, Measure
from modules.cleansing.queries.composition import Composition, composition_for
from modules.cleansing.queries.growth import chart_of, growth_for
from modules.cleansing.services import composition
from tenants.models import Company
from tenants.people.models import User
from tenants.services import roles

pytestmark = pytest.mark.feature("A23")
SCREEN = "/cleansing/composition/"
STATEMENTS = 15
Browse = Callable[..., Client]


@pytest.fixture
def people(inside_hanbit: Company, ada: User) -> dict[str, Customer]:
    """Five customers, added 40, 40, 3, 3 and 3 days ago; one of each age is away since."""
    facts = (
        ("가", 40, {"source": "전시회", "grade": 1, "mobile": "1", "home_line1": "서울 중구 1"}),
        ("나", 40, {"source": "전시회", "home_line1": "평양 1"}),
        ("다", 3, {"source": "소개", "grade": 2, "home_line1": "경상남도 창원시 1"}),
        (
            "라",
            3,
            {"mailing_place": "work", "work_line1": "서울특별시 1", "home_line1": "부산"},
        ),
        ("마", 3, {"lifecycle": 3}),
    )
    made = {}
    for name, days, values in facts:
        at = clock.now() - timedelta(days=days)
        made[name] = Customer.objects.create(name=name, owner=ada, created_at=at, **values)
    return made


def numbers(found: Composition, code: str) -> dict[str, tuple[int, int | None]]:
    block = next(each for each in found.blocks if each.code == code)
    return {part.label: (part.count, part.change) for part in block.parts if part.count}


def away(customer: Customer, *, into: Customer | None = None, days: int = 1) -> None:
    at = clock.now() - timedelta(days=days)
    merged = into.pk if into else None
    Customer.objects.filter(pk=customer.pk).update(deleted_at=at, merged_into=merged)


def test_every_number_opens_the_list_of_exactly_these_customers(
    people: dict[str, Customer], ada: User
) -> None:
    found = composition_for(ada)
    told = [found.whole, *(part for block in found.blocks for part in block.parts)]
    asked = [(each.address, each.count) for each in told]
    asked += [(each.address, each.new) for each in growth_for(ada)]
    assert len(asked) > 25
    for address, count in asked:
        listing = read_listing(customer_record, ada, parse_qs(urlsplit(address).query))
        assert (listing.problems, listing.count) == ([], count), address


def test_the_parts_of_each_kind_are_the_whole(people: dict[str, Customer], ada: User) -> None:
    found = composition_for(ada)
    for block in found.blocks:
        if block.code != Measure.FILLED:
            assert sum(part.count for part in block.parts) == 5, block.code
    assert numbers(found, "source") == {"전시회": (2, None), "소개": (1, None), "없음": (2, None)}
    assert numbers(found, "filled")["휴대폰"] == (1, None)


def test_regions_are_counted_as_the_filter_finds_them(
    people: dict[str, Customer], ada: User
) -> None:
    rows = customer_record.visible_to(ada)
    found = counted_by_region(rows)
    for code, _label in RegionFilter().options(Customer, ada):
        listing = read_listing(customer_record, ada, {"region": [code]})
        assert listing.count == found.get(code, 0), code
    assert found["서울"] == 2


def test_a_day_that_is_over_is_kept_as_it_was(people: dict[str, Customer], ada: User) -> None:
    away(people["나"], into=people["가"])
    away(people["다"])
    assert composition.keep() > 0
    assert composition.keep() == 0
    yesterday = clock.today() - timedelta(days=1)
    kept = dict(
        CompositionFigure.objects.filter(on=yesterday, part="").values_list("measure", "count")
    )
    assert kept == {"total": 3, "new": 0, "merged": 1, "removed": 1}
    composition.keep_day(yesterday - timedelta(days=1))
    before = CompositionFigure.objects.get(
        on=yesterday - timedelta(days=1), measure="source", part="전시회"
    )
    assert before.count == 2, "yesterday's merge is not the day before's"


def test_days_that_were_missed_are_made_up_for(people: dict[str, Customer]) -> None:
    composition.keep()
    with clock.at(clock.now() + timedelta(days=4)):
        composition.keep()
    assert CompositionFigure.objects.values("on").distinct().count() == 5


def test_changes_are_those_since_the_end_of_last_month(
    people: dict[str, Customer], ada: User
) -> None:
    last = clock.today().replace(day=1) - timedelta(days=1)
    composition.keep_day(last)
    there = Customer.objects.filter(created_at__lt=clock.midnight(clock.today().replace(day=1)))
    found = composition_for(ada)
    assert found.since == last
    assert found.whole.change == 5 - there.count()
    Customer.objects.create(name="바", source="소개")
    assert composition_for(ada).whole.change == 6 - there.count()


def test_growth_has_the_kept_totals_and_what_went_away(
    people: dict[str, Customer], ada: User, bob: User
) -> None:
    away(people["나"], into=people["가"], days=1)
    composition.keep()
    composition.keep_day(clock.today().replace(day=1) - timedelta(days=1))
    months = growth_for(ada)
    assert len(months) == 12
    assert sum(each.merged or 0 for each in months) == 1
    assert months[-1].total == 4
    assert len(chart_of(months)["labels"]) == 2
    role = roles.create("담당만")
    roles.change(role, scopes={"base.customer.view": Scope.OWN}, fields={})
    roles.assign(bob, [role.pk])
    own = growth_for(User.objects.get(pk=bob.pk))
    assert {(each.new, each.merged) for each in own} == {(0, None)}, "the company's are others'"
    assert composition_for(User.objects.get(pk=bob.pk)).since is None


def test_what_a_hidden_field_tells_is_not_counted(people: dict[str, Customer], bob: User) -> None:
    role = roles.create("가림")
    hidden = {"source": HIDE, "home_line1": HIDE}
    roles.change(role, scopes={}, fields={"base.customer": hidden})
    roles.assign(bob, [role.pk])
    found = composition_for(User.objects.get(pk=bob.pk))
    assert {block.code for block in found.blocks} == {"filled", "grade", "stage"}
    assert "출처" not in numbers(found, "filled")


def test_the_screen_takes_few_statements(
    people: dict[str, Customer], ada: User, browse: Browse
) -> None:
    client = browse(ada)
    client.get(SCREEN)
    page = client.get(SCREEN)
    assert int(page["X-Query-Count"]) <= STATEMENTS
    for word in ("출처", "채움률", "등급", "지역"):
        assert word in page.content.decode()
    with CaptureQueriesContext(connection) as few:
        composition_for(ada)
    assert len(few) <= 8
