"""Notices by mail: at once, and one mail of the morning, each exactly once (U9)."""

from __future__ import annotations

import re
import signal
import subprocess
import sys
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.core.mail import EmailMultiAlternatives
from django.test import Client

from dangol import clock, notices
from dangol.mailbox import kept_mails
from modules.base.models import Customer
from tenants import context
from tenants.audit import Actor, acting
from tenants.context import inside
from tenants.models import Company, Errand
from tenants.notices import choices
from tenants.notices.models import Mailing, Notice
from tenants.notices.services import mailing, reading
from tenants.people.models import User

pytestmark = pytest.mark.feature("U9")

KIND = "base.customer.assigned"
EVENING = datetime(2026, 11, 19, 9, 0, tzinfo=UTC)
"""Thursday 18:00 in Korea."""
MORNING = datetime(2026, 11, 19, 23, 31, tzinfo=UTC)
"""Friday 08:31 in Korea."""
NIGHT = datetime(2026, 11, 19, 16, 0, tzinfo=UTC)
"""Friday 01:00 in Korea."""


def tell(user: User, by: User, name: str = "김하늘") -> Notice:
    customer = Customer.objects.create(name=name, owner=user)
    told = notices.Told(kind=KIND, record="base.customer", key=str(customer.pk))
    with acting(Actor(id=by.pk, name=by.name)):
        notices.tell(told, [user.pk])
    return Notice.objects.get(object_id=customer.pk)


def at_once(user: User, *, quiet: bool = False) -> None:
    choices.keep(
        user, {KIND: {"app": True, "mail": True, "digest": False}}, quiet=quiet, digest=True
    )


def send_promised() -> None:
    """What the errands do, in the company where the test is."""
    for key in Mailing.objects.filter(sent_at=None).values_list("pk", flat=True):
        mailing.send(str(key))


def test_a_mail_at_once_waits_a_minute_and_takes_along_what_came(
    inside_hanbit: Company, ada: User, bob: User, mailoutbox: list[EmailMultiAlternatives]
) -> None:
    at_once(bob)
    tell(bob, ada)
    assert mailing.promise_due() == 0
    tell(bob, ada, "서다은")
    with clock.shifted(timedelta(seconds=70)):
        assert mailing.promise_due() == 1
        assert mailing.promise_due() == 0
    send_promised()
    send_promised()
    (mail,) = mailoutbox
    assert mail.to == [bob.email]
    assert mail.subject == "[한빛물산] 읽지 않은 알림 2건"
    assert "에이다 님이 김하늘 고객을 맡겼어요." in mail.body
    assert "에이다 님이 서다은 고객을 맡겼어요." in mail.body


def test_what_was_read_in_the_meantime_is_not_mailed(
    inside_hanbit: Company, ada: User, bob: User, mailoutbox: list[EmailMultiAlternatives]
) -> None:
    at_once(bob)
    notice = tell(bob, ada)
    with clock.shifted(timedelta(seconds=70)):
        mailing.promise_due()
    reading.read(bob, notice.pk)
    send_promised()
    assert mailoutbox == []


def test_a_mail_speaks_the_language_of_its_reader(
    inside_hanbit: Company, ada: User, bob: User, mailoutbox: list[EmailMultiAlternatives]
) -> None:
    bob.language = "en"
    bob.save(update_fields=["language"])
    at_once(bob)
    tell(bob, ada)
    with clock.shifted(timedelta(seconds=70)):
        mailing.promise_due()
    send_promised()
    assert mailoutbox[0].subject == "[한빛물산] 에이다 handed the customer 김하늘 over to you."
    assert "Hello 밥," in mailoutbox[0].body


def test_in_quiet_hours_a_mail_waits_until_the_company_works(
    inside_hanbit: Company, ada: User, bob: User
) -> None:
    at_once(bob, quiet=True)
    with clock.at(NIGHT):
        notice = tell(bob, ada)
    assert notice.mail_at == datetime(2026, 11, 20, 0, 0, tzinfo=UTC)  # 09:00 in Korea


