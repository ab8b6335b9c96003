"""Random changes of many, then undone: every row is as it was, but for edits between (U1, U4).

The oracle is plain Python: a dictionary of what each row held.
"""

from __future__ import annotations

from typing import Any
from uuid import UUID

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dangol.errors import RuleBroken
from dangol.records.many import runs as many
from dangol.records.many.deeds import to_set, to_trash, value_form
from modules.base.models import Customer
from modules.base.records import customer_record as record
from modules.base.services import customers
from tenants.journal.services import parts, runs
from tenants.models import Company
from tenants.people.models import User

pytestmark = [pytest.mark.feature("U1"), pytest.mark.feature("U4")]

VALUES: dict[str, list[str]] = {
    "grade": ["", "1", "3"],
    "source": ["", "박람회", '소개 ‘=1+1’ \\ "따옴표" %s {}'],
    "birth_date": ["", "1980-05-17"],
    "mail_ads": ["yes", "no"],
    "memo": ["", "두\n줄"],
    "mobile": ["", "010-1234-5678"],
}
SEEN = ("grade", "source", "birth_date", "mail_ads", "mail_ads_at", "mail_ads_source", "memo",
        "mobile", "mobile_key", "deleted_at")  # fmt: skip
ROW = st.fixed_dictionaries({
    "grade": st.sampled_from([None, 1, 2, 3]),
    "source": st.sampled_from(["", "박람회", "소개"]),
    "mail_ads": st.booleans(),
    "memo": st.sampled_from(["", "두\n줄", "한 줄"]),
})  # fmt: skip
SETTING = st.sampled_from(sorted(VALUES)).flatmap(
    lambda name: st.tuples(st.just(name), st.sampled_from(VALUES[name]))
)
DEED = st.one_of(SETTING, st.just(("trash", "")))
QUERY = st.sampled_from(["", "grade=1", "grade.not=1", "source=소개", "mail_ads=yes"])
EDITS = st.lists(st.tuples(st.integers(0, 7), st.just(4)), max_size=3)


def held() -> dict[UUID, dict[str, Any]]:
    return {row.pop("id"): row for row in Customer.objects.values("id", *SEEN)}


def do(user: User, deed: tuple[str, str], query: str) -> many.Course | None:
    name, value = deed
    asked = to_trash(record)
    if name != "trash":
        form = value_form(record, user, name, {name: value})
        assert form.is_valid(), form.errors
        asked = to_set(record, name, form.values())
    rows = many.Asked(**{**vars(asked), "query": query})
    try:
        course = many.runs().begin(record, user, rows)
    except RuleBroken:  # nothing fits the filter
        return None
    runs.work(course.code)
    return many.runs().find(record, user, course.code)


@given(
    rows=st.lists(ROW, min_size=1, max_size=8),
    deeds=st.lists(st.tuples(DEED, QUERY), min_size=1, max_size=4),
    edits=EDITS,
)
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_was_done_to_many_is_undone(
    inside_hanbit: Company,
    ada: User,
    rows: list[dict[str, Any]],
    deeds: list[tuple[tuple[str, str], str]],
    edits: list[tuple[int, int]],
) -> None:
    with pytest.MonkeyPatch.context() as patched, transaction.atomic():
        patched.setattr(parts, "PART", 3)
        patched.setattr(runs, "NOW", 2)
        made = [Customer.objects.create(name=f"고객{n}", **row) for n, row in enumerate(rows)]
        before = held()
        done = [course for deed, query in deeds if (course := do(ada, deed, query))]
        grades_between = _edit(made, edits)
        for course in reversed(done):
            undoing = many.runs().undo(record, ada, course.code) if course.changed else None
            if undoing:
                runs.work(undoing.code)
        after = held()
        for pk, row in before.items():
            if pk not in grades_between:
                assert after[pk] == row
            else:
                assert after[pk]["grade"] == grades_between[pk]
                same = {name: value for name, value in row.items() if name != "grade"}
                assert {name: after[pk][name] for name in same} == same
        transaction.set_rollback(True)


def _edit(made: list[Customer], edits: list[tuple[int, int]]) -> dict[UUID, int]:
    """Edits some rows by hand, to a grade that no change of many writes; what they hold then."""
    edited = {}
    for at, grade in edits:
        row = made[at % len(made)]
        row.refresh_from_db()
        if row.deleted_at is None:
            customers.edit(row, {"grade": grade}, "")
            edited[row.pk] = grade
    return edited
