"""What an expense must be, and what nobody changes any more (A27)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from dangol.errors import RuleBroken
from dangol.records.forms.base import form_for
from modules.expenses.models import Expense, State
from modules.expenses.records import expense_record
from modules.expenses.services.expenses import expenses
from modules.expenses.tests.conftest import Make, give, on
from tenants.people.models import User
from tenants.services import users

pytestmark = [pytest.mark.feature("A27"), pytest.mark.usefixtures("friday")]
Browse = Callable[..., Client]
NEW = "/expenses/expenses/new"


@pytest.mark.parametrize(
    ("values", "code", "field"),
    [
        ({"amount": 0}, "amount_none", "amount"),
        ({"amount": -500}, "amount_none", "amount"),
        ({"spent_on": on("2026-11-21")}, "spent_ahead", "spent_on"),
    ],
)
def test_nothing_and_what_is_still_to_come_is_refused(
    make: Make, values: dict[str, Any], code: str, field: str
) -> None:
    with pytest.raises(RuleBroken) as refused:
        make(**values)
    assert (refused.value.code, refused.value.field) == (code, field)
    assert not Expense.objects.exists()


def test_nobody_is_their_own_approver(make: Make, bob: User) -> None:
    with pytest.raises(RuleBroken) as refused:
        make(approver=bob)
    assert refused.value.code == "own_approver"


def test_a_spender_enters_their_own_alone_unless_a_role_says_otherwise(
    make: Make, by: Callable[[User], Any], bob: User, carol: User
) -> None:
    with by(carol), pytest.raises(RuleBroken) as refused:
        make(owner=bob)
    assert refused.value.code == "spender_closed"
    with by(carol):
        assert make(owner=None).owner_id == carol.pk
        give(carol, edit=3)
        assert make(owner=bob).owner_id == bob.pk


def test_the_form_says_what_is_wrong_and_keeps_what_was_written(
    browse: Browse, bob: User, make: Make
) -> None:
    client = browse(bob)
    data = {
        "name": "식대", "amount": "만원", "spent_on": "2026-13-01", "account_title": "welfare",
        "method": "cash", "evidence": "missing", "owner": str(bob.pk),
    }  # fmt: skip
    answer = client.post(NEW, data)
    assert answer.status_code == 422
    assert set(answer.context["form"].errors) == {"amount", "spent_on"}
    assert "식대" in answer.content.decode()
    good = data | {"amount": "₩12,300", "spent_on": "2026-11-19"}
    assert client.post(NEW, good).status_code == 302
    made = Expense.objects.get()
    assert (made.amount, made.state, made.owner_id) == (12_300, State.DRAFT, bob.pk)
    zero = client.post(NEW, good | {"amount": "0"})
    assert "1원 이상" in zero.content.decode()


def test_approvers_are_those_who_work_here_and_may_approve(
    make: Make, ada: User, bob: User, carol: User
) -> None:
    def offered() -> set[str]:
        field = form_for(expense_record, bob).fields["approver"]
        return {str(key) for key, _name in field.choices if key}

    assert offered() == {str(ada.pk)}
    give(carol, approve=3)
    assert offered() == {str(ada.pk), str(carol.pk)}
    users.deactivate(carol)
    assert offered() == {str(ada.pk)}


@pytest.mark.parametrize(("state", "words"), [("submitted", "기다"), ("approved", "승인"),
                                              ("paid", "지급")])  # fmt: skip
def test_what_is_under_way_stays_as_it_is_and_says_why(
    browse: Browse, make: Make, bob: User, ada: User, state: str, words: str
) -> None:
    expense = make(state=state)
    for deed in (
        lambda: expenses.edit(expense, {"amount": 1}, ""),
        lambda: expenses.remove(expense),
    ):
        with pytest.raises(RuleBroken) as refused:
            deed()
        assert refused.value.code == "expense_closed"
    for user in (bob, ada):
        for verb in ("edit", "delete"):
            answer = browse(user).post(f"/expenses/expenses/{expense.pk}/{verb}", {"amount": "1"})
            assert answer.status_code == 403
            assert words in answer.content.decode()
    expense.refresh_from_db()
    assert (expense.amount, expense.deleted_at) == (12_000, None)
    page = browse(bob).get(f"/expenses/expenses/{expense.pk}/").content.decode()
    assert f"/expenses/expenses/{expense.pk}/edit" not in page


def test_a_returned_one_is_the_spender_s_again(browse: Browse, make: Make, bob: User) -> None:
    expense = make(state="returned")
    page = browse(bob).get(f"/expenses/expenses/{expense.pk}/").content.decode()
    assert "영수증이 없어요" in page
    expenses.edit(expense, {"amount": 9_000}, "")
    expense.refresh_from_db()
    assert expense.amount == 9_000


def test_the_same_day_amount_and_person_is_told_and_not_refused(
    browse: Browse, make: Make, bob: User, carol: User
) -> None:
    first = make(name="점심 식대")
    make(name="남의 것", owner=carol)
    data = {
        "name": "식대", "amount": "12,000", "spent_on": "2026-11-20", "owner": str(bob.pk),
        "account_title": "welfare", "method": "cash", "evidence": "missing",
    }  # fmt: skip
    client = browse(bob)
    told = client.post("/expenses/expenses/similar", data).content.decode()
    assert "점심 식대" in told
    assert "남의 것" not in told
    assert (
        "점심 식대"
        not in client.post(
            "/expenses/expenses/similar", data | {"amount": "12,001"}
        ).content.decode()
    )
    assert client.post(NEW, data).status_code == 302
    second = Expense.objects.get(name="식대")
    assert "두 번" in client.get(f"/expenses/expenses/{second.pk}/").content.decode()
    expenses.remove(first)
    assert "두 번" not in client.get(f"/expenses/expenses/{second.pk}/").content.decode()
