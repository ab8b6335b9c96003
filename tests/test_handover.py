"""What somebody has goes to one heir or to several, part by part, and comes back by undo (B35)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from dangol import clock
from dangol.errors import RuleBroken
from dangol.records.types import records
from modules.base.models import Account, Customer, Order
from modules.base.services import customers
from modules.calendar.models import Appointment, Todo
from modules.expenses.models import Expense
from tenants.audit import Actor, acting
from tenants.handover.models import Handed, Handover
from tenants.handover.queries import offered
from tenants.handover.services import asking, giving, parts, returning
from tenants.handover.services.asking import Wanted
from tenants.models import Company
from tenants.notices.models import Notice
from tenants.people.models import AccessRole, AuditEntry, User
from tenants.services import roles, users

pytestmark = [pytest.mark.feature("B35"), pytest.mark.usefixtures("inside_hanbit")]
Browse = Callable[..., Client]
State = Handover.State
NEW, LIST = "/tenants/handover/new", "/tenants/handover/"
CUSTOMERS = Wanted("base.customer own")


def work(handover: Handover, *, most: int = 60) -> Handover:
    """What the workers do, to the end."""
    for _part in range(most):
        handover.refresh_from_db()
        if not handover.is_under_way:
            return handover
        deed = giving.go_on if handover.state == State.GIVING else returning.go_on
        deed(str(handover.pk))
    raise AssertionError("The hand-over does not end.")


def begun(giver: User, *heirs: User, by: User, wanted: Any = (CUSTOMERS,)) -> Handover:
    with acting(Actor(id=by.pk, name=by.name)):
        return asking.begin(giver, [each.pk for each in heirs], wanted, "지역 조정", by)


def owned(user: User) -> int:
    return Customer.objects.filter(owner=user).count()


@pytest.fixture
def seven(bob: User, monkeypatch: pytest.MonkeyPatch) -> list[Customer]:
    """Bob's customers: more than two parts."""
    monkeypatch.setattr(parts, "PART", 3)
    return [Customer.objects.create(name=f"고객{number}", owner=bob) for number in range(7)]


def test_everything_of_somebody_goes_to_an_heir_with_a_line_for_each(
    seven: list[Customer], ada: User, bob: User, carol: User
) -> None:
    stays = Customer.objects.create(name="남의 고객", owner=ada)
    gone = Customer.objects.create(name="지운 고객", owner=bob, deleted_at=clock.now())
    handover = work(begun(bob, carol, by=ada))
    assert handover.state == State.GIVEN
    assert (owned(carol), owned(bob), owned(ada)) == (7, 1, 1)
    assert handover.counts == {"base.customer own": {"given": 7, "left": 0}}
    lines = AuditEntry.objects.filter(action="base.customer.hand_over")
    assert lines.count() == 7
    assert {(line.actor_id, line.actor_name) for line in lines} == {(ada.pk, ada.name)}
    today = clock.today().isoformat()
    for line in lines:
        assert line.changes["owner_id"] == [str(bob.pk), str(carol.pk)]
        assert line.changes["held"] == [today, today]
        assert line.changes["reason"] == "지역 조정"
    assert not lines.filter(subject_id__in=[str(stays.pk), str(gone.pk)]).exists()
    deeds = AuditEntry.objects.filter(subject="tenants.handover").order_by("at", "pk")
    assert [each.action for each in deeds] == ["tenants.handover.start", "tenants.handover.finish"]
    assert deeds[1].changes == {"given": 7, "left": 0}


def test_the_timeline_tells_who_had_it_from_when_to_when(
    browse: Browse, ada: User, bob: User, carol: User
) -> None:
    came = clock.now() - timedelta(days=40)
    customer = Customer.objects.create(name="김하늘", owner=bob, created_at=came)
    work(begun(bob, carol, by=ada))
    page = reverse("base:customer-page", args=[customer.pk], urlconf="dangol.urls.company")
    text = browse(ada).get(f"{page}?tab=timeline").content.decode()
    assert f"{bob.name} → {carol.name}" in text
    assert "담당 기간" in text
    line = AuditEntry.objects.get(action="base.customer.hand_over")
    first = came.astimezone(clock.KOREA).date()
    assert line.changes["held"] == [first.isoformat(), clock.today().isoformat()]


