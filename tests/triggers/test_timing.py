"""Days that come and the clock: at their hour, once, also after the power was off (A29)."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

import pytest

from dangol import clock
from modules.base.models import Customer
from tenants.models import Company
from tenants.notices.models import Notice
from tenants.people.models import User
from tenants.triggers.models import Trigger
from tenants.triggers.services import timing
from tests.triggers.setting import fired, telling, trigger, work

pytestmark = pytest.mark.feature("A29")


@pytest.fixture(autouse=True)
def _inside(inside_hanbit: Company) -> None:
    """Everything happens in Hanbit."""


def korea(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=clock.KOREA)  # type: ignore[misc, arg-type]


def born(day: date, owner: User) -> Customer:
    return Customer.objects.create(name=f"{day}", birth_date=day, owner=owner)


def birthdays(user: User, **more: Any) -> Trigger:
    return trigger(
        user, "day", where="", day_field="birth_date", is_yearly=True, name="생일", **more
    )  # fmt: skip


def test_a_birthday_sets_it_off_at_its_hour_once(ada: User, bob: User) -> None:
    with clock.at(korea(2026, 3, 9, 12)):
        found = birthdays(ada)
        customer = born(date(1990, 3, 10), bob)
        born(date(1990, 3, 11), bob)
        work()
    with clock.at(korea(2026, 3, 10, 8, 59)):
        work()
        assert fired(found) == []
    with clock.at(korea(2026, 3, 10, 9, 1)):
        work()
        work()
        assert fired(found) == [("done", str(customer.pk))]
        found.refresh_from_db()
        assert found.next_at == korea(2026, 3, 11, 9)


@pytest.mark.parametrize(
    ("year", "count"), [(2026, 2), (2028, 1)], ids=["a common year", "a leap year"]
)
def test_29_february_is_the_28th_where_a_year_has_none(
    ada: User, bob: User, year: int, count: int
) -> None:
    with clock.at(korea(year, 2, 27, 12)):
        found = birthdays(ada)
        born(date(2000, 2, 29), bob)
        born(date(2000, 2, 28), bob)
    with clock.at(korea(year, 2, 28, 10)):
        work()
    assert len(fired(found)) == count


def test_days_before_and_after_are_counted(ada: User, bob: User) -> None:
    with clock.at(korea(2026, 3, 1, 12)):
        before = birthdays(ada, day_offset=-3)
        after = trigger(
            ada, "day", where="", day_field="created_at", day_offset=7, name="한 주 뒤"
        )  # fmt: skip
        customer = born(date(1990, 3, 10), bob)
    with clock.at(korea(2026, 3, 9, 10)):
        work()
        assert fired(before) == [("done", str(customer.pk))]
        assert fired(after) == [("done", str(customer.pk))]


def test_days_that_were_missed_are_made_up_for_a_week_back(ada: User, bob: User) -> None:
    with clock.at(korea(2026, 3, 1, 12)):
        found = birthdays(ada)
        for day in (2, 20, 25):
            born(date(1990, 3, day), bob)
    with clock.at(korea(2026, 3, 26, 10)):
        work()
        names = set(
            Customer.objects.filter(pk__in=[key for _s, key in fired(found)]).values_list(
                "name", flat=True
            )
        )
    assert names == {"1990-03-20", "1990-03-25"}


def test_by_the_clock_it_tells_of_the_list_once(ada: User, bob: User) -> None:
    with clock.at(korea(2026, 3, 2, 12)):  # a Monday
        found = trigger(
            ada, "time", every="week", weekday=4, name="매주", actions=[telling(f"u{bob.pk}")]
        )  # fmt: skip
        Customer.objects.create(name="가", grade=1)
        Customer.objects.create(name="나", grade=1)
        assert found.next_at == korea(2026, 3, 6, 9)
    with clock.at(korea(2026, 3, 6, 9, 5)):
        work()
        work()
    notice = Notice.objects.get(kind="tenants.trigger.listed")
    assert (notice.user_id, notice.count) == (bob.pk, 2)
    assert [state for state, _key in fired(found)] == ["done"]


def test_by_the_clock_nothing_is_told_of_an_empty_list(ada: User, bob: User) -> None:
    with clock.at(korea(2026, 3, 2, 12)):
        found = trigger(ada, "time", name="매일", actions=[telling(f"u{bob.pk}")])
    with clock.at(korea(2026, 3, 3, 9, 5)):
        work()
    assert fired(found) == []


@pytest.mark.parametrize(
    ("every", "more", "after", "expected"),
    [
        ("day", {}, (2026, 3, 2, 8), (2026, 3, 2, 9)),
        ("day", {}, (2026, 3, 2, 9), (2026, 3, 3, 9)),
        ("week", {"weekday": 0}, (2026, 3, 2, 10), (2026, 3, 9, 9)),
        ("month", {"month_day": 31}, (2026, 2, 1, 0), (2026, 2, 28, 9)),
        ("month", {"month_day": 31}, (2026, 2, 28, 9), (2026, 3, 31, 9)),
        ("month", {"month_day": 5}, (2026, 12, 6, 0), (2027, 1, 5, 9)),
    ],
)
def test_the_next_time_is_found(
    every: str, more: dict[str, int], after: tuple[int, ...], expected: tuple[int, ...]
) -> None:
    found = Trigger(moment="time", every=every, **more)
    assert timing.following(found, korea(*after)) == korea(*expected)


def test_a_long_look_for_what_holds_comes_back_later(ada: User, bob: User) -> None:
    found = trigger(ada)
    found.next_at = clock.now() - timedelta(seconds=1)
    found.save()
    work()
    found.refresh_from_db()
    assert found.next_at is not None
    assert found.next_at >= clock.now() + timedelta(minutes=14)
