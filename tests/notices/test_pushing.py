"""Notices in the browser: sealed for it, sent to public places alone, forgotten when gone (U9)."""

from __future__ import annotations

import socket
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from cryptography.exceptions import InvalidTag
from django.test import Client

from dangol import clock, notices
from dangol.errors import RuleBroken
from modules.base.models import Customer
from tenants import errands, outside
from tenants.audit import Actor, acting
from tenants.context import inside
from tenants.models import Company
from tenants.notices import choices
from tenants.notices.models import Device, Notice
from tenants.notices.push import sealing
from tenants.notices.services import pushing, reading
from tenants.people.models import User
from tests.notices import push_service
from tests.notices.push_service import BrowserKeys, Service

pytestmark = pytest.mark.feature("U9")
KEYS = BrowserKeys()


@pytest.fixture
def service() -> Iterator[Service]:
    with push_service.running() as found:
        yield found


@pytest.fixture
def device(service: Service, inside_hanbit: Company, bob: User) -> Device:
    """Bob's browser; he is told at any hour."""
    choices.keep(bob, {}, quiet=False, digest=True)
    return add(bob, service.endpoint)


def add(user: User, endpoint: str, **keys: str) -> Device:
    given = {"p256dh": KEYS.p256dh, "auth": KEYS.auth} | keys
    return pushing.add(user, endpoint=endpoint, agent="Chrome", **given)


def tell(by: User, to: User) -> Notice:
    customer = Customer.objects.create(name="김하늘", mobile="010-1234-5678")
    told = notices.Told(kind="base.customer.assigned", record="base.customer", key=str(customer.pk))
    with acting(Actor(id=by.pk, name=by.name)):
        notices.tell(told, [to.pk])
    return Notice.objects.get(object_id=customer.pk)


def test_the_browser_reads_the_sentence_and_nothing_else(
    service: Service, device: Device, hanbit: Company, ada: User, bob: User
) -> None:
    notice = tell(ada, bob)
    pushing.send(str(notice.pk), str(device.pk))
    ((path, headers, body),) = service.taken
    assert path == "/push/abc"
    assert KEYS.read(body) == {
        "title": "한빛물산",
        "body": "에이다 님이 김하늘 고객을 맡겼어요.",
        "url": f"/tenants/notices/{notice.pk}/open",
        "tag": str(notice.pk),
    }
    with pytest.raises(InvalidTag):
        BrowserKeys().read(body)
    said = push_service.claims(headers["Authorization"], sealing.public_key())
    assert said["aud"] == f"http://127.0.0.1:{service.port}"
    assert 0 < said["exp"] - clock.real_now().timestamp() <= 86_400
    assert headers["Content-Encoding"] == "aes128gcm"
    assert "TTL" in headers


def test_it_speaks_the_language_of_its_user(
    service: Service, device: Device, ada: User, bob: User
) -> None:
    User.objects.filter(pk=bob.pk).update(language="en")
    pushing.send(str(tell(ada, bob).pk), str(device.pk))
    assert KEYS.read(service.taken[0][2])["body"] == (
        "에이다 handed the customer 김하늘 over to you."
    )


