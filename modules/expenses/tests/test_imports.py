"""Expenses come in by files, each a draft that holds what the form asks (U5, A27)."""

from __future__ import annotations

import pytest

from modules.expenses.models import Expense, State
from modules.expenses.records import expense_record
from modules.expenses.tests.conftest import Make, on
from tenants.people.models import User
from tests.importing.test_types import brought, checked, forecast, outcome

pytestmark = [pytest.mark.feature("A27"), pytest.mark.usefixtures("friday")]
HEADS = ["지출일", "적요", "금액", "계정과목", "지출직원", "결재관리자", "증빙여부"]


def test_a_file_of_expenses_is_read_by_its_own_words(make: Make, ada: User, bob: User) -> None:
    make(name="택시비", spent_on=on("2026-11-03"), amount=9_800)
    rows = [
        HEADS,
        ["2026-11-03", "택시비", "9,800원", "여비교통비", bob.name, ada.name, "증빙"],
        [
            "2026-11-04",
            "야근 식대",
            "12,000",
            "복리후생비(야근식대)",
            bob.name,
            ada.name,
            "미증빙",
        ],
        ["2026-12-24", "선물", "30,000", "접대비", bob.name, ada.name, "증빙"],
        ["2026-11-05", "없음", "0", "접대비", bob.name, ada.name, "증빙"],
        ["2026-11-06", "자기 결재", "5,000", "접대비", ada.name, ada.name, "증빙"],
    ]
    run = checked(expense_record, ada, rows)
    assert forecast(run)[0] >= 1
    run = brought(expense_record, ada, rows)
    assert outcome(run) == (1, 0, 1, 3)
    came = Expense.objects.get(name="야근 식대")
    assert (came.amount, came.account_title, came.state) == (12_000, "welfare", State.DRAFT)
    assert (came.owner_id, came.approver_id, came.evidence) == (bob.pk, ada.pk, "missing")
