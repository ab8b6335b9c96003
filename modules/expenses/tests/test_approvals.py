"""Handing in, withdrawing, approving, returning, paying: who may, who hears of it (A27)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from dangol import clock
from dangol.errors import RuleBroken
from dangol.portal import board
from modules.expenses import counters, widgets
from modules.expenses.models import Expense, State
from modules.expenses.records import expense_record
from modules.expenses.services import approvals
from modules.expenses.services.expenses import expenses
from modules.expenses.tests.conftest import Make, give, on
from tenants.notices.models import Notice
from tenants.people.models import AuditEntry, Leaving, User
from tenants.services import leaving, users

pytestmark = [pytest.mark.feature("A27"), pytest.mark.usefixtures("friday")]
Browse = Callable[..., Client]
LIST = "/expenses/expenses/"


def told(user: User) -> list[tuple[str, int]]:
    rows = Notice.objects.filter(user=user, kind__startswith="expenses.")
    return list(rows.order_by("at").values_list("kind", "count"))


def do(browse: Browse, user: User, expense: Expense, deed: str, **data: str) -> Any:
    answer = browse(user).post(f"{LIST}{expense.pk}/{deed}", data, follow=True)
    expense.refresh_from_db()
    return answer


def test_the_whole_way_with_its_notices_and_its_lines_in_the_audit(
    browse: Browse, make: Make, ada: User, bob: User
) -> None:
    expense = make()
    do(browse, bob, expense, "submit")
    assert expense.state == State.SUBMITTED
    assert told(ada) == [("expenses.expense.submitted", 1)]
    do(browse, ada, expense, "return", reason="참석자를 적어 주세요")
    assert (expense.state, expense.returned_for) == (State.RETURNED, "참석자를 적어 주세요")
    do(browse, bob, expense, "submit")
    assert expense.returned_for == ""
    do(browse, ada, expense, "approve")
    do(browse, ada, expense, "pay")
    today = clock.real_now().astimezone(clock.KOREA).date()
    assert (expense.state, expense.paid_on) == (State.PAID, today)
    assert told(bob) == [
        ("expenses.expense.returned", 1), ("expenses.expense.approved", 1),
        ("expenses.expense.paid", 1),
    ]  # fmt: skip
    lines = AuditEntry.objects.filter(subject_id=str(expense.pk)).order_by("at", "pk")
    deeds = [line.action.rpartition(".")[2] for line in lines]
    assert deeds == ["create", "submit", "return", "submit", "approve", "pay"]
    returned = next(line for line in lines if line.action.endswith("return"))
    assert returned.changes == {
        "state": ["submitted", "returned"], "reason": "참석자를 적어 주세요",
    }  # fmt: skip
    do(browse, ada, expense, "unpay")
    assert (expense.state, expense.paid_on) == (State.APPROVED, None)


def test_who_hands_in_needs_an_approver_who_may(
    browse: Browse, make: Make, bob: User, carol: User
) -> None:
    for approver, words in ((None, "결재관리자"), (carol, "결재할 수 없")):
        expense = make(approver=approver)
        answer = do(browse, bob, expense, "submit")
        assert words in answer.content.decode()
        assert expense.state == State.DRAFT


def test_a_receipt_that_is_attached_counts_when_it_is_handed_in(
    browse: Browse, make: Make, bob: User
) -> None:
    expense = make()
    file = SimpleUploadedFile("영수증.txt", "합계 12,000".encode(), "text/plain")
    browse(bob).post(f"{LIST}{expense.pk}/files/add", {"files": file})
    beside = browse(bob).get(f"{LIST}{expense.pk}/peek", headers={"HX-Request": "true"})
    assert "영수증.txt" in beside.content.decode()
    do(browse, bob, expense, "submit")
    assert expense.evidence == "proven"
    again = SimpleUploadedFile("둘째.txt", b"x", "text/plain")
    answer = browse(bob).post(f"{LIST}{expense.pk}/files/add", {"files": again})
    assert answer.status_code == 403, "what is handed in takes no more files"


def test_the_spender_withdraws_while_nobody_decided(
    browse: Browse, make: Make, ada: User, bob: User
) -> None:
    expense = make()
    do(browse, bob, expense, "submit")
    assert do(browse, ada, expense, "withdraw").status_code == 403
    assert expense.state == State.SUBMITTED
    do(browse, bob, expense, "withdraw")
    assert expense.state == State.DRAFT
    assert told(ada) == []
    approved = make(state="approved")
    do(browse, bob, approved, "withdraw")
    assert approved.state == State.APPROVED


def test_nobody_but_the_named_approver_decides_and_nobody_on_their_own(
    browse: Browse, make: Make, ada: User, bob: User, carol: User
) -> None:
    give(carol, approve=3, view=3)
    give(bob, approve=3)
    expense = make(state="submitted")
    for user in (carol, bob):
        for deed in ("approve", "return"):
            do(browse, user, expense, deed, reason="x")
            assert expense.state == State.SUBMITTED
    own = make(owner=carol, approver=ada, state="submitted")
    Expense.objects.filter(pk=own.pk).update(approver=carol)
    do(browse, carol, own, "approve")
    assert own.state == State.SUBMITTED, "not even when the table says so"


def test_a_member_without_the_right_finds_no_such_deed(
    browse: Browse, make: Make, bob: User, carol: User
) -> None:
    expense = make(state="submitted")
    for deed in ("approve", "return", "pay", "unpay"):
        assert browse(bob).post(f"{LIST}{expense.pk}/{deed}").status_code == 403
    assert browse(carol).post(f"{LIST}{expense.pk}/submit").status_code == 404
    page = browse(bob).get(f"{LIST}{expense.pk}/").content.decode()
    assert f"{expense.pk}/approve" not in page
    assert f"{expense.pk}/withdraw" in page


@pytest.mark.parametrize("reason", ["", "   "])
def test_a_return_says_why(browse: Browse, make: Make, ada: User, reason: str) -> None:
    expense = make(state="submitted")
    answer = do(browse, ada, expense, "return", reason=reason)
    assert "이유" in answer.content.decode()
    assert expense.state == State.SUBMITTED


def test_the_approver_takes_an_approval_back_until_it_is_paid(
    browse: Browse, make: Make, ada: User
) -> None:
    expense = make(state="approved")
    do(browse, ada, expense, "return", reason="금액이 달라요")
    assert expense.state == State.RETURNED
    paid = make(state="paid")
    do(browse, ada, paid, "return", reason="늦었어요")
    assert paid.state == State.PAID


def test_many_are_approved_at_once_with_a_line_each_and_one_notice(
    browse: Browse, make: Make, ada: User, bob: User, carol: User
) -> None:  # fmt: skip
    mine = [make(name=f"경비 {number}", state="submitted") for number in range(12)]
    other = make(owner=carol, state="submitted")
    draft = make()
    Notice.objects.all().delete()
    chosen = [str(each.pk) for each in [*mine, other, draft]]
    answer = browse(ada).post("/expenses/many/approve", {"chosen": chosen}, follow=True)
    text = answer.content.decode()
    assert "경비 13건" in text
    assert Expense.objects.filter(state=State.APPROVED).count() == 13
    draft.refresh_from_db()
    assert draft.state == State.DRAFT
    assert AuditEntry.objects.filter(action="expenses.expense.approve").count() == 13
    assert told(bob) == [("expenses.expense.approved", 12)]
    assert told(carol) == [("expenses.expense.approved", 1)]
    browse(ada).post("/expenses/many/pay", {"all": "1", "query": "state=approved"})
    assert Expense.objects.filter(state=State.PAID).count() == 13


def test_the_number_of_statements_does_not_grow_with_the_number_of_expenses(
    make: Make, ada: User
) -> None:
    def statements(count: int) -> int:
        ids = [make(state="submitted").pk for _number in range(count)]
        rows = Expense.objects.filter(pk__in=ids)
        Notice.objects.all().delete()
        with CaptureQueriesContext(connection) as captured:
            approvals.approve(rows, ada)
        return len(captured)

    statements(1)  # what a process reads once is read
    assert statements(3) == statements(30)


def test_many_are_returned_once_the_reason_is_given(browse: Browse, make: Make, ada: User) -> None:
    ids = [str(make(state="submitted").pk) for _number in range(3)]
    client = browse(ada)
    asked = client.post("/expenses/many/return", {"chosen": ids})
    assert "경비 3건" in asked.content.decode()
    assert client.post("/expenses/many/return", {"chosen": ids, "reason": " "}).status_code == 422
    assert not Expense.objects.filter(state=State.RETURNED).exists()
    client.post("/expenses/many/return", {"chosen": ids, "reason": "증빙을 붙여 주세요"})
    assert Expense.objects.filter(returned_for="증빙을 붙여 주세요").count() == 3


def test_nothing_chosen_and_nothing_waiting_is_said(browse: Browse, make: Make, ada: User) -> None:
    draft = make()
    client = browse(ada)
    for data in ({}, {"chosen": ["x"]}, {"chosen": [str(draft.pk)]}):
        for deed in ("approve", "pay"):
            answer = client.post(f"/expenses/many/{deed}", data, follow=True)
            assert len(list(answer.context["messages"])) == 1
    draft.refresh_from_db()
    assert draft.state == State.DRAFT


def test_what_waits_for_me_is_a_view_a_counter_and_a_tile(
    browse: Browse, make: Make, ada: User, bob: User, carol: User
) -> None:
    give(carol, approve=3)
    make(name="내가 볼 것", state="submitted")
    make(name="남이 볼 것", approver=carol, state="submitted")
    make(name="아직 초안")
    page = browse(ada).get(f"{LIST}?approver=me&state=submitted").content.decode()
    assert "내가 볼 것" in page
    assert "남이 볼 것" not in page
    assert counters.waiting(ada).number == 1
    assert board.of_list(expense_record, ada, {"approver": "me", "state": "submitted"}).number == 1
    tile = widgets.approvals(ada, {})
    assert [each.name for each in tile["lines"]] == ["내가 볼 것"]
    own = widgets.approvals(bob, {})
    assert own["month"] == 24_000
    assert len(own["lines"]) == 3
    html = browse(ada).get("/portal/tiles/expenses.approvals").content.decode()
    assert "내가 볼 것" in html


def test_who_leaves_passes_on_what_waits_for_them_and_gets_it_back(
    make: Make, by: Callable[[User], Any], ada: User, bob: User, carol: User
) -> None:
    heir = give(carol, approve=3)
    waiting, decided = make(state="submitted"), make(state="approved")
    own = make(owner=heir, state="submitted")
    Notice.objects.all().delete()
    assert expenses.pass_on(ada.pk, heir.pk, 10) == [waiting.pk]
    assert told(heir) == [("expenses.expense.submitted", 1)]
    found = dict(Expense.objects.values_list("pk", "approver_id"))
    assert found == {waiting.pk: heir.pk, decided.pk: ada.pk, own.pk: ada.pk}
    assert expenses.pass_on(heir.pk, ada.pk, 10, [waiting.pk]) == [waiting.pk]
    assert expenses.pass_on(ada.pk, bob.pk, 10) == [], "who may not approve gets none"


def test_a_deactivated_approver_s_waiting_ones_go_with_the_rest(
    make: Make, ada: User, bob: User, carol: User
) -> None:
    approver = give(carol, approve=3)
    expense = make(approver=approver, state="submitted")
    users.deactivate(approver, ada.pk)
    leaving.pass_on(str(Leaving.objects.get().pk))
    expense.refresh_from_db()
    assert (expense.approver_id, expense.owner_id) == (ada.pk, bob.pk)


def test_a_payment_lies_on_no_day_to_come(make: Make) -> None:
    expense = make(state="approved")
    with pytest.raises(RuleBroken) as refused:
        approvals.pay(Expense.objects.filter(pk=expense.pk), on("2026-11-21"))
    assert refused.value.code == "paid_ahead"
