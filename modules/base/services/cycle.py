"""The day on which the next contact of a customer is due (B19): last contact and interval.

It moves with each contact and each change of grade or interval; what is written in other ways, such
as from files, the nightly run of the scores sets right.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db import connection

from dangol import clock
from modules.base.care_cycle import days_by_grade
from modules.base.models import Customer
from modules.base.models.grade import Grade

PLACES: tuple[int | None, ...] = (*Grade.values, None)
"""Grades in the order of `DUE`'s intervals, whoever has none at the end."""
DUE = (
    "((coalesce(c.last_contacted_at, c.created_at) AT TIME ZONE 'Asia/Seoul')::date"
    " + coalesce(c.contact_interval, ({days})[coalesce({grade}, {none})]))"
)
"""SQL of the day, for customers `c`: `grade` is theirs, `days` an array by `PLACES`."""


def due(customer: Customer) -> date | None:
    """When one is to be in touch again; None for whoever has no interval."""
    days = customer.contact_interval or days_by_grade().get(customer.grade)
    if not days:
        return None
    last = customer.last_contacted_at or customer.created_at
    return last.astimezone(clock.KOREA).date() + timedelta(days=days)


def due_sql(days: Iterable[int | None], grade: str = "c.grade") -> str:
    """The same for many: an expression over `base_customer c`."""
    listed = ", ".join("NULL" if each is None else str(int(each)) for each in days)
    return DUE.format(days=f"ARRAY[{listed}]::int[]", grade=grade, none=len(PLACES))


def move(customers: Iterable[UUID]) -> None:
    """Sets the day anew for these, whose last contact, grade or interval has changed."""
    by_grade = days_by_grade()
    day = due_sql(by_grade.get(place) for place in PLACES)
    with connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE base_customer c SET next_contact_on = {day}"
            f" WHERE c.id = ANY(%s) AND c.next_contact_on IS DISTINCT FROM {day}",
            [list(customers)],
        )


def settle_grade(customer: Customer, before: tuple[Any, bool]) -> None:
    """Whose the grade is now: a person's who has chosen it, or the rules'.

    `before` are grade and mark as they were. A grade that was cleared, or whose mark was taken
    away, is what the rules say, as soon as they say something.
    """
    grade, was_manual = before
    is_given_back = was_manual and not customer.grade_is_manual
    if customer.grade is None:
        customer.grade_is_manual = False
    elif customer.grade != grade and not is_given_back:
        customer.grade_is_manual = True
    if customer.grade is None or (is_given_back and customer.computed_grade is not None):
        customer.grade = customer.computed_grade