def test_several_heirs_get_them_evenly_across_parts(
    seven: list[Customer], ada: User, bob: User, carol: User
) -> None:
    work(begun(bob, ada, carol, by=ada))
    assert sorted((owned(ada), owned(carol))) == [3, 4]
    assert owned(bob) == 0


def test_what_is_finished_past_or_private_stays_and_says_why(
    ada: User, bob: User, carol: User
) -> None:
    customer = Customer.objects.create(name="고객", owner=bob)
    now = clock.now()
    for state in Order.State:
        Order.objects.create(customer=customer, number=state, state=state, owner=bob)
    Todo.objects.create(title="할 일", owner=bob)
    Todo.objects.create(title="한 일", owner=bob, state="done")
    later = {"starts_at": now + timedelta(days=2), "ends_at": now + timedelta(days=2, hours=1)}
    Appointment.objects.create(title="올 일정", owner=bob, participants=[str(carol.pk)], **later)
    Appointment.objects.create(title="사적 일정", owner=bob, visibility="private", **later)
    Appointment.objects.create(title="지난 일정", owner=bob, starts_at=now - timedelta(days=2),
                               ends_at=now - timedelta(days=1))  # fmt: skip
    Appointment.objects.create(title="매주", owner=bob, repeat="weekly",
                               starts_at=now - timedelta(days=9),
                               ends_at=now - timedelta(days=9))  # fmt: skip
    found = {line.code: line for line in offered.lines(ada, bob.pk)}
    assert found["base.order own"].passes == 3
    assert found["base.order own"].stays == 3
    assert found["base.order own"].passing.stays
    wanted = [Wanted(code) for code in found]
    handover = work(begun(bob, carol, by=ada, wanted=wanted))
    kept = set(Appointment.objects.filter(owner=bob).values_list("title", flat=True))
    assert kept >= {"지난 일정"}
    assert set(Appointment.objects.filter(owner=carol).values_list("title", flat=True)) == {
        "올 일정", "매주",
    }  # fmt: skip
    assert Appointment.objects.get(title="올 일정").participants == []
    assert list(Todo.objects.filter(owner=bob).values_list("title", flat=True)) == ["한 일"]
    assert handover.counts["base.order own"]["given"] == 3


def test_waiting_approvals_go_to_who_may_decide_and_never_to_the_spender(
    ada: User, bob: User, carol: User
) -> None:
    role = AccessRole.objects.create(name="결재", scopes={"expenses.expense.approve": 3})
    roles.assign(bob, [role.pk])
    facts = {"amount": 1_000, "approver": bob, "state": "submitted"}
    for owner in (ada, carol):
        Expense.objects.create(name=f"{owner.name} 경비", owner=owner, **facts)
    Expense.objects.create(name="승인한 것", owner=carol, **(facts | {"state": "approved"}))
    wanted = [Wanted("expenses.expense waiting")]
    handover = work(begun(bob, ada, carol, by=ada, wanted=wanted))
    found = dict(Expense.objects.values_list("name", "approver_id"))
    assert found == {
        f"{carol.name} 경비": ada.pk, f"{ada.name} 경비": bob.pk, "승인한 것": bob.pk,
    }  # fmt: skip
    assert handover.counts["expenses.expense waiting"] == {"given": 1, "left": 1}


def test_only_the_chosen_part_goes(
    seven: list[Customer], ada: User, bob: User, carol: User
) -> None:
    Customer.objects.filter(name__in=["고객1", "고객2"]).update(grade=1)
    Account.objects.create(name="상사", owner=bob)
    work(begun(bob, carol, by=ada, wanted=[Wanted("base.customer own", "grade=1", "A 등급")]))
    assert set(Customer.objects.filter(owner=carol).values_list("name", flat=True)) == {
        "고객1", "고객2",
    }  # fmt: skip
    assert Account.objects.get().owner_id == bob.pk


