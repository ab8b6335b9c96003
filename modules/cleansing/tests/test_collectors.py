"""Quality by collector: who brought which customers, and how good their data is (B36)."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from dangol import clock, registry
from dangol.access import HIDE, Scope
from modules.base.models import Customer
from modules.base.quality import CRITERIA
from modules.base.records import customer_record
from modules.base.services import created_customers, customers
from modules.cleansing.models import CollectedQuality
from modules.cleansing.queries.collectors import by_collector, by_source, over_time
from modules.cleansing.services import collectors
from tenants import audit
from tenants.models import Company
from tenants.people.models import User
from tenants.reports.ready.asked import read_asked
from tenants.reports.ready.table import Table
from tenants.services import roles
from tests.importing.test_types import brought

pytestmark = pytest.mark.feature("B36")
GOOD = {
    "mobile": "010-1234-5678", "grade": 1, "email": "a@b.example",
    "home_line1": "서울 중구 세종대로 1", "address_confirmed": True, "source": "전시회",
}  # fmt: skip


@pytest.fixture
def people(inside_hanbit: Company, ada: User, bob: User) -> None:
    """Ada entered two in order, Bob one in order and one without anything."""
    for user, facts in ((ada, GOOD), (ada, GOOD), (bob, GOOD), (bob, {"source": "소개"})):
        with audit.acting(audit.Actor(id=user.pk, name=user.name)):
            owner = {"owner_id": ada.pk} if facts is GOOD else {}
            customers.create({"name": "고객", **facts, **owner})


def asked(user: User, slug: str, **given: str) -> Any:
    return read_asked(registry.reports()[slug], user, given)


def told(shown: Table) -> dict[str, list[int | None]]:
    return {line.label: [cell.value for cell in line.cells] for line in shown.lines}


def test_who_enters_or_imports_a_customer_has_collected_it(
    people: None, ada: User, bob: User
) -> None:
    first = Customer.objects.filter(collector=bob).earliest("created_at")
    with audit.acting(audit.Actor(id=ada.pk, name=ada.name)):
        customers.edit(first, {"name": "고친 이름", "owner_id": bob.pk}, "")
        created_customers.create_many([{"name": "여럿"}])
    first.refresh_from_db()
    assert first.collector == bob, "whoever changes it later has not collected it"
    assert Customer.objects.get(name="여럿").collector == ada
    rows = [["이름", "메일"], ["파일", "file@people.example"]]
    brought(customer_record, bob, rows)
    assert Customer.objects.get(name="파일").collector == bob


def test_each_collector_has_a_score_over_the_six_criteria(
    people: None, ada: User, bob: User
) -> None:
    shown = by_collector(asked(ada, "quality-by-collector"))
    assert [str(head.label) for head in shown.heads[1:-1]] == [str(e) for e in CRITERIA.values()]
    found = told(shown)
    assert found[ada.name] == [2, 0, 0, 0, 0, 0, 0, 12]
    assert found[bob.name] == [2, 1, 0, 1, 0, 0, 1, 9]
    assert shown.lines[0].cells[-1].whole == 12
    assert told(by_source(asked(ada, "quality-by-source")))["소개"] == [1, 1, 0, 1, 0, 0, 1, 3]


def test_a_period_and_a_collector_narrow_it(people: None, ada: User, bob: User) -> None:
    old = clock.now() - timedelta(days=800)
    Customer.objects.filter(collector=ada).update(created_at=old)
    assert set(told(by_collector(asked(ada, "quality-by-collector")))) == {bob.name}
    whose = asked(ada, "quality-by-source", whose=f"p:{bob.pk}")
    assert told(by_source(whose))["전시회"][0] == 1


def test_the_scores_of_a_month_are_kept_once_it_is_over(people: None, ada: User, bob: User) -> None:
    assert collectors.keep() == 0, "nobody was there last month"
    with clock.at(clock.now() + timedelta(days=32)):
        assert collectors.keep() == 2
        assert collectors.keep() == 0
        Customer.objects.filter(collector=bob).update(grade=None, mobile_key="")
        shown = over_time(asked(ada, "quality-over-time"))
        (_customers, today, *past) = next(e for e in shown.lines if e.label == bob.name).cells
    kept = CollectedQuality.objects.get(collector=bob)
    assert [(cell.value, cell.whole) for cell in past] == [(kept.good, kept.whole)]
    assert (today.value or 0) < kept.good == 9


def test_whoever_sees_their_own_alone_gets_no_figures_of_the_company(
    people: None, ada: User, bob: User
) -> None:
    role = roles.create("담당만")
    roles.change(role, scopes={"base.customer.view": Scope.OWN}, fields={})
    roles.assign(bob, [role.pk])
    with clock.at(clock.now() + timedelta(days=32)):
        collectors.keep()
        shown = over_time(asked(User.objects.get(pk=bob.pk), "quality-over-time"))
    assert (len(shown.heads), shown.lines) == (2, [])
    roles.change(role, scopes={}, fields={"base.customer": {"collector": HIDE}})
    fresh = User.objects.get(pk=bob.pk)
    assert by_collector(asked(fresh, "quality-by-collector")).problem
