"""Which way out is used: priority, sharing, rates, and going round one that is down (S1)."""

from __future__ import annotations

import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from dangol import clock
from dangol.ids import new_id
from messaging.channels import fleet, registry
from messaging.channels.aws import Ses, Sns
from messaging.channels.base import ChannelDown, Parcel
from messaging.channels.fleet import Fleet
from messaging.channels.gateway import Gateway
from messaging.channels.registry import PURPOSE, way_of
from messaging.channels.smtp import Smtp
from messaging.dispatch import accounts, tickets
from messaging.dispatch.models import ProviderAccount, Ticket
from messaging.models import Message, Send
from messaging.senders.demo import vouch_for_number
from messaging.services import pump, steering
from messaging.tests.work import as_platform, run_pumps, states
from tenants import sealing
from tenants.models import Company
from tests.providers import textgateway
from tests.providers.textgateway import KEY, TextGateway

pytestmark = pytest.mark.feature("S1")
Kind = ProviderAccount.Kind


def an_account(code: str, channel: str = "email", **values: Any) -> ProviderAccount:
    """An account of the platform, beside those of the environment, which stand back."""

    def make() -> ProviderAccount:
        ProviderAccount.objects.filter(channel=channel, kind=Kind.ENVIRONMENT).update(paused=True)
        usual = {"kind": Kind.SINK, "name": code}
        return ProviderAccount.objects.create(code=code, channel=channel, **(usual | values))

    made: ProviderAccount = as_platform(make)
    return made


def chosen(channel: str = "email", wanted: int = 10, times: int = 1) -> Counter[str | None]:
    """{code: permits given} of asking so often."""
    given: Counter[str | None] = Counter()
    for _each in range(times):
        account, count = as_platform(accounts.permits, channel, wanted)
        given[account.code if account else None] += count
    return given


def fresh(account: ProviderAccount) -> ProviderAccount:
    found: ProviderAccount = as_platform(lambda: ProviderAccount.objects.get(pk=account.pk))
    return found


def test_the_smallest_priority_is_used_and_the_others_stand_by(hanbit: Company) -> None:
    an_account("second", priority=20)
    an_account("first", priority=10)
    assert chosen(times=5) == {"first": 50}


def test_equal_accounts_share_the_work(hanbit: Company) -> None:
    an_account("one", priority=10)
    an_account("other", priority=10)
    given = chosen(times=60)
    assert set(given) == {"one", "other"}
    assert min(given.values()) >= 100


def test_where_one_rate_is_used_up_its_equal_helps_and_the_stand_by_does_not(
    hanbit: Company,
) -> None:
    an_account("slow", priority=10, rate=3)
    an_account("equal", priority=10, rate=5)
    an_account("reserve", priority=20)
    given = chosen(wanted=10, times=12)
    assert 3 <= given["slow"] <= 4
    assert 5 <= given["equal"] <= 6
    assert given["reserve"] == 0


def test_a_paused_account_is_not_used_and_with_none_nothing_leaves(hanbit: Company) -> None:
    only = an_account("only")
    assert chosen() == {"only": 10}
    as_platform(lambda: ProviderAccount.objects.filter(pk=only.pk).update(paused=True))
    assert chosen() == {None: 0}


def test_one_that_is_down_rests_longer_each_time_and_comes_back(hanbit: Company) -> None:
    first, second = an_account("first", priority=10), an_account("second", priority=20)
    rests = []
    for _each in range(3):
        as_platform(accounts.note_down, fresh(first), "connection refused")
        rests.append(fresh(first).down_until - clock.real_now())  # type: ignore[operator]
    assert rests == sorted(rests)
    assert timedelta(seconds=6) < rests[-1] < timedelta(seconds=9)
    assert chosen() == {"second": 10}
    as_platform(accounts.note_up, fresh(first))
    assert (fresh(first).down_until, fresh(first).down_reason) == (None, "")
    assert chosen() == {"first": 10}
    for each in (first, second):
        as_platform(accounts.note_down, fresh(each), "connection refused")
    assert sum(chosen().values()) == 10  # somebody has to be the first to try again
    assert timedelta(0) < accounts.LONGEST_REST < timedelta(minutes=10)


@pytest.mark.feature("V2")
def test_every_kind_leads_to_its_way_with_the_secret_opened(hanbit: Company) -> None:
    secret = sealing.seal_for_platform(PURPOSE, "p@ss:word/1")
    ways: list[tuple[ProviderAccount, type]] = [
        (an_account("relay", kind=Kind.SMTP, secret=secret, per_domain=2,
                    config={"host": "mail.example", "port": 465, "security": "tls", "user": "u@x"}),
         Smtp),
        (an_account("seoul", kind=Kind.SES, secret=secret,
                    config={"region": "ap-northeast-2", "key_id": "AKIA"}), Ses),
        (an_account("texts", "sms", kind=Kind.SNS, secret=secret, config={"region": "x"}), Sns),
        (an_account("gw", "sms", kind=Kind.GATEWAY, secret=secret,
                    config={"address": "https://gw.example"}), Gateway),
    ]  # fmt: skip
    for account, kind in ways:
        way = way_of(account)
        assert isinstance(way, kind)
        assert way.name == account.code
        assert "p@ss" not in account.secret
    relay = way_of(ways[0][0])
    assert relay.per_domain == 2
    assert relay._url.geturl() == "smtps://u%40x:p%40ss%3Aword%2F1@mail.example:465"  # type: ignore[attr-defined]


