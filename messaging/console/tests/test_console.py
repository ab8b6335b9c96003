"""The provider's console for sending: accounts, and the queues of all companies (S1, S4)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from django.test import Client

from dangol import clock
from messaging.channels.registry import PURPOSE
from messaging.console.queries import overview
from messaging.dispatch.models import ProviderAccount, Ticket
from messaging.models import Message, Send
from messaging.services import steering
from messaging.tests.conftest import draft, make_draft, people  # noqa: F401  (fixtures)
from messaging.tests.people import People
from messaging.tests.work import as_platform, run_pumps
from tenants import sealing
from tenants.context import inside
from tenants.models import Company
from tenants.people.models import AuditEntry, User
from tests.providers import textgateway
from tests.providers.textgateway import KEY, TextGateway

pytestmark = [pytest.mark.feature("S1"), pytest.mark.feature("S4")]
PAGE = "/sending/"
Kind = ProviderAccount.Kind


def account(code: str) -> ProviderAccount:
    found: ProviderAccount = as_platform(lambda: ProviderAccount.objects.get(code=code))
    return found


@pytest.fixture
def gateway(tmp_path: Path) -> Iterator[TextGateway]:
    with textgateway.running(tmp_path / "gateway.jsonl") as running:
        yield running


def entered(gateway: TextGateway, **changes: str) -> dict[str, str]:
    return {
        "name": "문자 1번", "priority": "10", "rate": "50", "address": gateway.url, "secret": KEY,
    } | changes  # fmt: skip


def test_a_new_account_is_tried_at_once_and_kept_sealed(
    gateway: TextGateway, op: User, provider: Company, browse: Callable[..., Client]
) -> None:
    client = browse(op)
    assert "문자 게이트웨이" in client.get(PAGE).content.decode()
    address = f"{PAGE}accounts/new?channel=sms&kind=gateway"
    assert "게이트웨이 주소" in client.get(address).content.decode()
    answer = client.post(address, entered(gateway), follow=True)
    assert "문자 1번 계정에 연결되었어요." in answer.content.decode()
    made = account("gateway")
    assert (made.kind, made.channel, made.rate) == ("gateway", "sms", 50)
    assert made.config == {"address": gateway.url}
    assert KEY not in made.secret
    assert sealing.unseal_of_platform(PURPOSE, made.secret) == KEY
    with inside(provider):
        entry = AuditEntry.objects.get(action="sending.account.add")
        assert entry.actor_name == op.name
        assert KEY not in str(entry.changes)


def test_a_wrong_key_is_said_in_the_providers_words_and_the_secret_may_be_left_empty(
    gateway: TextGateway, op: User, browse: Callable[..., Client]
) -> None:
    client = browse(op)
    client.post(f"{PAGE}accounts/new?channel=sms&kind=gateway", entered(gateway))
    page = f"{PAGE}accounts/gateway/"
    answer = client.post(page, entered(gateway, secret="wrong"), follow=True).content.decode()
    assert "연결하지 못했어요" in answer
    assert "401" in answer
    assert account("gateway").failures == 1
    client.post(page, entered(gateway))
    renamed = client.post(page, entered(gateway, name="주 회선", secret=""), follow=True)
    assert "주 회선 계정에 연결되었어요." in renamed.content.decode()
    assert sealing.unseal_of_platform(PURPOSE, account("gateway").secret) == KEY
    assert (account("gateway").failures, account("gateway").down_until) == (0, None)


def test_what_is_missing_is_said_beside_its_field(
    gateway: TextGateway, op: User, browse: Callable[..., Client]
) -> None:
    answer = browse(op).post(
        f"{PAGE}accounts/new?channel=sms&kind=gateway", entered(gateway, address="", priority="0")
    )
    assert answer.status_code == 422
    assert not as_platform(lambda: ProviderAccount.objects.filter(code="gateway").exists())
    assert browse(op).get(f"{PAGE}accounts/new?channel=email&kind=gateway").status_code == 404
    assert browse(op).get(f"{PAGE}accounts/nobody/").status_code == 404


def test_a_paused_account_stands_still_until_it_goes_on(
    op: User, provider: Company, browse: Callable[..., Client]
) -> None:
    client = browse(op)
    answer = client.post(f"{PAGE}accounts/mail/pause", follow=True).content.decode()
    assert "계정을 멈췄어요." in answer
    assert account("mail").paused
    client.post(f"{PAGE}accounts/mail/resume")
    assert not account("mail").paused
    with inside(provider):
        actions = AuditEntry.objects.filter(subject="sending.account").order_by("id")
        assert list(actions.values_list("action", flat=True)) == [
            "sending.account.pause", "sending.account.resume",
        ]  # fmt: skip


def test_queues_of_all_companies_stand_side_by_side(
    op: User,
    hanbit: Company,
    people: People,  # noqa: F811
    browse: Callable[..., Client],
) -> None:
    with inside(hanbit):
        send = steering.start(make_draft(people=12))
        run_pumps()
        Message.objects.filter(send=send).update(state="pending")
        some = list(Message.objects.filter(send=send).values_list("pk", flat=True)[:5])
        Message.objects.filter(pk__in=some[:3]).update(state="unknown", state_at=clock.now())
        Message.objects.filter(pk__in=some[3:]).update(state="dispatching")
        Send.objects.filter(pk=send.pk).update(status="running")
    as_platform(_one_ticket, hanbit, send)
    found = as_platform(overview)
    (line,) = found.lines
    assert (line.waiting, line.in_hands, line.unknown) == (7, 2, 3)
    assert line.is_stuck
    assert (found.waiting, found.stuck, found.at_work) == (7, 1, 0)
    page = browse(op).get(PAGE).content.decode()
    assert "한빛물산" in page
    assert "정체" in page
    part = browse(op).get(f"{PAGE}now", headers={"HX-Request": "true"}).content.decode()
    assert part.lstrip().startswith('<div id="sending-live"')


def _one_ticket(company: Company, send: Send) -> None:
    """Due for five minutes, and in nobody's hands."""
    Ticket.objects.all().delete()
    due = clock.real_now() - timedelta(minutes=5)
    Ticket.objects.create(company=company, send=send.pk, channel="email", next_at=due)