def test_the_morning_mail_lists_what_is_unread_and_may_still_be_seen(
    inside_hanbit: Company, ada: User, bob: User, mailoutbox: list[EmailMultiAlternatives]
) -> None:
    with clock.at(EVENING):
        tell(bob, ada, "남는고객")
        reading.read(bob, tell(bob, ada, "읽은고객").pk)
        gone = tell(bob, ada, "지운고객")
        Customer.objects.filter(pk=gone.object_id).update(deleted_at=clock.now())
    with clock.at(MORNING):
        tell(bob, ada, "나중고객")
        assert mailing.promise_digests() == 1
        assert mailing.promise_digests() == 0
        send_promised()
    (mail,) = mailoutbox
    assert "남는고객" in mail.body
    assert not re.search("읽은고객|지운고객|나중고객", mail.body)
    assert mail.extra_headers["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
    with clock.at(MORNING + timedelta(days=3)):  # Monday: what came later, and nothing twice
        assert mailing.promise_digests() == 1
        send_promised()
    assert "나중고객" in mailoutbox[1].body
    assert "남는고객" not in mailoutbox[1].body


def test_before_half_past_eight_and_on_free_days_there_is_none(
    inside_hanbit: Company, ada: User, bob: User
) -> None:
    with clock.at(EVENING):
        tell(bob, ada)
    with clock.at(MORNING - timedelta(minutes=2)):
        assert mailing.promise_digests() == 0
    with clock.at(MORNING + timedelta(days=1)):  # Saturday
        assert mailing.promise_digests() == 0
        choices.keep(bob, {}, quiet=False, digest=True)
        assert mailing.promise_digests() == 1


def test_one_click_ends_the_morning_mail(
    hanbit: Company,
    ada: User,
    bob: User,
    browse: Callable[..., Client],
    mailoutbox: list[EmailMultiAlternatives],
) -> None:
    with inside(hanbit):
        with clock.at(EVENING):
            tell(bob, ada)
        with clock.at(MORNING):
            mailing.promise_digests()
            send_promised()
        link = mailoutbox[0].extra_headers["List-Unsubscribe"].strip("<>")
    path = link.removeprefix(hanbit.origin)
    stranger = browse(company=hanbit)
    assert "아침 메일 그만 받기" in stranger.get(path).content.decode()
    with inside(hanbit):
        assert choices.read(bob).digest
    answer = stranger.post(path, {"List-Unsubscribe": "One-Click"})
    assert answer.status_code == 200
    with inside(hanbit):
        assert not choices.read(bob).digest
        with clock.at(EVENING + timedelta(days=1)):
            assert not tell(bob, ada, "서다은").in_digest


def test_the_link_of_another_company_ends_nothing(
    hanbit: Company, daon: Company, bob: User, browse: Callable[..., Client]
) -> None:
    """Dan of Daon has Bob's very id."""
    with inside(hanbit):
        token = mailing.token_of(bob)
    assert browse(company=daon).post(f"/tenants/notices/digest/{token}").status_code == 404
    assert browse(company=hanbit).post(f"/tenants/notices/digest/{token}x").status_code == 404


WORKER = """
import sys, time, django
django.setup()
from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from tenants import errands
settings.EMAIL_BACKEND = "dangol.mailbox.MailFolder"
errand, settings.EMAIL_FILE_PATH, place = sys.argv[1:]

def hang(*args, **kwargs):
    print("here", flush=True)
    time.sleep(60)

if place == "before the mail":
    EmailMultiAlternatives.send = hang
if place == "after the mail":
    errands.Errand.save = lambda self, **kwargs: hang() if self.done_at else None
errands.run.actor.fn(errand)
"""


def run_worker(errand: Errand, folder: Path, place: str) -> None:
    """Does the errand in another process, and kills it at the place; "" lets it end."""
    command = [sys.executable, "-c", WORKER, str(errand.pk), str(folder), place or "nowhere"]
    with context.platform("test"):
        Errand.objects.filter(pk=errand.pk).update(next_at=clock.real_now())
    process = subprocess.Popen(command, stdout=subprocess.PIPE)
    if not place:
        assert process.wait(60) == 0
        return
    assert process.stdout is not None
    assert process.stdout.readline() == b"here\n"
    process.send_signal(signal.SIGKILL)
    assert process.wait(60) == -signal.SIGKILL


@pytest.mark.parametrize("place", ["before the mail", "after the mail"])
def test_a_killed_worker_sends_the_morning_mail_exactly_once(
    committed_db: None, hanbit: Company, ada: User, bob: User, tmp_path: Path,
    settings: object, place: str,
) -> None:  # fmt: skip
    with inside(hanbit):
        with clock.at(EVENING):
            tell(bob, ada)
        with clock.at(MORNING):
            mailing.promise_digests()
    with context.platform("test"):
        errand = Errand.objects.get(work=mailing.SEND)
    run_worker(errand, tmp_path, place)
    with context.platform("test"):
        assert Errand.objects.get(pk=errand.pk).done_at is None
    run_worker(errand, tmp_path, "")
    with context.platform("test"):
        assert Errand.objects.get(pk=errand.pk).done_at is not None
    settings.EMAIL_FILE_PATH = tmp_path  # type: ignore[attr-defined]
    (mail,) = kept_mails()
    assert mail.message["To"] == bob.email
    assert "김하늘" in mail.text
    with inside(hanbit):
        assert Mailing.objects.get().sent_at is not None
        assert not Notice.objects.get().in_digest
