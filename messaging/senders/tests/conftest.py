"""Fixtures of senders' tests: a name server of one's own, and a domain that is to be proven."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from messaging.senders.judging import wanted
from messaging.senders.models import MailDomain
from messaging.senders.services import domains
from messaging.tests.conftest import _empty_sink, draft, people, sink  # noqa: F401  (fixtures)
from tenants.models import Company
from tenants.people.models import User
from tests.providers import nameserver
from tests.providers.nameserver import NameServer

PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"


@pytest.fixture
def dns(settings: object) -> Iterator[NameServer]:
    """The name server that everybody asks."""
    with nameserver.running() as server:
        settings.DNS_SERVER = server.address  # type: ignore[attr-defined]
        yield server


@pytest.fixture
def domain(inside_hanbit: Company) -> MailDomain:
    """shop.example, whose records are not set yet."""
    return domains.add("shop.example")


@pytest.fixture
def client(ada: User, browse: Callable[..., Client]) -> Client:
    """Ada's browser: an administrator of Hanbit."""
    return browse(ada)


def put(server: NameServer, row: MailDomain, *kinds: str) -> None:
    """Sets records of the domain as its page shows them; of the same name, together."""
    values: dict[str, list[str]] = {}
    for kind, record in wanted(row).items():
        if kind in (kinds or ("owner", "dkim", "spf", "dmarc")):
            values.setdefault(record.host, []).append(record.value)
    for host, texts in values.items():
        server.set(host, *texts)


def document(name: str = "이용증명원.pdf", content: bytes = PDF) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, "application/pdf")
