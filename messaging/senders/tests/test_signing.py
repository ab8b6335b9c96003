"""Mails over SMTP carry the domain's own signature; dkimpy judges it (S1)."""

from __future__ import annotations

import socket
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import dkim
import pytest
from cryptography.hazmat.primitives import serialization

from dangol.ids import new_id
from messaging.channels.base import Parcel, Signs
from messaging.content import forms
from messaging.models import Send
from messaging.senders import keys
from messaging.senders.models import MailDomain
from messaging.senders.queries import signing
from messaging.senders.services import domains
from messaging.services import steering
from messaging.tests.conftest import make_draft
from messaging.tests.test_smtp import Plain, Script, Server
from messaging.tests.work import run_pumps
from tenants.models import Company

pytestmark = pytest.mark.feature("S1")
VALUES = {"name": "김하늘", "grade": "A"}


def told_by(domain: str, public: str) -> Any:
    """A DNS that knows this key alone."""

    def ask(name: bytes, timeout: int = 5) -> bytes | None:
        known = name.decode().endswith(f"._domainkey.{domain}.")
        return b"v=DKIM1; k=rsa; p=" + public.encode() if known else None

    return ask


def mail_of(**facts: Any) -> tuple[bytes, Signs | None]:
    send = make_draft(1, **facts)
    form = forms.leaving(send)
    composed = form.compose(new_id(), "p1@people.example", VALUES)
    return composed.data, form.signer


def test_a_mail_is_signed_by_the_key_of_its_domain(inside_hanbit: Company, people: object) -> None:
    data, signer = mail_of(advertising=True)
    assert signer is not None
    signed = signer.sign(data)
    domain = MailDomain.objects.get(name="hanbit.example")
    ask = told_by("hanbit.example", domain.public_key)
    assert signed.endswith(data)
    assert dkim.verify(signed, dnsfunc=ask)
    parsed = dkim.DKIM(signed)
    assert parsed.verify(dnsfunc=ask)
    assert parsed.domain == b"hanbit.example"  # the domain of From: DMARC wants them alike
    signed_headers = {name.lower() for name, _value in parsed.signed_headers}
    assert {b"from", b"to", b"subject", b"list-unsubscribe"} <= signed_headers


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b"To: p1@people.example", b"To: p2@people.example"),
        (b"From: ", b"From: x "),
        (b"MIME-Version: 1.0", b"MIME-Version: 1.0\r\nReply-To: thief@evil.example"),
        (b"text/html", b"text/plain"),
    ],
)
def test_whoever_changes_a_mail_breaks_its_signature(
    old: bytes, new: bytes, inside_hanbit: Company, people: object
) -> None:
    data, signer = mail_of()
    assert signer is not None
    signed = signer.sign(data)
    assert old in signed
    ask = told_by("hanbit.example", MailDomain.objects.get(name="hanbit.example").public_key)
    assert not dkim.verify(signed.replace(old, new, 1), dnsfunc=ask)


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"\r\n",
        b"\r\n\r\n\r\n",
        b"a  b \t\r\n c\t\r\n\r\n",
        b"no end",
        b" \r\n\t\r\nx \r\n \r\n",
    ],
)
@pytest.mark.parametrize(
    "head",
    [
        b"From: a@shop.example\r\nSubject:  two   blanks \r\nTo: b@c.example",
        b"Subject: =?utf-8?b?QUJD?=\r\n =?utf-8?b?QUJD?=\r\nFrom: a@shop.example\r\nX-Other: 1",
    ],
)
def test_every_form_of_text_is_read_as_the_standard_reads_it(head: bytes, body: bytes) -> None:
    pem, public = keys.new_pair()
    signer = keys.Signer("shop.example", "s1", pem)
    signed = signer.sign(head + b"\r\n\r\n" + body)
    assert dkim.verify(signed, dnsfunc=told_by("shop.example", public))


def test_the_private_key_lies_sealed(inside_hanbit: Company) -> None:
    row = domains.add("shop.example")
    assert "PRIVATE" not in row.private_key
    MailDomain.objects.filter(pk=row.pk).update(state=MailDomain.State.VERIFIED)
    assert signing.signer_of("news@shop.example") is not None
    MailDomain.objects.filter(pk=row.pk).update(private_key="gAAAAAx")
    with pytest.raises(signing.KeyLost):
        signing.signer_of("news@shop.example")


def test_the_shared_domain_is_signed_where_the_operator_gives_its_key(
    inside_hanbit: Company, people: object, settings: Any, tmp_path: Path
) -> None:
    _data, none = mail_of(sender_address="hanbit@dangol.example")
    assert none is None  # the mail server signs
    pem, public = keys.new_pair()
    path = tmp_path / "key.pem"
    path.write_text(pem)
    settings.SENDER_KEY = str(path)
    data, signer = mail_of(sender_address="hanbit@dangol.example")
    assert signer is not None
    assert dkim.verify(signer.sign(data), dnsfunc=told_by("dangol.example", public))
    key = serialization.load_pem_private_key(pem.encode(), password=None)
    assert keys.public_half(key) == public  # type: ignore[arg-type]


def test_signing_costs_little(inside_hanbit: Company, people: object) -> None:
    """Some tenths of a millisecond; a library that computes RSA in Python needs twenty times it."""
    data, signer = mail_of()
    parcel = Parcel(new_id(), "email", "a@b.example", "c@d.example", data, signer=signer)
    started = time.process_time()
    for _time in range(50):
        assert parcel.signed != data
    assert (time.process_time() - started) / 50 < 0.003


def test_what_a_mail_server_gets_carries_a_signature_that_holds(
    inside_hanbit: Company, people: object, settings: Any
) -> None:
    """The whole way: pump, line, SMTP with its doubled dots, and the server's own words."""
    script = Script()
    with served(script) as port:
        settings.SMTP_URL = f"smtp://127.0.0.1:{port}"
        send = steering.start(make_draft(3, body=".점으로 시작해요\n..둘\n{{ name }}님"))
        run_pumps()
    send.refresh_from_db()
    assert (send.status, len(script.taken)) == (Send.Status.DONE, 3)
    ask = told_by("hanbit.example", MailDomain.objects.get(name="hanbit.example").public_key)
    for _to, mail in script.taken:
        assert mail.count(b"DKIM-Signature:") == 1
        assert dkim.verify(mail, dnsfunc=ask)


@contextmanager
def served(script: Script) -> Iterator[int]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    server = Server(script, Plain)
    server.port = port
    server.start()
    try:
        yield port
    finally:
        server.stop()
