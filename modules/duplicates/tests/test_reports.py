"""The status of duplicates: found, waiting, merged by whom, refused (R13)."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest

from dangol import clock, registry
from dangol.access import Scope
from dangol.ids import new_id
from modules.duplicates.models import Merge, Pair, Sweep
from modules.duplicates.queries.reports import by_evidence, by_month
from tenants.models import Company
from tenants.people.models import User
from tenants.reports.ready.asked import read_asked
from tenants.reports.ready.table import Table
from tenants.services import roles

pytestmark = pytest.mark.feature("R13")


@pytest.fixture
def pairs(inside_hanbit: Company) -> None:
    """Two of this month wait, one was refused; of two merged ones a rule merged one; an old one."""
    now, old = clock.now(), datetime.fromisoformat("2020-05-05T12:00:00+09:00")
    for state, field, at in (
        ("open", "mobile", now), ("open", "name", now), ("different", "mobile", now),
        ("merged", "email", now), ("merged", "email", now), ("later", "email", old),
    ):  # fmt: skip
        first, second = sorted((new_id(), new_id()))
        evidence = [
            {"field": "title", "level": "same", "points": 1},
            {"field": field, "level": "same", "points": 9},
        ]
        Pair.objects.create(
            record="base.customer", first=first, second=second, score=90, state=state,
            evidence=evidence, found_at=at,
        )  # fmt: skip
    swept, plain = Pair.objects.filter(state="merged").order_by("pk")
    sweep = Sweep.objects.create(record="base.customer", minimum=95)
    for pair, by in ((swept, sweep), (plain, None)):
        Merge.objects.create(record=pair.record, kept=pair.first, gone=pair.second, sweep=by)


def asked(user: User, slug: str, **given: str) -> Any:
    return read_asked(registry.reports()[slug], user, given)


def told(shown: Table) -> list[list[int | None]]:
    return [[cell.value for cell in line.cells] for line in shown.lines]


def test_each_month_says_what_became_of_its_pairs(pairs: None, ada: User) -> None:
    shown = by_month(asked(ada, "duplicates-by-month"))
    assert [str(head.label) for head in shown.heads][1:4] == ["대기", "나중에", "다른 기록"]
    assert told(shown) == [[5, 2, 0, 1, 1, 1]]
    span = {"from": "2020-01-01", "to": "2020-12-31"}
    assert told(by_month(asked(ada, "duplicates-by-month", **span))) == [[1, 0, 1, 0, 0, 0]]


def test_the_loudest_evidence_gives_a_pair_away(pairs: None, ada: User) -> None:
    shown = by_evidence(asked(ada, "duplicates-by-evidence"))
    assert {line.label: line.cells[0].value for line in shown.lines} == {
        "고객 · 메일": 2, "고객 · 휴대폰": 2, "고객 · 이름": 1,
    }  # fmt: skip
    assert [cell.value for cell in shown.total.cells] == [5, 2, 0, 1, 1, 1]  # type: ignore[union-attr]


def test_whoever_sees_some_alone_is_told_nothing_of_all(pairs: None, bob: User) -> None:
    role = roles.create("담당만")
    roles.change(role, scopes={"base.customer.view": Scope.OWN}, fields={})
    roles.assign(bob, [role.pk])
    shown = by_month(asked(User.objects.get(pk=bob.pk), "duplicates-by-month"))
    assert (bool(shown.problem), shown.lines) == (True, ())
