"""Nobody ever sees another company's row: the four sentences of what isolation means (V1).

1. a session of one company at another's host goes to log-in (tests/test_access_matrix.py)
2. a user at an address with another company's id sees the own row with that id, or 404
3. signed and opaque addresses of another company are 404
4. a canary of one company never appears in anything of the other
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from pathlib import Path

import pytest
from django.conf import settings
from django.core.cache import cache
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.test import Client
from django.urls import reverse

from dangol.addresses import Address, addresses
from dangol.queue import broker
from messaging import links
from tenants import context, errands
from tenants.models import Company
from tenants.people.models import Invitation, User
from tenants.services import users
from tests import twins
from tests.template import TWIN

pytestmark = pytest.mark.feature("V1")

CANARY = "카나리아7f3a91"
READABLE = [a for a in addresses() if a.site == "company" and "GET" in a.methods]


def plant_canary(daon: Company, eve: User) -> Invitation:
    """Puts the canary into every kind of thing that Daon has."""
    with context.inside(daon):
        twins.plant(CANARY)
        invitation = users.invite(
            email="canary@daon.example", name=CANARY, role="member", plans=["base"], by=eve
        )
        default_storage.save(f"{CANARY}.txt", ContentFile(CANARY.encode()))
        cache.set(CANARY, CANARY)
        logging.getLogger("test").info("%s", CANARY)
    return invitation


SAMPLES = {"uuid": TWIN, "int": 2026, "str": "none", "slug": "none", "": "0"}


def url_of(address: Address) -> str:
    """The address with the twin's id, which exists in both companies."""
    values = {name: SAMPLES[kind] for name, kind in address.parameters.items()}
    return reverse(address.name, kwargs=values)


def test_no_page_of_hanbit_shows_the_canary_of_daon(
    hanbit: Company, daon: Company, ada: User, eve: User, browse: Callable[..., Client]
) -> None:
    plant_canary(daon, eve)
    with context.inside(hanbit):
        twins.plant("우리것")
    client, seen = browse(ada), 0
    for address in READABLE:
        if address.name == "account_logout":
            continue
        answer = client.get(url_of(address))
        body = b"".join(answer.streaming_content) if answer.streaming else answer.content
        assert CANARY.encode() not in body, address.name
        seen += "우리것".encode() in body
    assert seen > 8, "the twins of the own company are seen"


def test_the_canary_is_seen_at_home(
    daon: Company, eve: User, browse: Callable[..., Client]
) -> None:
    """The control: a search that finds nothing anywhere would prove nothing."""
    plant_canary(daon, eve)
    client = browse(eve)
    for name in ("tenants:user-list", "base:customer-list", "campaign:campaign-list"):
        assert CANARY in client.get(reverse(name)).content.decode(), name
    for name in ("base:customer-page", "campaign:campaign-page"):
        assert CANARY in client.get(reverse(name, args=[TWIN])).content.decode(), name


def test_the_same_id_opens_the_own_row_only(
    ada: User, eve: User, bob: User, dan: User, browse: Callable[..., Client]
) -> None:
    assert bob.pk == dan.pk
    address = reverse("tenants:user-edit", args=[bob.pk])
    ours, theirs = browse(ada).get(address), browse(eve).get(address)
    assert "밥" in ours.content.decode()
    assert "댄" not in ours.content.decode()
    assert "댄" in theirs.content.decode()


def test_signed_addresses_of_another_company_do_not_exist(
    hanbit: Company, daon: Company, eve: User, browse: Callable[..., Client]
) -> None:
    invitation = plant_canary(daon, eve)
    with context.inside(daon):
        path = users.invitation_link(invitation).removeprefix(daon.origin)
    assert browse(company=daon).get(path).status_code == 200
    assert browse(company=hanbit).get(path).status_code == 404


@pytest.mark.parametrize(
    ("name", "purpose"),
    [
        ("messaging:open", links.OPEN),
        ("messaging:click", links.CLICK),
        ("messaging:unsubscribe", links.UNSUBSCRIBE),
    ],
)
def test_links_in_mails_work_at_their_own_company_only(
    hanbit: Company,
    daon: Company,
    name: str,
    purpose: bytes,
    browse: Callable[..., Client],
) -> None:
    """Both companies have the message with this id; only the token tells them apart."""
    for company in (hanbit, daon):
        with context.inside(company):
            twins.plant("쌍둥이")
    target = b"https://shop.example/" if purpose == links.CLICK else b""
    path = reverse(name, args=[links.Signer(daon.pk).token(purpose, TWIN, target).decode()])
    assert browse(company=daon).get(path).status_code in (200, 302)
    assert browse(company=hanbit).get(path).status_code == 404


def test_mails_of_hanbit_carry_nothing_of_daon(
    hanbit: Company, daon: Company, ada: User, eve: User, mailoutbox: list[object]
) -> None:
    plant_canary(daon, eve)
    with context.inside(hanbit):
        invitation = users.invite(
            email="new@hanbit.example", name="새 사람", role="member", plans=["base"], by=ada
        )
        users.mail_invitation(str(invitation.pk))
    (mail,) = mailoutbox
    assert CANARY not in mail.subject + mail.body
    assert hanbit.name in mail.body


def test_files_cache_keys_and_logs_name_their_own_company(
    hanbit: Company, daon: Company, eve: User, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.INFO):
        plant_canary(daon, eve)
    home = Path(settings.MEDIA_ROOT) / "companies"
    assert list(home.glob(f"{daon.pk}/{CANARY}*"))
    assert not list(home.glob(f"{hanbit.pk}/{CANARY}*"))
    with context.inside(hanbit):
        assert cache.get(CANARY) is None
    logs = caplog.records
    assert [r for r in logs if CANARY in r.getMessage()]


@pytest.mark.usefixtures("committed_db")
def test_queue_messages_carry_ids_and_their_company_only(daon: Company, eve: User) -> None:
    broker.flush_all()
    with context.inside(daon):
        users.invite(
            email="canary@daon.example", name=CANARY, role="member", plans=["base"], by=eve
        )
    messages = [
        value
        for key in broker.client.keys(f"{settings.QUEUE_NAMESPACE}:*.msgs")
        for value in broker.client.hvals(key)
    ]
    assert messages, "the invitation's errand was rung"
    assert CANARY.encode() not in b"".join(messages)
    assert CANARY.encode("unicode_escape") not in b"".join(messages)


@pytest.mark.usefixtures("committed_db")
def test_a_worker_does_an_errand_inside_its_own_company(daon: Company, eve: User) -> None:
    with context.inside(daon):
        invitation = users.invite(
            email="canary@daon.example", name=CANARY, role="member", plans=["base"], by=eve
        )
    with context.platform("test"):
        errand = errands.Errand.objects.get()
    assert errand.company_id == daon.pk
    errands.run.actor.fn(str(errand.pk))
    with context.platform("test"):
        errand.refresh_from_db()
        assert errand.done_at is not None, errand.error
    assert str(invitation.pk) in errand.args
