"""A computation writes what differs, goes on after a kill, keeps what became of whom (B32, B19)."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import connection

from dangol import clock
from dangol.errors import RuleBroken
from modules.base.models import Customer
from modules.base.models.scores import Lifecycle
from modules.scoring import jobs
from modules.scoring.models import Fact, Run, StageChange
from modules.scoring.services import runs
from modules.scoring.tests.conftest import Buyer, after, computed, order, quiet

pytestmark = [pytest.mark.feature("B15"), pytest.mark.feature("B32")]


def test_a_second_run_on_the_same_day_writes_nothing(buyer: Buyer) -> None:
    buyer("2026-10-31")
    buyer()
    assert (computed().changed, computed().changed) == (2, 0)
    with connection.cursor() as cursor:
        cursor.execute("SELECT xmin::text FROM base_customer")
        before = cursor.fetchall()
        computed()
        cursor.execute("SELECT xmin::text FROM base_customer")
        assert cursor.fetchall() == before


def test_only_those_whose_scores_differ_are_written(buyer: Buyer) -> None:
    first = buyer("2026-10-31")
    for _each in range(3):
        buyer("2026-10-31")
    computed()
    order(first, "2026-11-19", amount=5_000_000)
    run = computed()
    assert (run.seen, run.changed) == (4, 1)
    version = Customer.objects.get(pk=first.pk).updated_at
    assert version == first.updated_at, "whoever is editing them meanwhile is not disturbed"


def test_a_change_of_stage_is_kept_with_the_days_that_the_rules_give(buyer: Buyer) -> None:
    customer = buyer("2026-06-01")
    computed()
    with after(30):
        run = computed()
    change = StageChange.objects.get(customer=customer)
    assert run.moved == 1
    assert (change.before, change.before_on) == (Lifecycle.NEW, date(2026, 6, 1))
    assert (change.after, change.after_on) == (Lifecycle.EXISTING, date(2026, 12, 1))
    with after(40):
        order(customer, "2026-12-28")
        assert computed().moved == 1
    customer.refresh_from_db()
    assert (customer.lifecycle, customer.lifecycle_on) == (Lifecycle.REPEAT, date(2026, 12, 28))
    with after(60):
        order(customer, "2027-01-15")
        assert computed().moved == 0
    customer.refresh_from_db()
    assert customer.lifecycle_on == date(2026, 12, 28), "they were there before"


def test_the_first_run_has_no_history_to_tell(buyer: Buyer) -> None:
    buyer("2024-01-05", "2026-10-01")
    assert (computed().moved, StageChange.objects.count()) == (0, 0)


def test_a_run_that_was_killed_half_way_goes_on_where_it_stood(
    buyer: Buyer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(runs, "PART", 2)
    for _each in range(5):
        buyer("2026-10-31")
    run = runs.start(None, quiet)
    assert runs.advance(run.pk), "facts"
    assert runs.advance(run.pk), "the first part"
    run.refresh_from_db()
    assert (run.state, run.seen, run.changed) == (Run.State.RUNNING, 2, 2)
    runs.work(run.pk)
    runs.work(run.pk)
    run.refresh_from_db()
    assert (run.state, run.seen, run.changed) == (Run.State.DONE, 5, 5)


def test_a_second_computation_waits_for_the_first(buyer: Buyer) -> None:
    buyer()
    runs.start(None, quiet)
    with pytest.raises(RuleBroken) as refused:
        runs.start(None, quiet)
    assert refused.value.code == "run_running"
    runs.stop()
    runs.start(None, quiet)


def test_the_night_begins_one_computation(buyer: Buyer, monkeypatch: pytest.MonkeyPatch) -> None:
    buyer()
    rung: list[str] = []
    monkeypatch.setattr(jobs.compute_scores, "ring", rung.append)
    monkeypatch.setattr(jobs, "in_every_company", lambda work, why: work())
    with clock.at(clock.now().replace(hour=18)):  # three o'clock in Korea
        jobs.nightly()
        jobs.nightly()
        assert Run.objects.count() == 1
        Run.objects.update(touched_at=clock.now() - timedelta(hours=1))
        jobs.resume()
        assert rung[-1] == str(Run.objects.get().pk)


def test_facts_of_customers_who_are_gone_or_bought_nothing_any_more_are_removed(
    buyer: Buyer,
) -> None:
    stays, returns = buyer("2026-10-31"), buyer("2026-10-30")
    computed()
    assert set(Fact.objects.values_list("pk", flat=True)) == {stays.pk, returns.pk}
    returns.orders.update(state="returned")
    computed()
    assert [fact.pk for fact in Fact.objects.all()] == [stays.pk]
    returns.refresh_from_db()
    assert (returns.lifecycle, returns.profit) == (Lifecycle.PROSPECT, None)


def test_a_customer_in_the_trash_is_left_alone(buyer: Buyer) -> None:
    gone = buyer("2026-10-31", deleted_at=clock.now())
    assert computed().seen == 0
    gone.refresh_from_db()
    assert gone.profit is None
