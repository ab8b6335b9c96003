"""Who is told what, and who is not (U9)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.translation import override

from dangol import clock, notices
from dangol.records import Record
from dangol.records.many import runs as many
from dangol.records.many.deeds import to_set, value_form
from dangol.records.many.runs import Course
from messaging.models import Send
from messaging.services import transitions
from modules.base.models import Account, Customer
from modules.base.records import account_record, customer_record, order_record
from modules.base.services import contacts, customers
from modules.campaign.records import campaign_record
from tenants import audit
from tenants.audit import Actor, acting
from tenants.context import inside
from tenants.importing.services import runs
from tenants.models import Company
from tenants.notices import choices
from tenants.notices.models import Notice
from tenants.notices.queries import centre
from tenants.notices.services import reading
from tenants.people.models import AccessRole, Assignment, Preference, User
from tenants.services import licences, users
from tests.importing.import_files import confirm

pytestmark = pytest.mark.feature("U9")


def by(user: User) -> Any:
    """What happens in the block, this user does."""
    return acting(Actor(id=user.pk, name=user.name))


def a_customer(name: str = "김하늘", **values: Any) -> Customer:
    return Customer.objects.create(name=name, **values)


def told(user: User, language: str = "ko") -> list[str]:
    """The sentences that the user reads, the newest first."""
    with override(language):
        rows = Notice.objects.filter(user=user).select_related("actor").order_by("-at", "-id")
        return [line.sentence for line in centre.lines(user, rows)]


def hand_over(
    user: User, ids: Sequence[Any], owner: User, record: Record = customer_record
) -> Course:
    """Gives several customers to a colleague, as the bar below a list does."""
    form = value_form(record, user, "owner", {"owner": str(owner.pk)})
    assert form.is_valid(), form.errors
    wanted = to_set(record, "owner", form.values())
    return many.runs().begin(record, user, replace(wanted, chosen=list(ids)))


def give(customer: Customer, owner: User) -> None:
    customers.edit(customer, {"owner_id": owner.pk}, "")


def test_a_customer_handed_over_is_told_to_the_new_owner_alone(
    inside_hanbit: Company, ada: User, bob: User, carol: User
) -> None:
    customer = a_customer(owner=carol)
    with by(ada):
        give(customer, bob)
    assert told(bob) == ["에이다 님이 김하늘 고객을 맡겼어요."]
    assert told(bob, "en") == ["에이다 handed the customer 김하늘 over to you."]
    assert told(ada) == told(carol) == []


def test_a_new_customer_for_somebody_else_is_told_as_well(
    inside_hanbit: Company, ada: User, bob: User
) -> None:
    with by(ada):
        customers.create({"name": "김하늘", "owner_id": bob.pk})
    assert told(bob) == ["에이다 님이 김하늘 고객을 맡겼어요."]


def test_nobody_is_told_of_their_own_deed(inside_hanbit: Company, ada: User) -> None:
    with by(ada):
        give(a_customer(), ada)
        contacts.add(a_customer("서다은"), staff=ada, medium="note", memo="@에이다 내일 전화")
    assert told(ada) == []


def test_many_handed_over_are_one_notice_and_undoing_takes_it_back(
    inside_hanbit: Company, ada: User, bob: User
) -> None:
    several = [a_customer(f"고객{number}").pk for number in range(3)]
    with by(ada):
        course = hand_over(ada, several, bob)
        assert told(bob) == ["에이다 님이 고객 3명을 맡겼어요."]
        assert centre.target(centre.lines(bob, Notice.objects.all())[0]).endswith("?owner=me")
        many.runs().undo(customer_record, ada, course.code)
    assert told(bob) == []


@pytest.mark.parametrize("type_", [account_record, order_record, campaign_record])
def test_the_new_owner_of_a_record_of_any_type_is_told(
    type_: Record, inside_hanbit: Company, ada: User, bob: User
) -> None:
    with by(ada):
        instance = one_of(type_, ada)
        type_.edit(instance, {"owner_id": bob.pk}, "")
        line = centre.lines(bob, Notice.objects.filter(user=bob))[0]
        with override("ko"):
            assert line.sentence == f"에이다 님이 {instance} 담당을 맡겼어요."
        assert centre.target(line).endswith(f"/{instance.pk}/")
    assert line.detail == type_.label
    assert told(ada) == []


def one_of(type_: Record, owner: User) -> Any:
    """A record of the type that the user has just been given."""
    begin = date(2026, 11, 1)
    values: dict[str, dict[str, Any]] = {
        "base.account": {"name": "한빛상사"},
        "base.order": {"customer": a_customer(), "ordered_at": clock.now()},
        "campaign.campaign": {"name": "겨울", "starts_on": begin},
    }
    return type_.create({**values[type_.code], "owner_id": owner.pk})


def test_many_records_of_a_type_that_are_set_at_once_are_one_notice(
    inside_hanbit: Company, ada: User, bob: User
) -> None:
    several = [Account.objects.create(name=f"거래처{number}").pk for number in range(3)]
    with by(ada):
        hand_over(ada, several, bob, account_record)
        assert told(bob) == ["에이다 님이 3건을 맡겼어요."]
        assert centre.target(centre.lines(bob, Notice.objects.all())[0]).endswith("?owner=me")


def test_a_crowd_that_comes_one_by_one_is_one_notice_and_is_taken_back_by_the_piece(
    inside_hanbit: Company, ada: User, bob: User
) -> None:
    """As an import does it that reads row by row."""
    with by(ada):
        for number in range(5):
            customers.create({"name": f"고객{number}", "owner_id": bob.pk})
        assert len(told(bob)) == 5
        for number in range(5, 40):
            last = customers.create({"name": f"고객{number}", "owner_id": bob.pk})
        assert told(bob) == ["에이다 님이 고객 40명을 맡겼어요."]
        notices.take_back(customers.services.handed_over([last.pk]), [bob.pk])
        assert told(bob) == ["에이다 님이 고객 39명을 맡겼어요."]


def test_who_gets_the_work_of_somebody_who_leaves_is_told_once(
    inside_hanbit: Company, ada: User, bob: User, carol: User
) -> None:
    for number in range(7):
        a_customer(f"고객{number}", owner=carol)
    with by(ada):
        for most in (3, 100):
            customer_record.pass_on(carol.pk, bob.pk, most)
    assert told(bob) == ["에이다 님이 고객 7명을 맡겼어요."]


def test_of_several_records_that_one_may_not_list_nothing_is_told(
    inside_hanbit: Company, ada: User, bob: User
) -> None:
    role = AccessRole.objects.create(name="창고", scopes={"base.account.view": 0})
    Assignment.objects.create(user=bob, role=role)
    several = [Account.objects.create(name=f"거래처{number}").pk for number in range(2)]
    with by(ada):
        hand_over(ada, several, bob, account_record)
    assert told(User.objects.get(pk=bob.pk)) == []


def test_what_was_read_stays_when_the_deed_is_undone(
    inside_hanbit: Company, ada: User, bob: User
) -> None:
    with by(ada):
        course = hand_over(ada, [a_customer().pk], bob)
        reading.read(bob, Notice.objects.get().pk)
        many.runs().undo(customer_record, ada, course.code)
    assert told(bob) == ["에이다 님이 김하늘 고객을 맡겼어요."]


def test_a_mention_is_told_with_the_beginning_of_the_note(
    inside_hanbit: Company, ada: User, bob: User, carol: User
) -> None:
    with by(ada):
        contacts.add(a_customer(), staff=ada, medium="note", memo="@밥님, @캐럴에게 단가표 부탁")
    for user in (bob, carol):
        line = centre.lines(user, Notice.objects.filter(user=user))[0]
        with override("ko"):
            assert line.sentence == "에이다 님이 김하늘 고객의 메모에서 나를 불렀어요."
        assert line.detail == "@밥님, @캐럴에게 단가표 부탁"


def test_the_same_within_ten_minutes_is_one_notice_with_a_count(
    inside_hanbit: Company, ada: User, bob: User
) -> None:
    customer = a_customer()
    with by(ada):
        for memo in ("@밥 하나", "@밥 둘"):
            contacts.add(customer, staff=ada, medium="note", memo=memo)
        notice = Notice.objects.get()
        assert notice.count == 2
        assert centre.lines(bob, [notice])[0].detail == "@밥 둘"
        reading.read(bob, notice.pk)
        contacts.add(customer, staff=ada, medium="note", memo="@밥 셋")
        assert sorted(Notice.objects.values_list("count", flat=True)) == [1, 2]
        with clock.shifted(timedelta(minutes=11)):
            contacts.add(customer, staff=ada, medium="note", memo="@밥 넷")
    assert Notice.objects.count() == 3


def test_an_import_tells_who_began_it(inside_hanbit: Company, ada: User, bob: User) -> None:
    file = SimpleUploadedFile("고객.csv", "이름\n하나\n둘\n".encode())
    with by(ada):
        run = runs.upload(customer_record, file, user=ada)
        confirm(run, {0: "name"}, "skip")
        runs.work(run.pk)
    assert told(ada) == ["고객.csv 가져오기가 끝났어요."]
    with override("ko"):
        assert centre.lines(ada, Notice.objects.all())[0].detail == "2건 추가"
    assert told(bob) == []


def a_send(by_whom: User) -> Send:
    return Send.objects.create(
        name="12월 안내", channel="email", status=Send.Status.RUNNING, created_by=by_whom.pk
    )


def test_a_send_tells_its_creator_why_it_stands_still_and_when_it_is_done(
    inside_hanbit: Company, ada: User, bob: User
) -> None:
    send = a_send(bob)
    running = [Send.Status.RUNNING]
    transitions.move(send, Send.Status.PAUSED, source=running, reason=Send.Reason.PROVIDER_DOWN)
    with override("ko"):
        line = centre.lines(bob, Notice.objects.all())[0]
        assert (line.sentence, line.detail) == (
            "12월 안내 발송이 멈췄어요.",
            str(Send.Reason.PROVIDER_DOWN.label),
        )
    transitions.move(send, Send.Status.RUNNING, source=[Send.Status.PAUSED])
    transitions.move(send, Send.Status.DONE, source=running)
    assert told(bob)[0] == "12월 안내 발송이 끝났어요."
    assert told(ada) == []


def test_a_send_paused_by_its_creator_tells_nobody(inside_hanbit: Company, bob: User) -> None:
    with by(bob):
        transitions.move(a_send(bob), Send.Status.PAUSED, source=[Send.Status.RUNNING])
    assert told(bob) == []


def test_who_invited_hears_of_the_new_colleague(inside_hanbit: Company, ada: User) -> None:
    with by(ada):
        invitation = users.invite(
            email="new@hanbit.example", name="신유진", role="member", plans=[], by=ada
        )
    users.accept(invitation, name="신유진", password="correct-horse-9")
    assert told(ada) == ["신유진 님이 초대를 받아들였어요."]


def only_own(user: User) -> None:
    """A role that shows the user their own customers alone."""
    role = AccessRole.objects.create(name="내 고객만", scopes={"base.customer.view": 1})
    Assignment.objects.create(user=user, role=role)


def test_who_may_not_see_the_customer_is_not_told(
    inside_hanbit: Company, ada: User, carol: User
) -> None:
    only_own(carol)
    with by(ada):
        contacts.add(a_customer(), staff=ada, medium="note", memo="@캐럴 확인")
        assert not Notice.objects.exists()
        contacts.add(a_customer("서다은", owner=carol), staff=ada, medium="note", memo="@캐럴 확인")
    assert told(User.objects.get(pk=carol.pk)) == [
        "에이다 님이 서다은 고객의 메모에서 나를 불렀어요."
    ]


def test_what_one_may_no_longer_see_is_neither_shown_nor_counted(
    inside_hanbit: Company, ada: User, carol: User
) -> None:
    customer = a_customer(owner=carol)
    with by(ada):
        contacts.add(customer, staff=ada, medium="note", memo="@캐럴 확인")
    assert centre.unread_count(carol) == 1
    Customer.objects.filter(pk=customer.pk).update(owner=ada)
    only_own(carol)
    fresh = User.objects.get(pk=carol.pk)
    assert told(fresh) == []
    assert centre.unread_count(fresh) == 0
    assert centre.one(fresh, Notice.objects.get().pk) is None


def test_without_the_licence_nothing_is_told(inside_hanbit: Company, ada: User, bob: User) -> None:
    licences.assign(bob, [])
    with by(ada):
        give(a_customer(), bob)
    assert not Notice.objects.exists()


def test_another_company_hears_nothing(
    hanbit: Company, daon: Company, ada: User, bob: User, dan: User
) -> None:
    """Dan of Daon has Bob's very id."""
    with inside(hanbit), by(ada):
        give(a_customer(), bob)
    assert bob.pk == dan.pk
    with inside(daon):
        assert not Notice.objects.exists()
        assert centre.unread_count(dan) == 0


