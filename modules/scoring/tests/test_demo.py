"""A demo company has customers in every stage, with grades of rules and of people (X1)."""

from __future__ import annotations

from datetime import timedelta

import pytest

from dangol import clock
from modules.base.models import Customer
from modules.base.models.scores import Lifecycle
from modules.scoring import demo
from modules.scoring.models import Run, StageChange
from modules.scoring.tests.conftest import Buyer, order


@pytest.mark.feature("X1")
def test_stages_have_a_history_and_some_grades_are_people_s(buyer: Buyer) -> None:
    for number in range(90):
        customer = buyer(grade=number % 4 + 1)
        if number % 5:
            ago = clock.today() - timedelta(days=number * 10)
            order(customer, ago.isoformat(), amount=number * 100_000)
    assert demo.fill() > 0
    assert demo.fill() == 0
    stages = set(Customer.objects.values_list("lifecycle", flat=True))
    assert stages == set(Lifecycle.values) - {Lifecycle.REPEAT}
    assert StageChange.objects.count() > 20
    assert 0 < Customer.objects.filter(grade_is_manual=True).count() < 40
    assert Run.objects.count() == 4
