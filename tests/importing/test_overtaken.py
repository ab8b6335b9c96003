"""Two dry runs of one import at once, and a file that is gone: the preview stays true (U5)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.storage import default_storage

from dangol.imports.together import TogetherIntake
from modules.base.records import customer_record
from tenants.importing.models import ImportRun
from tenants.importing.services import checks, repairs, runs
from tenants.importing.services.feed import Feed
from tenants.people.models import User
from tests.importing.import_files import HEADER, csv_file, imported, line

pytestmark = pytest.mark.feature("U5")
ROWS = [HEADER, *(line(n) for n in range(4)), line(5, 핸드폰="12-34"), line(6, 이메일="x")]


def uploaded(user: User) -> tuple[ImportRun, dict[int, str]]:
    run = runs.upload(customer_record, csv_file(ROWS), user=user)
    chosen = {column: field for field, column in run.mapping.items()}
    runs.choose(run, chosen, "skip", lambda: None)
    return run, chosen


def meanwhile(monkeypatch: pytest.MonkeyPatch, after: int, deed: Callable[[], None]) -> None:
    """Does `deed` once, before part `after` of the check that comes next is read."""
    take, taken = Feed.take, iter(range(1_000))

    def take_later(self: Feed, run: ImportRun, count: int) -> list[tuple[int, list[str]]]:
        if next(taken) == after:
            monkeypatch.setattr(Feed, "take", take)
            deed()
        return take(self, run, count)

    monkeypatch.setattr(TogetherIntake, "part", 2)
    monkeypatch.setattr(Feed, "take", take_later)


def forecast(run: ImportRun) -> tuple[str, int, int, int, int]:
    run.refresh_from_db()
    return run.state, run.will_create, run.will_update, run.will_skip, run.will_reject


def test_a_check_of_the_policy_before_does_not_finish_the_new_one(
    inside_hanbit: Any, ada: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    imported(ada, csv_file(ROWS[:3]))
    run, chosen = uploaded(ada)
    meanwhile(monkeypatch, 1, lambda: runs.choose(run, chosen, "update", lambda: None))
    checks.check(run.pk)
    assert forecast(run)[0] == "checking", "the old check says nothing about the new policy"
    checks.check(run.pk)
    assert forecast(run) == ("checked", 2, 2, 0, 2)


@pytest.mark.parametrize("after", range(4))
def test_a_check_that_is_rung_twice_counts_once(
    inside_hanbit: Any, ada: User, monkeypatch: pytest.MonkeyPatch, after: int
) -> None:
    run, _chosen = uploaded(ada)
    meanwhile(monkeypatch, after, lambda: checks.check(run.pk))
    checks.check(run.pk)
    assert forecast(run) == ("checked", 4, 0, 0, 2)
    assert sorted(run.problems.values_list("number", flat=True)) == [5, 6]


@pytest.mark.parametrize("after", range(4))
def test_a_check_that_another_has_taken_over_writes_nothing_more(
    inside_hanbit: Any, ada: User, monkeypatch: pytest.MonkeyPatch, after: int
) -> None:
    """The successor has just begun: problems of both would collide, and counts would be mixed."""
    run, _chosen = uploaded(ada)
    meanwhile(monkeypatch, after, lambda: checks._begin(run.pk))
    checks.check(run.pk)
    run.refresh_from_db()
    assert (run.state, run.rows_checked, run.problems.count()) == ("checking", 0, 0)
    checks.check(run.pk)
    assert forecast(run) == ("checked", 4, 0, 0, 2)


def test_a_late_check_leaves_repairs_alone(
    inside_hanbit: Any, ada: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    run, _chosen = uploaded(ada)

    def finish_and_mend() -> None:
        checks.check(run.pk)
        repairs.mend(run, 5, HEADER.index("핸드폰"), "010-2000-0005")

    meanwhile(monkeypatch, 1, finish_and_mend)
    checks.check(run.pk)
    assert forecast(run) == ("checked", 5, 0, 0, 1)
    assert run.problems.get(number=5).mended is not None


def test_a_file_that_is_gone_ends_the_check_with_a_reason(inside_hanbit: Any, ada: User) -> None:
    run, _chosen = uploaded(ada)
    default_storage.delete(run.stored_name)
    checks.check(run.pk)
    run.refresh_from_db()
    assert (run.state, run.problem) == ("failed", "file_gone")
    assert run.finished_at is not None