def test_the_speed_of_the_last_minute_is_shown_for_each_account(
    inside_hanbit: Company,
    draft: Callable[..., Send],  # noqa: F811
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    steering.start(draft(people=12))
    run_pumps()
    later = clock.real_now() + timedelta(minutes=1)
    monkeypatch.setattr(clock, "real_now", lambda: later)
    found = as_platform(overview)
    assert {way.account.code: way.rate for way in found.ways} == {"mail": 12, "text": 0}


def test_no_company_may_look_in(ada: User, browse: Callable[..., Client]) -> None:
    assert browse(ada).get(PAGE).status_code == 404
    assert browse(ada).post(f"{PAGE}accounts/mail/pause").status_code == 404
    assert not account("mail").paused


@pytest.mark.feature("S7")
def test_an_account_of_ses_shows_where_it_reports_to_and_refuses_half_a_topic(
    op: User, provider: Company, browse: Callable[..., Client]
) -> None:
    as_platform(lambda: ProviderAccount.objects.create(code="ses", channel="email", kind="ses"))
    client, page = browse(op), f"{PAGE}accounts/ses/"
    shown = client.get(page).content.decode()
    assert "/hooks/sns/ses" in shown
    assert "아직 알림이 오지 않았어요" in shown
    entered = {"name": "SES", "priority": "10", "rate": "0", "region": "ap-northeast-2"}
    answer = client.post(page, entered | {"topic": "dangol-mail"})
    assert answer.status_code == 422
    assert "토픽의 ARN 전체" in answer.content.decode()
    as_platform(lambda: ProviderAccount.objects.update(heard_at=clock.real_now()))
    assert "알림이 오고 있어요" in client.get(page).content.decode()