@pytest.mark.parametrize("given_parts", [1, 2, 9])
def test_undo_gives_back_what_nobody_reassigned_since(
    seven: list[Customer], ada: User, bob: User, carol: User, given_parts: int
) -> None:
    handover = begun(bob, carol, by=ada)
    for _part in range(given_parts):
        giving.go_on(str(handover.pk))
    if given_parts < 9:
        with pytest.raises(RuleBroken):
            asking.undo(handover, ada)
    work(handover)
    taken, round_trip, worked_on, *_ = seven
    with acting(Actor(id=ada.pk, name=ada.name)):
        for customer, owner in ((taken, ada), (round_trip, ada), (round_trip, carol)):
            customers.edit(customer, {"owner_id": owner.pk}, "")
        customers.edit(worked_on, {"title": "부장"}, "")
        asking.undo(handover, ada)
    work(handover)
    assert handover.state == State.RETURNED
    found = dict(Customer.objects.values_list("name", "owner_id"))
    assert (found[taken.name], found[round_trip.name]) == (ada.pk, carol.pk)
    assert found[worked_on.name] == bob.pk
    assert owned(bob) == 5
    assert handover.counts["base.customer own"] == {"given": 7, "left": 0, "back": 5, "stayed": 2}
    assert AuditEntry.objects.filter(action="base.customer.hand_back").count() == 5
    with pytest.raises(RuleBroken):
        asking.undo(handover, ada)


def test_undo_ends_after_thirty_days_and_needs_the_giver(
    seven: list[Customer], ada: User, bob: User, carol: User
) -> None:
    handover = work(begun(bob, carol, by=ada))
    users.deactivate(bob)
    with pytest.raises(RuleBroken) as refused:
        asking.undo(handover, ada)
    assert refused.value.code == "giver_left"
    users.activate(bob)
    Handover.objects.update(at=clock.now() - timedelta(days=31))
    handover.refresh_from_db()
    with pytest.raises(RuleBroken) as refused:
        asking.undo(handover, ada)
    assert refused.value.code == "no_undo"


def test_a_worker_that_is_killed_has_done_nothing_of_its_part(
    seven: list[Customer], ada: User, bob: User, carol: User
) -> None:
    handover = begun(bob, carol, by=ada)
    key = str(handover.pk)
    giving.go_on(key)
    seen = (owned(bob), owned(carol), Handed.objects.count())
    assert seen == (4, 3, 3)
    with pytest.raises(KeyboardInterrupt), transaction.atomic():
        giving.go_on(key)
        raise KeyboardInterrupt
    assert (owned(bob), owned(carol), Handed.objects.count()) == seen
    work(handover)
    giving.go_on(key)
    assert (owned(bob), owned(carol), Handed.objects.count()) == (0, 7, 7)


def test_a_part_costs_as_many_statements_for_many_as_for_few(
    ada: User, bob: User, carol: User
) -> None:
    def statements(count: int) -> int:
        Customer.objects.bulk_create(Customer(name=f"고객{n}", owner=bob) for n in range(count))
        handover = begun(bob, carol, by=ada)
        Notice.objects.all().delete()
        with CaptureQueriesContext(connection) as captured:
            giving.go_on(str(handover.pk))
        work(handover)
        return len(captured)

    statements(1)
    assert statements(60) <= statements(3) + 1


