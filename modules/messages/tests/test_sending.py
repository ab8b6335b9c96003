"""Messages to colleagues: sent, reserved, taken back, read (A26)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core.files.base import ContentFile

from dangol import clock
from dangol.errors import RuleBroken
from dangol.records.timeline import read_mark
from modules.base.models import Customer
from modules.messages.models import Delivery, Message
from modules.messages.queries import boxes
from modules.messages.services import reading, sending
from modules.messages.services.sending import Draft
from tenants.models import Company
from tenants.notices.models import Notice
from tenants.notices.queries import centre
from tenants.people.models import AccessRole, Assignment, AuditEntry, Department, User
from tests.hints.conftest import as_user

pytestmark = pytest.mark.feature("A26")


@pytest.fixture(autouse=True)
def _inside(inside_hanbit: Company) -> None:
    """Everything happens in Hanbit."""


def write(by: User, *to: User, subject: str = "회의 자료", **more: object) -> Message:
    with as_user(by):
        draft = Draft(to=[f"u{user.pk}" for user in to], subject=subject, **more)  # type: ignore[arg-type]
        return sending.send(by, draft).message


def code_of(call: Callable[[], object]) -> str:
    with pytest.raises(RuleBroken) as broken:
        call()
    assert str(broken.value)
    return broken.value.code


def test_a_message_reaches_its_receivers_and_is_told(ada: User, bob: User, carol: User) -> None:
    message = write(ada, bob, carol, text="내일 <b>9시</b>")
    assert message.sent_at
    assert boxes.unread(bob) == 1
    (line,) = centre.lines(bob, Notice.objects.filter(user=bob))
    assert line.sentence == "에이다 님의 메시지: 회의 자료"
    reading.read(bob, message.pk)
    assert boxes.unread(bob) == 0
    (row,) = boxes.page(ada, boxes.Asked(box=boxes.SENT)).lines
    assert row.result == "2명 중 1명 읽음"
    assert AuditEntry.objects.get(action="messages.message.send").summary == "회의 자료"


def test_a_reserved_message_is_sent_once_when_it_is_time(ada: User, bob: User) -> None:
    message = write(ada, bob, reserved_at=clock.now() + timedelta(hours=1))
    assert boxes.unread(bob) == 0
    assert sending.send_due() == 0
    Message.objects.update(reserved_at=clock.now() - timedelta(seconds=1))
    assert sending.send_due() == 1
    assert sending.send_due() == 0
    assert Delivery.objects.filter(message=message).count() == 1
    assert boxes.unread(bob) == 1
    assert Notice.objects.get(user=bob).actor_id == ada.pk
    assert code_of(lambda: sending.cancel(ada, message.pk)) == "message_left"


def test_a_cancelled_or_an_orphaned_reservation_never_leaves(ada: User, bob: User) -> None:
    soon = clock.now() + timedelta(hours=1)
    cancelled, orphaned = write(ada, bob, reserved_at=soon), write(bob, ada, reserved_at=soon)
    with as_user(ada):
        sending.cancel(ada, cancelled.pk)
    User.objects.filter(pk=bob.pk).update(is_active=False)
    Message.objects.update(reserved_at=clock.now() - timedelta(seconds=1))
    sending.send_due()
    assert not Delivery.objects.exists()
    orphaned.refresh_from_db()
    assert orphaned.cancelled_at
    assert code_of(lambda: sending.cancel(bob, cancelled.pk)) == "message_gone"


def test_a_department_is_read_when_the_message_leaves(ada: User, bob: User, carol: User) -> None:
    team = Department.objects.create(name="영업")
    User.objects.filter(pk=bob.pk).update(department=team)
    with as_user(ada):
        draft = Draft(to=[f"d{team.pk}"], subject="x", reserved_at=clock.now() + timedelta(hours=1))
        sending.send(ada, draft)
    User.objects.filter(pk=carol.pk).update(department=team)
    Message.objects.update(reserved_at=clock.now() - timedelta(seconds=1))
    sending.send_due()
    assert set(Delivery.objects.values_list("user_id", flat=True)) == {bob.pk, carol.pk}


def test_bad_input_is_refused_and_nothing_is_kept(ada: User, bob: User) -> None:
    now = clock.now()
    assert code_of(lambda: write(ada, bob, subject=" ")) == "subject_empty"
    assert code_of(lambda: write(ada, bob, text="가" * 10_001)) == "text_long"
    assert code_of(lambda: write(ada, bob, text="900101-1234567")) == "resident_number"
    assert code_of(lambda: write(ada)) == "message_nobody"
    assert code_of(lambda: write(ada, ada)) == "message_nobody"
    assert code_of(lambda: write(ada, bob, reserved_at=now)) == "reserved_when"
    assert (
        code_of(lambda: write(ada, bob, reserved_at=now + timedelta(days=400))) == "reserved_when"
    )
    assert code_of(lambda: write(ada, bob, customer=ada.pk)) == "customer_unknown"
    empty = ContentFile(b"", name="비었음.txt")
    assert code_of(lambda: write(ada, bob, files=[empty])) == "file_empty"
    assert not Message.objects.exists()


def test_unread_ones_are_taken_back(ada: User, bob: User, carol: User) -> None:
    message = write(ada, bob, carol)
    reading.read(bob, message.pk)
    with as_user(ada):
        assert sending.take_back(ada, message.pk) == 1
    assert boxes.one(carol, message.pk) is None
    assert boxes.one(bob, message.pk)
    assert not Notice.objects.filter(user=carol).exists()
    assert code_of(lambda: sending.take_back(ada, message.pk)) == "message_read"


def test_the_trash_is_one_s_own(ada: User, bob: User) -> None:
    message = write(ada, bob)
    reading.trash(bob, message.pk)
    assert boxes.page(bob, boxes.Asked()).lines == []
    assert [each.key for each in boxes.page(bob, boxes.Asked(box=boxes.TRASH)).lines] == [
        message.pk
    ]
    assert len(boxes.page(ada, boxes.Asked(box=boxes.SENT)).lines) == 1
    reading.trash(bob, message.pk, really=False)
    assert len(boxes.page(bob, boxes.Asked()).lines) == 1


def test_the_customer_is_named_only_to_who_may_see_it(ada: User, bob: User) -> None:
    customer = Customer.objects.create(name="김하늘", owner=ada)
    write(ada, bob, customer=customer.pk)
    role = AccessRole.objects.create(name="자기 고객", scopes={"base.customer.view": 1})
    Assignment.objects.create(user=bob, role=role)
    assert boxes.page(ada, boxes.Asked(box=boxes.SENT)).lines[0].customer == "김하늘"
    assert boxes.page(User.objects.get(pk=bob.pk), boxes.Asked()).lines[0].customer == ""


def test_the_box_is_searched_and_goes_on_below(ada: User, bob: User) -> None:
    for number in range(3):
        write(ada, bob, subject=f"안건 {number}", text="회의실")
    first = boxes.page(bob, boxes.Asked(), most=2)
    assert [each.subject for each in first.lines] == ["안건 2", "안건 1"]
    mark = read_mark(first.onward)
    assert [e.subject for e in boxes.page(bob, boxes.Asked(mark=mark), most=2).lines] == ["안건 0"]
    assert [e.subject for e in boxes.page(bob, boxes.Asked(text="안건 1")).lines] == ["안건 1"]
    assert len(boxes.page(bob, boxes.Asked(text="회의")).lines) == 3
    assert boxes.page(bob, boxes.Asked(text="없는 말")).lines == []
