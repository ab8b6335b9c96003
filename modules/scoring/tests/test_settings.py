"""The rules' screen: what would change is seen first, what cannot be is told, all is audited."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import pytest
from django.test import Client

from modules.base.models.scores import Lifecycle
from modules.scoring.forms.rules import RuleForm, _initial
from modules.scoring.models import RuleSet, Run
from modules.scoring.queries import current
from modules.scoring.queries.foreseen import foreseen
from modules.scoring.rules import Rules, read
from modules.scoring.services import rule_sets, runs
from modules.scoring.tests.conftest import Buyer, computed
from modules.scoring.views import settings as screen
from tenants.people.models import AuditEntry, User

pytestmark = [pytest.mark.feature("B15"), pytest.mark.feature("B32")]
SCREEN = "/scoring/settings/"
Browse = Callable[..., Client]


@pytest.fixture(autouse=True)
def quiet_bell(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(screen.compute_scores, "ring", lambda key: None)


def sent(**others: Any) -> dict[str, Any]:
    return {name: str(value) for name, value in (_initial(Rules()) | others).items()}


def test_the_form_gives_back_what_it_shows() -> None:
    form = RuleForm(sent(), now=Rules())
    assert form.is_valid(), form.errors
    rules = form.rules()
    assert rule_sets.differences(Rules(), rules) == {}
    assert read(rules.kept()) == rules


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("recency_1", "30", "보다 큰"),
        ("money_3", "1,000", "보다 큰"),
        ("grade_borders_2", "60", "보다 작은"),
        ("churned_months", "12", "12개월보다"),
        ("new_months", "13", "12개월"),
        ("years", "11", "2부터 10까지"),
        ("intervals_0", "하루", "0부터 1,095까지"),
        ("points_contact_favour", "-101", "까지"),
        ("window", "", "1부터 24까지"),
    ],
)
def test_what_cannot_be_is_told_at_its_place(field: str, value: str, sentence: str) -> None:
    form = RuleForm(sent(**{field: value}), now=Rules())
    assert not form.is_valid()
    assert sentence in form.errors[field][0]


def test_weights_of_nothing_are_refused() -> None:
    form = RuleForm(sent(grade_weights_0=0, grade_weights_1=0), now=Rules())
    assert list(form.errors) == ["grade_weights_0"]


def test_what_would_change_is_counted_and_nothing_is_saved(
    buyer: Buyer, browse: Browse, ada: User
) -> None:
    for _each in range(3):
        buyer("2026-06-20")
    buyer()
    computed()
    found = foreseen(replace(Rules(), new_months=3))
    assert found.stages == {(Lifecycle.NEW, Lifecycle.EXISTING): 3}
    assert (found.customers, found.whole, found.points, found.days) == (3, 4, 0, 0)
    answer = browse(ada).post(SCREEN, sent(new_months=3, deed="preview"))
    page = answer.content.decode()
    assert answer.status_code == 200
    assert "4명 중 3명" in page
    assert not RuleSet.objects.exists()


def test_other_months_are_counted_from_the_orders_themselves(buyer: Buyer) -> None:
    buyer("2025-12-01", "2026-11-01", amount=3_000_000)
    computed()
    found = foreseen(replace(Rules(), rfm_months=6))
    assert (found.customers, found.points) == (1, 1)


def test_saving_is_audited_and_begins_a_computation(
    buyer: Buyer, browse: Browse, ada: User
) -> None:
    customer = buyer("2026-06-20")
    computed()
    answer = browse(ada).post(SCREEN, sent(new_months=3, intervals_2=45, deed="save"))
    assert answer.status_code == 302
    entry = AuditEntry.objects.get(action="scoring.rules.edit")
    assert entry.changes == {
        "new_months": [6, 3], "intervals": ["14 · 30 · 60 · 90 · 90", "14 · 30 · 45 · 90 · 90"],
    }  # fmt: skip
    assert current.rules().new_months == 3
    run = Run.objects.get(state="running")
    runs.work(run.pk)
    customer.refresh_from_db()
    assert customer.lifecycle == Lifecycle.EXISTING
    assert browse(ada).get("/tenants/audit/").status_code == 200


def test_the_same_rules_are_not_saved_twice(browse: Browse, ada: User) -> None:
    browse(ada).post(SCREEN, sent(deed="save"))
    assert not RuleSet.objects.exists()


def test_who_is_no_administrator_stays_outside(browse: Browse, bob: User) -> None:
    for path in (SCREEN, f"{SCREEN}progress"):
        assert browse(bob).get(path).status_code == 403
    assert browse(bob).post("/scoring/runs/start").status_code == 403


def test_a_computation_is_begun_seen_and_stopped_by_hand(
    buyer: Buyer, browse: Browse, ada: User
) -> None:
    buyer()
    client = browse(ada)
    client.post("/scoring/runs/start")
    assert "멈추기" in client.get(f"{SCREEN}progress").content.decode()
    client.post("/scoring/runs/stop")
    assert Run.objects.get().state == Run.State.STOPPED
    assert client.get(SCREEN).status_code == 200