def test_both_sides_hear_of_it_once(
    seven: list[Customer], ada: User, bob: User, carol: User
) -> None:
    handover = work(begun(bob, carol, by=ada))
    heard = list(Notice.objects.filter(user=carol).values_list("kind", "record", "count"))
    assert heard == [(records()["base.customer"].passings[0].told([1], 7).kind, "base.customer", 7)]
    assert list(Notice.objects.filter(user=bob).values_list("kind", "object_id")) == [
        ("tenants.handover.given", str(handover.pk))
    ]


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"reason": " "}, "no_reason"),
        ({"heirs": []}, "heir_unknown"),
        ({"heirs": "self"}, "heir_unknown"),
        ({"wanted": []}, "nothing"),
        ({"wanted": [Wanted("base.customer none")]}, "unknown"),
        ({"wanted": [Wanted("base.customer own", "grade=zzz")]}, "filter"),
    ],
)
def test_what_cannot_be_is_refused_and_nothing_begins(
    seven: list[Customer], ada: User, bob: User, carol: User, change: dict[str, Any], code: str
) -> None:
    facts = {"heirs": [carol.pk], "wanted": [CUSTOMERS], "reason": "조정"} | change
    heirs = [bob.pk] if facts["heirs"] == "self" else facts["heirs"]
    with pytest.raises(RuleBroken) as refused:
        asking.begin(bob, heirs, facts["wanted"], facts["reason"], ada)
    assert refused.value.code == code or code == "filter"
    assert not Handover.objects.exists()


def test_two_hand_overs_of_one_person_do_not_run_at_once(
    seven: list[Customer], ada: User, bob: User, carol: User
) -> None:
    begun(bob, carol, by=ada)
    with pytest.raises(RuleBroken) as refused:
        begun(bob, ada, by=ada)
    assert refused.value.code == "under_way"


def test_the_screen_previews_begins_shows_and_undoes(
    browse: Browse, seven: list[Customer], ada: User, bob: User, carol: User
) -> None:
    client = browse(ada)
    page = client.get(NEW, {"giver": str(bob.pk)}).content.decode()
    assert "base.customer own" in page
    data = {
        "giver": str(bob.pk), "wanted": ["base.customer own"], "heirs": [str(carol.pk)],
        "reason": "퇴사", "deed": "preview",
    }  # fmt: skip
    seen = client.post(NEW, data)
    assert seen.status_code == 200
    assert not Handover.objects.exists()
    assert 'value="start"' in seen.content.decode()
    wrong = client.post(NEW, data | {"deed": "start", "reason": ""})
    assert wrong.status_code == 422
    assert not Handover.objects.exists()
    answer = client.post(NEW, data | {"deed": "start"})
    handover = Handover.objects.get()
    assert answer["Location"].endswith(f"{LIST}{handover.pk}/")
    work(handover)
    text = client.get(f"{LIST}{handover.pk}/").content.decode()
    assert carol.name in text
    assert "퇴사" in text
    assert "퇴사" in client.get(LIST).content.decode()
    client.post(f"{LIST}{handover.pk}/undo")
    work(handover)
    assert owned(bob) == 7
    assert client.get(f"{LIST}{handover.pk}/").status_code == 200


def test_who_is_not_concerned_finds_no_hand_over(
    browse: Browse, seven: list[Customer], ada: User, bob: User, carol: User
) -> None:
    handover = work(begun(bob, carol, by=ada))
    for user in (bob, carol):
        client = browse(user)
        assert client.get(f"{LIST}{handover.pk}/").status_code == 200
        assert client.get(LIST).status_code == 403
        assert client.post(f"{LIST}{handover.pk}/undo").status_code == 403
    other = work(begun(carol, ada, by=ada))
    assert browse(bob).get(f"{LIST}{other.pk}/").status_code == 404


def test_deactivating_offers_a_hand_over(browse: Browse, ada: User, bob: User) -> None:
    page = browse(ada).get(reverse("tenants:user-edit", args=[bob.pk])).content.decode()
    assert f"{NEW}?giver={bob.pk}" in page


def test_every_type_with_open_work_says_what_passes(inside_hanbit: Company) -> None:
    codes = [offered.code_of(*pair) for pair in offered.passings()]
    assert len(codes) == len(set(codes))
    assert {
        "base.customer own", "base.account own", "base.order own", "calendar.todo own",
        "calendar.appointment to_come", "expenses.expense waiting",
        "innovation.task own", "materials.material own",
    } <= set(codes)  # fmt: skip
    for record in records().values():
        if record.pass_on is not None:
            assert record.passings, record.code