def test_a_message_is_promised_once_to_each_browser(
    service: Service, device: Device, ada: User, bob: User, carol: User,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    promised: list[Any] = []
    monkeypatch.setattr(errands, "post", lambda *args: promised.append(args))
    add(bob, service.endpoint + "/phone")
    add(carol, service.endpoint + "/carol")
    tell(ada, bob)
    assert pushing.promise_due() == 0
    with clock.shifted(timedelta(seconds=6)):
        assert pushing.promise_due() == 2
        assert pushing.promise_due() == 0
    own = Device.objects.filter(user=bob).values_list("pk", flat=True)
    notice = Notice.objects.get()
    assert set(promised) == {(pushing.SEND, str(notice.pk), str(pk)) for pk in own}


def test_what_is_read_or_out_of_sight_is_not_sent(
    service: Service, device: Device, ada: User, bob: User
) -> None:
    notice = tell(ada, bob)
    reading.read(bob, notice.pk)
    pushing.send(str(notice.pk), str(device.pk))
    hidden = tell(ada, bob)
    Customer.objects.filter(pk=hidden.object_id).update(deleted_at=clock.now())
    pushing.send(str(hidden.pk), str(device.pk))
    assert service.taken == []


def test_another_s_notice_never_reaches_a_browser(
    service: Service, device: Device, ada: User, carol: User
) -> None:
    pushing.send(str(tell(ada, carol).pk), str(device.pk))
    assert service.taken == []


@pytest.mark.parametrize("status", [404, 410])
def test_a_browser_that_is_gone_is_forgotten(
    service: Service, device: Device, ada: User, bob: User, status: int
) -> None:
    service.status = status
    pushing.send(str(tell(ada, bob).pk), str(device.pk))
    assert not Device.objects.exists()


@pytest.mark.parametrize("status", [429, 500, 503])
def test_a_service_in_trouble_is_asked_again(
    service: Service, device: Device, ada: User, bob: User, status: int
) -> None:
    service.status = status
    with pytest.raises(OSError, match=str(status)):
        pushing.send(str(tell(ada, bob).pk), str(device.pk))
    assert Device.objects.exists()


@pytest.mark.parametrize("status", [301, 307, 400, 413])
def test_redirects_are_not_followed_and_refusals_not_repeated(
    service: Service, device: Device, ada: User, bob: User, status: int
) -> None:
    service.status = status
    pushing.send(str(tell(ada, bob).pk), str(device.pk))
    assert len(service.taken) == 1
    assert Device.objects.exists()


def test_in_quiet_hours_the_browser_says_nothing(
    service: Service, device: Device, ada: User, bob: User
) -> None:
    choices.keep(bob, {}, quiet=True, digest=True)
    with clock.at(datetime(2026, 11, 19, 16, 0, tzinfo=UTC)):  # 01:00 in Korea
        assert tell(ada, bob).push_at is None
    with clock.at(datetime(2026, 11, 20, 2, 0, tzinfo=UTC)):  # Friday 11:00
        assert tell(ada, bob).push_at is not None


FORBIDDEN = [
    "http://push.example/x",
    "https://user@push.example/x",
    "https://push.example:8443/x",
    "https://push.example/x#y",
    "http://localhost/x",
    "http://127.0.0.2/x",
    "ftp://push.example/x",
    "https:///x",
    "https://push.example:x/",
    "javascript:alert(1)",
    "",
]


@pytest.mark.parametrize("address", FORBIDDEN)
def test_what_is_no_public_https_address_is_refused(
    inside_hanbit: Company, bob: User, address: str
) -> None:
    with pytest.raises(RuleBroken):
        add(bob, address)


@pytest.mark.parametrize(
    "number",
    ["127.0.0.1", "10.0.0.8", "192.168.1.1", "169.254.169.254", "0.0.0.0", "100.64.0.1",
     "::1", "fe80::1", "fd00::1", "::ffff:10.0.0.1", "224.0.0.1"],
)  # fmt: skip
def test_a_name_that_leads_inside_is_not_connected_to(
    monkeypatch: pytest.MonkeyPatch, number: str
) -> None:
    def answer(*args: Any, **kwargs: Any) -> list[Any]:
        public = (socket.AF_INET, socket.SOCK_STREAM, 6, "", ("93.184.215.14", 443))
        return [public, (socket.AF_INET, socket.SOCK_STREAM, 6, "", (number, 443))]

    def never(*args: Any, **kwargs: Any) -> Any:
        raise AssertionError("connected")

    monkeypatch.setattr(socket, "getaddrinfo", answer)
    monkeypatch.setattr(socket, "create_connection", never)
    with pytest.raises(outside.Refused):
        outside.post("https://push.example/x", b"", {})


def test_the_number_that_was_looked_at_is_connected_to(monkeypatch: pytest.MonkeyPatch) -> None:
    """A second look-up of the name, which could answer otherwise, does not happen."""
    looked: list[str] = []
    connected: list[Any] = []

    def answer(host: str, *args: Any, **kwargs: Any) -> list[Any]:
        looked.append(host)
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("93.184.215.14", 443))]

    def connect(address: Any, *args: Any, **kwargs: Any) -> Any:
        connected.append(address)
        raise OSError("far away")

    monkeypatch.setattr(socket, "getaddrinfo", answer)
    monkeypatch.setattr(socket, "create_connection", connect)
    with pytest.raises(OSError, match="far away"):
        outside.post("https://push.example/x", b"", {})
    assert (looked, connected) == (["push.example"], [("93.184.215.14", 443)])


def test_in_production_the_machine_itself_is_refused(settings: Any) -> None:
    settings.DEVELOPMENT = False
    for address in ("http://127.0.0.1:80/x", "https://127.0.0.1/x"):
        with pytest.raises(outside.Refused):
            outside.post(address, b"", {})


@pytest.mark.parametrize(
    "keys", [{"p256dh": "x"}, {"p256dh": sealing.encode(b"\x04" + b"\1" * 64)}, {"auth": "AAAA"}]
)
def test_keys_that_are_none_are_refused(
    inside_hanbit: Company, bob: User, keys: dict[str, str]
) -> None:
    with pytest.raises(RuleBroken):
        add(bob, "https://push.example/x", **keys)


def test_a_browser_is_turned_on_and_off_by_its_user_alone(
    hanbit: Company, daon: Company, bob: User, ada: User, browse: Callable[..., Client]
) -> None:
    given = {"endpoint": "https://push.example/x", "p256dh": KEYS.p256dh, "auth": KEYS.auth}
    client = browse(bob)
    assert client.post("/tenants/notices/browsers/add", given).status_code == 204
    assert client.post("/tenants/notices/browsers/add", given).status_code == 204
    browse(ada).post("/tenants/notices/browsers/remove", given)
    with inside(hanbit):
        assert Device.objects.get().user_id == bob.pk
    with inside(daon):
        assert not Device.objects.exists()
    client.post("/tenants/notices/browsers/remove", given)
    with inside(hanbit):
        assert not Device.objects.exists()
    wrong = client.post("/tenants/notices/browsers/add", given | {"endpoint": "http://10.0.0.1/"})
    assert (wrong.status_code, wrong.content.decode()) == (
        422, "이 브라우저로는 알림을 보낼 수 없어요. 다른 브라우저를 쓰세요.",
    )  # fmt: skip


def test_the_worker_is_a_script_of_our_own_host(
    hanbit: Company, browse: Callable[..., Client]
) -> None:
    answer = browse(company=hanbit).get("/tenants/notices/worker.js")
    assert answer["Content-Type"] == "text/javascript"
    assert b"showNotification" in answer.content
    assert "script-src 'self'" in answer["Content-Security-Policy"]


def test_no_place_holds_the_key_but_the_secret() -> None:
    """The same on every host of an installation, another in another."""
    assert sealing.public_key() == sealing.public_key()
    one, other = (sealing._own_key(secret).public_key() for secret in ("a", "b"))
    assert push_service.point(one) != push_service.point(other)
