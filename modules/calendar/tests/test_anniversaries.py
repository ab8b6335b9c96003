"""Days that come each year: solar, lunar, and those that a year lacks."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from dangol import clock
from dangol.errors import RuleBroken
from modules.base.models import Customer
from modules.calendar import widgets
from modules.calendar.models import Anniversary
from modules.calendar.queries.coming import coming
from modules.calendar.services.anniversaries import anniversaries, choose_leap_day, refresh
from modules.calendar.yearly import MARCH, Yearly, read
from tenants.models import Company
from tenants.people.models import AccessRole, Assignment, User

pytestmark = pytest.mark.feature("B27")
TODAY = date(2026, 11, 20)
REAL = clock.real_now().astimezone(clock.KOREA).date()


@pytest.fixture
def sky(inside_hanbit: Company, ada: User) -> Customer:
    return Customer.objects.create(name="김하늘", code="C-1", owner=ada)


def write(written: str, **values: Any) -> Anniversary:
    found: Anniversary = anniversaries.create({"kind": "birthday", "written": written, **values})
    return found


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("1950-06-15", "1950-06-15"),
        ("19500615", "1950-06-15"),
        ("음력 1950년 6월 15일", "음 1950-06-15"),
        ("1950.6.15(음)", "음 1950-06-15"),
        ("음 윤 2025-06-01", "음 윤 2025-06-01"),
        ("2025년 윤6월 1일", "음 윤 2025-06-01"),
        ("2월 29일", "02-29"),
        ("lunar 12/30", "음 12-30"),
    ],
)
def test_a_day_is_read_as_people_write_it(text: str, written: str) -> None:
    assert read(text).written() == written
    assert read(written).written() == written


@pytest.mark.parametrize(
    "text", ["", "내일", "2월 30일", "2025-02-29", "13-01", "음 01-31", "1-1-1-1"]
)
def test_what_is_no_day_is_refused_with_its_field(text: str) -> None:
    with pytest.raises(RuleBroken) as broken:
        read(text)
    assert broken.value.field == "written"


def test_the_twenty_ninth_of_february_is_what_the_company_says(sky: Customer) -> None:
    born = write("2000-02-29", customer=sky)
    assert born.next_on == date(2027, 2, 28)
    choose_leap_day(MARCH)
    born.refresh_from_db()
    assert born.next_on == date(2027, 3, 1)
    assert read("02-29").in_year(2028, MARCH) == [date(2028, 2, 29)]


def test_a_leap_month_that_a_year_lacks_is_the_ordinary_month() -> None:
    leap = Yearly(6, 1, is_lunar=True, is_leap=True)
    assert leap.in_year(2025) == [date(2025, 7, 25)]
    assert leap.in_year(2026) == Yearly(6, 1, is_lunar=True).in_year(2026)


def test_a_thirtieth_that_a_lunar_month_lacks_is_its_last_day() -> None:
    assert Yearly(12, 30, is_lunar=True).in_year(2026) == Yearly(12, 29, is_lunar=True).in_year(
        2026
    )


def test_a_lunar_day_of_the_old_year_counts_for_its_own_year() -> None:
    born = Yearly(12, 15, 2000, is_lunar=True)
    (on,) = born.in_year(2027)
    assert on.month == 1
    assert born.times(on) == 26


@given(
    month=st.integers(1, 12), day=st.integers(1, 30), leap=st.booleans(),
    today=st.dates(date(1950, 1, 1), date(2047, 1, 1)),
)  # fmt: skip
def test_every_lunar_day_comes_within_thirteen_months(
    month: int, day: int, leap: bool, today: date
) -> None:
    on = Yearly(month, day, None, True, leap).after(today)
    assert on is not None
    assert timedelta() <= on - today < timedelta(days=400)


def test_it_belongs_to_somebody(inside_hanbit: Company) -> None:
    with pytest.raises(RuleBroken) as broken:
        write("06-15")
    assert broken.value.field == "customer"


def test_what_has_passed_is_moved_on_in_the_night_once(sky: Customer) -> None:
    kept = write("11-21", customer=sky)
    with clock.at(clock.now() + timedelta(days=2)):
        assert refresh() == 1
        assert refresh() == 0
    kept.refresh_from_db()
    assert kept.next_on == date(2027, 11, 21)


def test_tile_and_list_have_the_same_and_a_written_birthday_takes_the_place_of_the_other(
    sky: Customer, ada: User, browse: Callable[..., Client]
) -> None:
    soon = REAL + timedelta(days=3)
    Customer.objects.filter(pk=sky.pk).update(birth_date=soon.replace(year=1996))
    other = Customer.objects.create(name="이바다", birth_date=soon.replace(year=1990), owner=ada)
    with clock.shifted(timedelta()):
        write(f"{soon:%m-%d}", customer=other, kind="wedding", name="")
        tile = widgets.anniversaries(ada, {})
        assert [(each.whose, each.what) for each in tile["lines"]] == [
            ("김하늘", "생일"), ("이바다", "결혼기념일"), ("이바다", "생일"),
        ]  # fmt: skip
        answer = browse(ada).get("/calendar/anniversaries/coming?days=10")
        assert answer.context["found"].count == tile["count"] == 3
        write(f"{soon:%m-%d}", customer=sky)
        assert widgets.anniversaries(ada, {})["count"] == 3


def test_those_born_on_29_february_are_told_on_the_day_that_stands_for_it(
    sky: Customer, ada: User
) -> None:
    Customer.objects.filter(pk=sky.pk).update(birth_date=date(2000, 2, 29))
    assert coming(ada, date(2027, 2, 28), 1).count == 1
    assert coming(ada, date(2028, 2, 28), 1).count == 0
    assert coming(ada, date(2028, 2, 29), 1).count == 1
    choose_leap_day(MARCH)
    assert coming(ada, date(2027, 2, 28), 1).count == 0
    assert coming(ada, date(2027, 3, 1), 1).count == 1


def test_who_may_not_see_the_customer_sees_no_anniversary_of_theirs(
    sky: Customer, carol: User, browse: Callable[..., Client]
) -> None:
    kept = write("11-21", customer=sky, name="비밀 기념일")
    role = AccessRole.objects.create(name="좁은", scopes={"base.customer.view": 1})
    Assignment.objects.create(user=carol, role=role)
    client = browse(carol)
    assert client.get(f"/calendar/anniversaries/{kept.pk}/").status_code == 404
    for path in ("/calendar/anniversaries/", "/calendar/anniversaries/coming?days=366"):
        assert "비밀 기념일" not in client.get(path).content.decode(), path


def test_the_calendar_shows_those_of_one_s_own_customers(
    sky: Customer, ada: User, browse: Callable[..., Client]
) -> None:
    soon = REAL + timedelta(days=1)
    with clock.shifted(timedelta()):
        write(f"{soon:%m-%d}", customer=sky, name="가게 연 날")
        shown = browse(ada).get("/calendar/", {"view": "day", "day": soon.isoformat()})
    assert "김하늘" in shown.content.decode()
    assert "가게 연 날" in shown.content.decode()


def test_only_administrators_choose_the_leap_day(
    hanbit: Company, ada: User, carol: User, browse: Callable[..., Client]
) -> None:
    assert browse(carol).get("/calendar/settings").status_code == 403
    client = browse(ada)
    assert client.post("/calendar/settings", {"leap_day": "march"}).status_code == 302
    shown = client.get("/calendar/settings").content.decode()
    assert re.search(r"<input[^>]*checked[^>]*value=.march.", shown)