def test_a_channel_that_was_turned_off_stays_silent(
    inside_hanbit: Company, ada: User, bob: User
) -> None:
    kind = "base.customer.assigned"
    choices.keep(
        bob,
        {kind: {"app": False, "mail": True, "digest": False, "push": False}},
        quiet=False,
        digest=True,
    )
    with by(ada):
        give(a_customer(), bob)
    notice = Notice.objects.get()
    assert (notice.in_app, notice.in_digest) == (False, False)
    assert notice.mail_at is not None
    assert centre.unread_count(bob) == 0
    choices.keep(
        bob,
        {kind: {"app": False, "mail": False, "digest": False, "push": False}},
        quiet=False,
        digest=True,
    )
    with by(ada):
        give(a_customer("서다은"), bob)
    assert Notice.objects.count() == 1


def test_only_what_differs_from_the_declaration_is_kept(inside_hanbit: Company, bob: User) -> None:
    usual = {"base.customer.assigned": {"app": True, "mail": False, "digest": True}}
    choices.keep(bob, usual, quiet=True, digest=True)
    assert Preference.objects.get(user=bob, code="notices").value["kinds"] == {}


def test_a_deed_that_fails_tells_nobody(inside_hanbit: Company, ada: User, bob: User) -> None:
    customer = a_customer()
    with by(ada), pytest.raises(ZeroDivisionError):
        from_within(customer, bob)
    assert not Notice.objects.exists()


def from_within(customer: Customer, owner: User) -> None:
    from django.db import transaction

    with transaction.atomic():
        told_of = notices.Told(
            kind="base.customer.assigned", record="base.customer", key=str(customer.pk)
        )
        notices.tell(told_of, [owner.pk])
        assert Notice.objects.exists()
        raise ZeroDivisionError


def test_telling_adds_no_line_to_the_audit(inside_hanbit: Company, ada: User, bob: User) -> None:
    before = audit.AuditEntry.objects.count()
    told_of = notices.Told(
        kind="base.customer.assigned", record="base.customer", key=str(a_customer().pk)
    )
    with by(ada):
        notices.tell(told_of, [bob.pk])
    assert Notice.objects.count() == 1
    assert audit.AuditEntry.objects.count() == before
