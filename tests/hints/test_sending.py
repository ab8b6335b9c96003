"""Showing a screen to colleagues: who is told, how, and what is refused (A30)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core.mail import EmailMultiAlternatives

from dangol import clock
from dangol.errors import RuleBroken
from modules.base.models import Customer
from tenants.hints.models import Hint, Receipt
from tenants.hints.services import answering, mailing, sending, withdrawing
from tenants.models import Company
from tenants.notices import choices
from tenants.notices.models import Notice
from tenants.notices.queries import centre
from tenants.people.models import AccessRole, Assignment, AuditEntry, Department, User
from tests.hints.conftest import as_user

pytestmark = pytest.mark.feature("A30")
Show = Callable[..., Hint]


@pytest.fixture(autouse=True)
def _inside(inside_hanbit: Company) -> None:
    """Everything happens in Hanbit."""


def code_of(call: Callable[[], object]) -> str:
    with pytest.raises(RuleBroken) as broken:
        call()
    assert str(broken.value)
    return broken.value.code


def send_promised() -> None:
    """What the errands do."""
    for key in Receipt.objects.filter(hint__by_mail=True).values_list("pk", flat=True):
        mailing.send(str(key))
        mailing.send(str(key))  # safe to run twice


def only_own(user: User) -> None:
    """From now on the user sees customers of their own only."""
    role = AccessRole.objects.create(name="자기 고객", scopes={"base.customer.view": 1})
    Assignment.objects.create(user=user, role=role)


def colleagues(count: int, department: Department | None = None) -> list[User]:
    rows = [
        User(email=f"u{n}@hanbit.example", name=f"직원{n:03}", department=department)
        for n in range(count)
    ]
    return User.objects.bulk_create(rows)


def test_the_receiver_has_it_among_the_notices(show: Show, ada: User, bob: User) -> None:
    hint = show(ada, bob)
    (line,) = centre.lines(bob, Notice.objects.filter(user=bob))
    assert line.sentence == "에이다 님이 고객 김하늘 화면을 보냈어요."
    assert line.detail == "확인 부탁드려요"
    assert centre.target(line) == f"/tenants/hints/{hint.pk}/open"
    assert (line.notice.mail_at, line.notice.in_digest) == (None, False)
    entry = AuditEntry.objects.get(action="tenants.hint.send")
    assert entry.changes["receivers"] == [bob.name]


def test_a_department_is_everybody_in_it_and_below_once_and_never_oneself(
    ada: User, bob: User, carol: User, customer: Customer
) -> None:
    top = Department.objects.create(name="영업")
    below = Department.objects.create(name="영업1팀", parent=top)
    User.objects.filter(pk__in=[ada.pk, bob.pk]).update(department=top)
    User.objects.filter(pk=carol.pk).update(department=below)
    with as_user(ada):
        sent = sending.send(
            ada, at=f"/base/customers/{customer.pk}/", to=[f"d{top.pk}", f"u{bob.pk}"]
        )
    assert set(Receipt.objects.values_list("user__name", flat=True)) == {bob.name, carol.name}
    assert sent.count == 2


def test_who_left_is_skipped_with_a_name_and_alone_is_nobody(
    show: Show, ada: User, bob: User, carol: User, customer: Customer
) -> None:
    User.objects.filter(pk=carol.pk).update(is_active=False)
    at = f"/base/customers/{customer.pk}/"
    sent = sending.send(ada, at=at, to=[f"u{bob.pk}", f"u{carol.pk}"])
    assert (sent.count, sent.skipped) == (1, [carol.name])
    assert code_of(lambda: show(ada, carol)) == "hint_nobody"
    assert code_of(lambda: show(ada)) == "hint_nobody"
    assert code_of(lambda: show(ada, ada)) == "hint_nobody"


def test_bad_input_is_refused_and_nothing_is_left_behind(show: Show, ada: User, bob: User) -> None:
    assert code_of(lambda: show(ada, bob, note="가" * 1_001)) == "note_long"
    assert code_of(lambda: show(ada, bob, note="900101-1234567")) == "resident_number"
    assert code_of(lambda: show(ada, bob, by_app=False)) == "hint_no_way"
    assert code_of(lambda: show(ada, bob, at="//evil.example/")) == "hint_foreign"
    assert (Hint.objects.count(), Notice.objects.count()) == (0, 0)


def test_at_most_200_are_told_at_once_and_quickly_enough(
    ada: User, customer: Customer, django_assert_max_num_queries: Callable[..., object]
) -> None:
    everybody = Department.objects.create(name="모두")
    colleagues(sending.MOST, everybody)
    at, to = f"/base/customers/{customer.pk}/", [f"d{everybody.pk}"]
    with as_user(ada):
        assert sending.send(ada, at=at, to=to).count == sending.MOST
    colleagues_more = User(email="one@hanbit.example", name="한명더", department=everybody)
    colleagues_more.save()
    assert code_of(lambda: sending.send(ada, at=at, to=to)) == "hint_many"


def test_the_sender_is_slowed_down(show: Show, ada: User, bob: User) -> None:
    for _each in range(sending.OFTEN):
        show(ada, bob)
    assert code_of(lambda: show(ada, bob)) == "hint_often"
    Hint.objects.update(sent_at=clock.now() - sending.OFTEN_SPAN - timedelta(seconds=1))
    show(ada, bob)


def test_an_hour_has_room_for_so_many_receivers(show: Show, ada: User, bob: User) -> None:
    hint = show(ada, bob)
    Hint.objects.filter(pk=hint.pk).update(count=sending.MANY)
    assert code_of(lambda: show(ada, bob)) == "hint_often"


def test_a_mail_brings_the_note_and_a_link_once_and_no_second_notice_mail(
    show: Show, hanbit: Company, ada: User, bob: User, mailoutbox: list[EmailMultiAlternatives]
) -> None:
    kinds = {sending.TOLD: {"app": True, "mail": True, "digest": True}}
    choices.keep(bob, kinds, quiet=False, digest=True)
    hint = show(ada, bob, by_mail=True, wants_confirmation=True, note="이 분 <b>급해요</b>")
    send_promised()
    (mail,) = mailoutbox
    assert mail.subject == "[한빛물산] 에이다 님이 고객 김하늘 화면을 보냈어요."
    assert mail.to == [bob.email]
    assert f"{hanbit.origin}/tenants/hints/{hint.pk}/open" in mail.body
    assert "이 분 <b>급해요</b>" in mail.body
    html = str(mail.alternatives[0][0])
    assert "이 분 &lt;b&gt;급해요&lt;/b&gt;" in html
    notice = Notice.objects.get(user=bob)
    assert (notice.mail_at, notice.in_digest) == (None, False)


def test_by_mail_alone_nothing_is_told_in_the_app(
    show: Show, ada: User, bob: User, mailoutbox: list[EmailMultiAlternatives]
) -> None:
    show(ada, bob, by_app=False, by_mail=True)
    send_promised()
    assert len(mailoutbox) == 1
    assert not Notice.objects.exists()
    assert Receipt.objects.get().user_id == bob.pk


def test_no_mail_and_no_notice_names_a_record_that_the_receiver_may_not_see(
    show: Show, ada: User, bob: User, customer: Customer,
    mailoutbox: list[EmailMultiAlternatives],
) -> None:  # fmt: skip
    only_own(bob)
    with as_user(ada):
        sent = sending.send(
            ada, at=f"/base/customers/{customer.pk}/", to=[f"u{bob.pk}"], by_mail=True
        )
    assert sent.shut_out == [bob.name]
    send_promised()
    (mail,) = mailoutbox
    assert "김하늘" not in mail.subject + mail.body + str(mail.alternatives[0][0])
    (line,) = centre.lines(User.objects.get(pk=bob.pk), Notice.objects.filter(user=bob))
    assert "김하늘" not in line.sentence


def test_the_name_is_looked_up_when_the_mail_leaves_not_when_it_was_promised(
    show: Show, ada: User, bob: User, mailoutbox: list[EmailMultiAlternatives]
) -> None:
    show(ada, bob, by_mail=True)
    only_own(bob)
    send_promised()
    assert "김하늘" not in mailoutbox[0].subject


def test_what_was_read_or_taken_back_is_not_mailed_any_more(
    show: Show, ada: User, bob: User, carol: User, mailoutbox: list[EmailMultiAlternatives]
) -> None:
    hint = show(ada, bob, carol, by_mail=True)
    answering.read(bob, hint.pk)
    with as_user(ada):
        assert withdrawing.withdraw(ada, hint.pk) == 1
    send_promised()
    assert mailoutbox == []


def test_unread_ones_are_taken_back_and_read_ones_stay(
    show: Show, ada: User, bob: User, carol: User
) -> None:
    hint = show(ada, bob, carol)
    answering.read(bob, hint.pk)
    with as_user(ada):
        withdrawing.withdraw(ada, hint.pk)
    hint.refresh_from_db()
    assert hint.count == 1
    assert not Notice.objects.filter(user=carol).exists()
    assert Notice.objects.filter(user=bob).exists()
    assert code_of(lambda: withdrawing.withdraw(ada, hint.pk)) == "hint_read"
    assert code_of(lambda: withdrawing.withdraw(bob, hint.pk)) == "hint_gone"
    assert code_of(lambda: answering.answer(carol, hint.pk, "네")) == "hint_gone"


def test_answering_and_confirming_tell_the_sender(
    show: Show, ada: User, bob: User, carol: User
) -> None:
    hint = show(ada, bob, carol, wants_confirmation=True)
    with as_user(bob):
        answering.answer(bob, hint.pk, " 오늘 안에\n볼게요 ")
        answering.confirm(bob, hint.pk)
        answering.confirm(bob, hint.pk)
    (line,) = centre.lines(ada, Notice.objects.filter(user=ada))
    assert line.detail == "오늘 안에 볼게요"
    with as_user(carol):
        answering.confirm(carol, hint.pk)
    last = Notice.objects.get(user=ada, kind=answering.CONFIRMED)
    assert "김하늘" in centre.lines(ada, [last])[0].sentence
    receipt = Receipt.objects.get(user=bob)
    assert receipt.read_at
    assert receipt.confirmed_at
    assert code_of(lambda: answering.answer(bob, hint.pk, "  ")) == "answer_empty"
    assert code_of(lambda: answering.answer(bob, hint.pk, "가" * 301)) == "answer_long"
    assert AuditEntry.objects.filter(action="tenants.hint.confirm").count() == 2


def test_looking_with_somebody_s_eyes_reads_nothing(show: Show, ada: User, bob: User) -> None:
    hint = show(ada, bob)
    bob.is_looked_through = True
    answering.read(bob, hint.pk, opens=True)
    assert Receipt.objects.get().read_at is None