@pytest.mark.feature("V2")
def test_a_secret_of_another_installation_says_so(hanbit: Company) -> None:
    account = an_account("relay", kind=Kind.SMTP, secret="gAAAAAB-other", config={"user": "u"})
    with pytest.raises(ChannelDown, match="enter it again"):
        way_of(account)


def test_a_file_is_no_provider_in_production(hanbit: Company, settings: Any) -> None:
    settings.DEVELOPMENT = False
    with pytest.raises(ChannelDown, match="No provider is set up"):
        way_of(an_account("file"))


def test_mails_to_one_domain_travel_on_few_lines() -> None:
    parcels = [_mail(f"a{number}@naver.com") for number in range(40)]
    parcels += [_mail(f"a{number}@daum.net") for number in range(10)]
    parcels += [_mail(f"a@only{number}.example") for number in range(10)]
    shares = fleet.shared_out(parcels, 8, 2)
    assert sorted(each.message_id for share in shares for each in share) == sorted(
        each.message_id for each in parcels
    )
    for domain, most in (("naver.com", 2), ("daum.net", 2)):
        assert sum(any(each.address.endswith(domain) for each in share) for share in shares) == most
    assert len(shares) == 8
    assert [len(share) for share in fleet.shared_out(parcels, 4, 0)] == [15] * 4


def _mail(address: str) -> Parcel:
    return Parcel(new_id(), "email", "news@hanbit.example", address, b"")


@pytest.fixture
def gateway(tmp_path: Path) -> Iterator[TextGateway]:
    with textgateway.running(tmp_path / "gateway.jsonl") as running:
        yield running


def test_where_the_first_is_not_there_the_second_sends_and_nobody_waits(
    gateway: TextGateway, inside_hanbit: Company, draft: Callable[..., Send]
) -> None:
    secret = sealing.seal_for_platform(PURPOSE, KEY)
    gone = an_account("gone", "sms", kind=Kind.GATEWAY, priority=10, secret=secret,
                      config={"address": "http://127.0.0.1:9"})  # fmt: skip
    an_account("there", "sms", kind=Kind.GATEWAY, priority=20, secret=secret,
               config={"address": gateway.url})  # fmt: skip
    send = draft(people=30, channel="sms")
    steering.start(send)
    run_pumps()
    assert states(send) == {"accepted": 30}
    rows = Message.objects.filter(send=send)
    assert set(rows.values_list("provider", "attempt")) == {("there", 1)}
    assert sorted(each["key"] for each in gateway.taken()) == sorted(
        str(key) for key in rows.values_list("pk", flat=True)
    )
    assert fresh(gone).failures == 1
    assert fresh(gone).down_reason


@pytest.mark.feature("S3")
def test_where_none_is_there_a_pump_rests_instead_of_going_round(
    inside_hanbit: Company, draft: Callable[..., Send]
) -> None:
    secret = sealing.seal_for_platform(PURPOSE, KEY)
    dead = {"kind": Kind.GATEWAY, "secret": secret, "config": {"address": "http://127.0.0.1:9"}}
    both = [an_account("one", "sms", priority=10, **dead),
            an_account("two", "sms", priority=20, **dead)]  # fmt: skip
    send = draft(people=300, channel="sms")
    steering.start(send)
    ticket = as_platform(lambda: tickets.take(["sms"]))
    with Fleets() as fleet_of:
        as_platform(pump.serve, ticket, fleet_of, time.monotonic() + 60)
    assert [fresh(each).failures for each in both] == [1, 1]
    rested = as_platform(lambda: Ticket.objects.get(pk=ticket.id))
    assert rested.failures == 1
    assert states(send) == {"pending": 300}
    send.refresh_from_db()
    assert send.status == Send.Status.RUNNING


class Fleets(ExitStack):
    """The fleets of one pump, as `pump.run` keeps them."""

    def __call__(self, account: ProviderAccount) -> Fleet:
        return self.enter_context(Fleet(way_of(account)))

    def __enter__(self) -> Fleets:
        return self


def test_a_refused_sender_stops_the_send_and_not_the_account(
    gateway: TextGateway, inside_hanbit: Company, draft: Callable[..., Send]
) -> None:
    secret = sealing.seal_for_platform(PURPOSE, KEY)
    account = an_account("gw", "sms", kind=Kind.GATEWAY, secret=secret,
                         config={"address": gateway.url})  # fmt: skip
    as_platform(vouch_for_number, inside_hanbit, "0212349999")
    send = draft(people=5, channel="sms", sender_number="0212349999")
    steering.start(send)
    run_pumps()
    send.refresh_from_db()
    assert (send.status, send.reason) == (Send.Status.PAUSED, Send.Reason.SENDER_REFUSED)
    assert fresh(account).failures == 0
    assert states(send) == {"pending": 5}


def test_registry_knows_every_kind() -> None:
    assert set(registry._MADE) == set(Kind)
    assert {each for kinds in ProviderAccount.KINDS_OF.values() for each in kinds} == set(Kind)
