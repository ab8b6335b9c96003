"""Whose expenses one sees: one's own, the department's, all; and no other company's (A27, P5)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from dangol.access import HIDE
from dangol.records.forms.base import form_for
from modules.expenses.models import Expense
from modules.expenses.records import expense_record
from modules.expenses.services.expenses import expenses
from modules.expenses.tests.conftest import Make, give, put_into
from tenants.models import Company
from tenants.people.models import AccessRole, User
from tenants.queries import grantable
from tenants.services import roles
from tests.custom.test_code_tables import add_code

pytestmark = [
    pytest.mark.feature("A27"),
    pytest.mark.feature("P5"),
    pytest.mark.usefixtures("friday"),
]
Browse = Callable[..., Client]
LIST = "/expenses/expenses/"


def seen(user: User, verb: str = "view") -> set[str]:
    found = User.objects.get(pk=user.pk)
    return set(expense_record.visible_to(found, verb).values_list("name", flat=True))


@pytest.fixture
def three(make: Make, ada: User, bob: User, carol: User) -> None:
    for owner in (ada, bob, carol):
        make(name=f"{owner.name} 경비", owner=owner, approver=None)


def test_members_see_their_own_a_head_the_department_s_administrators_all(
    three: None, ada: User, bob: User, carol: User
) -> None:
    assert seen(bob) == seen(bob, "edit") == {f"{bob.name} 경비"}
    assert len(seen(ada)) == 3
    above = put_into("영업본부", carol)
    put_into("영업1팀", bob, above=above)
    give(carol, view=2)
    assert seen(carol) == {f"{bob.name} 경비", f"{carol.name} 경비"}
    assert seen(carol, "edit") == {f"{carol.name} 경비"}
    give(bob, view=3)
    assert len(seen(bob)) == 3


def test_a_new_role_begins_with_one_s_own(inside_hanbit: Company) -> None:
    role = roles.create("경비 역할")
    assert role.scopes["expenses.expense.view"] == 1
    assert role.scopes["expenses.expense.approve"] == 0
    assert grantable.usual_scopes()["base.customer.view"] == 3


def test_an_approver_sees_what_was_handed_in_to_them_not_the_drafts(
    make: Make, bob: User, carol: User
) -> None:
    give(carol, approve=3)
    make(name="낸 것", approver=carol, state="submitted")
    make(name="초안", approver=carol)
    assert seen(carol) == {"낸 것"}
    assert seen(carol, "approve") == {"낸 것"}
    assert seen(carol, "edit") == set()


def test_what_one_may_not_see_is_nowhere(browse: Browse, make: Make, ada: User, bob: User) -> None:
    secret = make(name="카나리아", owner=ada, approver=None, amount=777_777, project="카나리아")
    client = browse(bob)
    for path in (
        LIST, f"{LIST}?q=카나리아", f"{LIST}?group=owner", f"{LIST}?look=board&field=state",
        "/expenses/month/", "/", "/search/?q=카나리아",
    ):  # fmt: skip
        text = client.get(path).content.decode()
        assert "777,777" not in text, path
    for path in (f"{LIST}{secret.pk}/", f"{LIST}{secret.pk}/peek", f"{LIST}{secret.pk}/edit"):
        assert client.get(path).status_code == 404, path
    for deed in ("submit", "withdraw"):
        assert client.post(f"{LIST}{secret.pk}/{deed}").status_code == 404
    data = {
        "name": "x", "amount": "777,777", "spent_on": "2026-11-20", "owner": str(ada.pk),
        "account_title": "travel", "method": "cash", "evidence": "missing",
    }  # fmt: skip
    assert "카나리아" not in client.post(f"{LIST}similar", data).content.decode()


def test_a_hidden_amount_is_hidden_in_tile_and_sheet(browse: Browse, make: Make, bob: User) -> None:
    make(name="식대", amount=54_321, state="submitted")
    role = AccessRole.objects.create(
        name="금액 없이", fields={"expenses.expense": {"amount": HIDE}}
    )
    roles.assign(bob, [role.pk])
    client = browse(bob)
    for path in ("/", "/expenses/month/", LIST):
        assert "54,321" not in client.get(path).content.decode(), path
    assert client.post("/expenses/month/export", {"reason": "x"}).status_code == 403


def test_many_at_once_leaves_what_is_under_way(browse: Browse, make: Make, ada: User) -> None:
    draft, sent = make(), make(state="submitted")
    data: dict[str, Any] = {
        "chosen": [str(draft.pk), str(sent.pk)], "field": "project", "project": "가을",
        "apply": "1",
    }  # fmt: skip
    browse(ada).post(f"{LIST}bulk/change", data)
    assert list(Expense.objects.filter(project="가을")) == [draft]
    browse(ada).post(f"{LIST}bulk/trash", {"chosen": data["chosen"]})
    assert list(Expense.objects.present()) == [sent]


def test_a_company_s_own_account_title_is_offered(make: Make, ada: User) -> None:
    value = add_code("expenses.account_title")
    form = form_for(expense_record, ada, only=["account_title"])
    assert value in dict(form.fields["account_title"].choices)
    expenses.create({"name": "임차료", "amount": 1, "account_title": value, "owner": ada})
