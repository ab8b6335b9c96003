"""Sender addresses: confirmed by a mail, or by their domain; the address that all share (S1)."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.core import mail
from django.test import Client

from dangol.errors import RuleBroken
from messaging.models import Send
from messaging.senders.models import MailAddress, Preferences
from messaging.senders.queries import allowed
from messaging.senders.services import addresses
from messaging.services import sends, steering
from messaging.tests.conftest import make_draft
from messaging.tests.work import as_platform, run_pumps, sweep, travel
from tenants import errands
from tenants.models import Company, Errand
from tenants.people.models import User

pytestmark = [pytest.mark.feature("S1"), pytest.mark.feature("T7")]
SHARED = "hanbit@dangol.example"


def link_in_mail(row: MailAddress) -> str:
    addresses.mail_link(str(row.pk))
    found = re.search(r"http://\S+/confirm/\S+", mail.outbox[-1].body)
    assert found
    return found.group(0)


def promised() -> list[list[str]]:
    """Whom mails with a link are promised to."""
    rows = Errand.objects.filter(work__endswith="mail_link")
    return as_platform(lambda: list(rows.values_list("args", flat=True)))  # type: ignore[no-any-return]


def path_of(link: str) -> str:
    return link[link.index("/messaging/") :]


def test_an_address_is_confirmed_by_the_link_in_a_mail_to_it(
    inside_hanbit: Company, browse: Callable[..., Client]
) -> None:
    row = addresses.add("Owner@Mailbox.example", "한빛물산")
    assert promised() == [[str(row.pk)]]
    link = link_in_mail(row)
    sent = mail.outbox[-1]
    assert sent.to == ["owner@mailbox.example"]
    assert sent.alternatives
    assert link.startswith("http://hanbit.")
    stranger = browse(company=inside_hanbit)
    assert stranger.get(path_of(link)).status_code == 200
    row.refresh_from_db()
    assert row.confirmed_at is None  # scanners follow links; looking changes nothing
    assert "확인" in stranger.post(path_of(link)).content.decode()
    row.refresh_from_db()
    assert row.confirmed_at is not None
    addresses.mail_link(str(row.pk))
    assert len(mail.outbox) == 1  # confirmed already: no further mail


def test_a_link_is_good_for_three_days_for_its_company_and_for_that_address_alone(
    daon: Company, inside_hanbit: Company, browse: Callable[..., Client]
) -> None:
    row = addresses.add("owner@mailbox.example", "한빛물산")
    path = path_of(link_in_mail(row))
    assert browse(company=daon).get(path).status_code == 404
    assert browse(company=inside_hanbit).get(f"{path}x").status_code == 404
    token = path.rpartition("/")[2]
    assert addresses.found_by(token) == row
    MailAddress.objects.filter(pk=row.pk).update(address="other@mailbox.example")
    assert addresses.found_by(token) is None


def test_a_confirmed_address_takes_replies_and_sends_only_with_its_domain(
    inside_hanbit: Company, ada: User
) -> None:
    row = addresses.add("owner@mailbox.example", "한빛물산")
    assert "owner@mailbox.example" not in allowed.reply_choices()
    with pytest.raises(RuleBroken):
        addresses.reply_to("owner@mailbox.example")
    addresses.confirm(row)
    addresses.reply_to("owner@mailbox.example")
    assert allowed.replies_to() == "owner@mailbox.example"
    with pytest.raises(RuleBroken) as broken:
        addresses.prefer(row)
    assert broken.value.code == "sender_unverified"
    with pytest.raises(RuleBroken):
        allowed.check(Send(channel="email", sender_address="owner@mailbox.example"))


def test_an_address_of_a_verified_domain_needs_no_mail(inside_hanbit: Company) -> None:
    row = addresses.add("shop@hanbit.example", "한빛 가게")
    assert promised() == []
    addresses.prefer(row)
    assert allowed.usual("email") == allowed.Choice(
        "shop@hanbit.example", "한빛 가게", "shop@hanbit.example · 한빛 가게"
    )


@pytest.mark.parametrize(
    ("address", "problem"),
    [
        ("한빛", "address_form"), ("a@b", "address_form"), ("a b@c.kr", "address_form"),
        ("x@dangol.example", "address_ours"), ("news@hanbit.example", "address_there"),
    ],
)  # fmt: skip
def test_what_is_no_sender_is_refused(address: str, problem: str, inside_hanbit: Company) -> None:
    with pytest.raises(RuleBroken) as broken:
        addresses.add(address, "한빛")
    assert broken.value.code == problem


def test_nobody_is_pestered_with_mails(inside_hanbit: Company) -> None:
    row = addresses.add("owner@mailbox.example", "한빛물산")
    for _time in range(addresses.MAILS_PER_ADDRESS - 1):
        addresses.ask(row)
    with pytest.raises(RuleBroken) as broken:
        addresses.ask(row)
    assert broken.value.code == "too_many_mails"


def test_a_new_company_sends_its_first_mail_from_the_shared_address(
    inside_hanbit: Company, people: object, sink: Callable[[str], list[dict[str, str]]]
) -> None:
    """Nothing has to be set up: it is there, and replies go to the first administrator."""
    assert allowed.shared_address() == SHARED
    send = make_draft(2, sender_address=SHARED)
    steering.start(send)
    run_pumps()
    send.refresh_from_db()
    assert send.status == Send.Status.DONE
    taken = sink("email")
    assert {each["from"] for each in taken} == {SHARED}
    head = taken[0]["text"].partition("\r\n\r\n")[0]
    assert "\r\nReply-To: ada@hanbit.example\r\n" in head


def test_the_shared_address_of_another_company_is_no_sender(inside_hanbit: Company) -> None:
    with pytest.raises(RuleBroken):
        allowed.check(Send(channel="email", sender_address="daon@dangol.example"))


def test_an_address_that_leaves_pauses_what_is_sent_from_it(
    inside_hanbit: Company, people: object
) -> None:
    row = addresses.add("shop@hanbit.example", "한빛 가게")
    send = steering.start(make_draft(3, sender_address="shop@hanbit.example"))
    reserved = make_draft(3, sender_address="shop@hanbit.example")
    steering.reserve(reserved, reserved.created_at + timedelta(hours=1))
    addresses.remove(row)
    send.refresh_from_db()
    assert (send.status, send.reason) == (Send.Status.PAUSED, Send.Reason.SENDER_NOT_VERIFIED)
    with travel(inside_hanbit, timedelta(hours=1, seconds=5)):
        sweep()
        run_pumps()
        reserved.refresh_from_db()
    assert (reserved.status, reserved.reason) == ("paused", Send.Reason.SENDER_NOT_VERIFIED)


def test_a_test_mail_needs_a_sender_too(inside_hanbit: Company, people: object) -> None:
    with pytest.raises(RuleBroken) as broken:
        sends.send_test(make_draft(3, sender_address="a@nowhere.example"), "ada@hanbit.example")
    assert broken.value.code == "sender_unverified"


def test_the_screens_of_addresses(client: Client, inside_hanbit: Company) -> None:
    wrong = client.post("/messaging/senders/addresses/new", {"address": "한빛", "name": "한빛"})
    assert wrong.status_code == 422
    added = {"address": "owner@mailbox.example", "name": "한빛"}
    page = client.post("/messaging/senders/addresses/new", added, follow=True).content.decode()
    assert "owner@mailbox.example" in page
    assert "확인을 기다려요" in page
    row = MailAddress.objects.get(address="owner@mailbox.example")
    own = f"/messaging/senders/addresses/{row.pk}/"
    assert client.get(own).status_code == 200
    assert client.post(own, {"name": "다른 이름"}).status_code == 302
    row.refresh_from_db()
    assert row.name == "다른 이름"
    assert client.post(f"{own}ask").status_code == 302
    addresses.confirm(row)
    answer = client.post("/messaging/senders/replies", {"to": row.address}, follow=True)
    assert "저장했어요" in answer.content.decode()
    assert client.post("/messaging/senders/usual", {"address": ""}).status_code == 302
    assert Preferences.present().mail is None
    assert client.post(f"{own}remove").status_code == 302
    assert not MailAddress.objects.filter(pk=row.pk).exists()
    assert allowed.replies_to() == "ada@hanbit.example"


def test_the_mail_leaves_by_the_platforms_own_way(inside_hanbit: Company) -> None:
    """The errand is one that the worker does, inside the company."""
    row = addresses.add("owner@mailbox.example", "한빛물산")
    errand = as_platform(lambda: Errand.objects.get(work__endswith="mail_link"))
    as_platform(errands.run.actor.fn, str(errand.pk))
    assert [each.to for each in mail.outbox] == [[row.address]]
