"""Fixtures for all tests: the cast, two companies, and two ways to use the database."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.conf import settings
from django.core.cache import cache
from django.db import connection, connections
from django.test import Client
from django.utils import translation
from hypothesis import HealthCheck
from hypothesis import settings as examples

from dangol.records.custom.definitions import shape_of
from tenants import audit, context
from tenants.models import Company
from tenants.people.models import AuditEntry, User
from tenants.queries.audit import VERBS
from tenants.vocabulary import deeds, vocabularies
from tests import servers

examples.register_profile(
    "on any machine", deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
examples.load_profile("on any machine")
"""How long an example takes says how busy the machine is, nothing about the code."""


@pytest.fixture(scope="session")
def django_db_setup(django_db_blocker: Any) -> None:
    """The worker's database stands already; only the rules of Django's own tests are warmed."""
    with django_db_blocker.unblock(), context.platform("tests"):
        assert connection.features.supports_transactions


@pytest.fixture(autouse=True)
def fresh_cache() -> None:
    """No test finds what another cached, such as its wrong guesses at a password."""
    cache.clear()


@pytest.fixture(autouse=True)
def korean() -> None:
    """No test goes on in the language of a page that another opened."""
    translation.activate(settings.LANGUAGE_CODE)


@pytest.fixture
def known_fields(inside_hanbit: Company) -> None:
    """The definitions of Hanbit's own fields are in the cache, as they are nearly always."""
    shape_of("")


@pytest.fixture
def committed_db(django_db_setup: None, django_db_blocker: Any) -> Iterator[None]:
    """A database with real commits, for threads and other processes; fresh again afterwards."""
    with django_db_blocker.unblock():
        yield
        connections.close_all()
        servers.copy_template()


@pytest.fixture(autouse=True)
def audit_has_words(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever a test makes a service note, the audit's screen can say: deed, record and facts."""
    record = audit.record

    def checked(action: str, **facts: Any) -> AuditEntry:
        entry = record(action, **facts)
        known = vocabularies()[entry.subject]
        assert action in deeds() or action.rpartition(".")[2] in VERBS, action
        assert set(entry.changes) <= set(known.names), f"{action}: {entry.changes}"
        return entry

    monkeypatch.setattr(audit, "record", checked)


def _company(address: str) -> Company:
    return Company.objects.get(address=address)


@pytest.fixture
def hanbit(request: pytest.FixtureRequest) -> Company:
    """The company most tests happen in: Ada (admin, full), Bob (campaign), Carol (base)."""
    _database(request)
    return _company("hanbit")


@pytest.fixture
def daon(request: pytest.FixtureRequest) -> Company:
    """Another company: Eve (admin), Dan and Frank, with the same ids as Bob and Carol."""
    _database(request)
    return _company("daon")


@pytest.fixture
def provider(request: pytest.FixtureRequest) -> Company:
    """The reserved company of the provider's staff."""
    _database(request)
    return _company("ops")


def _database(request: pytest.FixtureRequest) -> None:
    if "committed_db" not in request.fixturenames:
        request.getfixturevalue("db")


@pytest.fixture
def inside_hanbit(hanbit: Company) -> Iterator[Company]:
    """The test runs inside Hanbit."""
    with context.inside(hanbit):
        yield hanbit


def _user(company: Company, email: str) -> User:
    with context.inside(company):
        return User.objects.prefetch_related("licences").get(email=email)


@pytest.fixture
def ada(hanbit: Company) -> User:
    """Administrator of Hanbit, licensed for everything."""
    return _user(hanbit, "ada@hanbit.example")


@pytest.fixture
def bob(hanbit: Company) -> User:
    """Member of Hanbit with a campaign licence; has Dan's id."""
    return _user(hanbit, "bob@hanbit.example")


@pytest.fixture
def carol(hanbit: Company) -> User:
    """Member of Hanbit with a base licence; has Frank's id."""
    return _user(hanbit, "carol@hanbit.example")


@pytest.fixture
def eve(daon: Company) -> User:
    """Administrator of Daon."""
    return _user(daon, "eve@daon.example")


@pytest.fixture
def dan(daon: Company) -> User:
    """Member of Daon with a campaign licence; has Bob's id."""
    return _user(daon, "dan@daon.example")


@pytest.fixture
def op(provider: Company) -> User:
    """Operator of the provider."""
    return _user(provider, "op@dangol.example")


class Browser(Client):
    """Django's test client at one company's address."""

    def __init__(self, company: Company | None) -> None:
        host = company.host if company else "localhost"
        super().__init__(headers={"host": host})
        self.company = company


@pytest.fixture
def browse() -> Callable[..., Client]:
    """`browse(user, company)`: a client at the company's host, logged in when a user is given."""

    def open_browser(user: User | None = None, company: Company | None = None) -> Client:
        home = company or (_home_of(user) if user else None)
        client = Browser(home)
        if user is not None and home is not None:
            with context.inside(home):
                client.force_login(user)
        return client

    return open_browser


def _home_of(user: User) -> Company:
    """The company of a user of the cast, told by the mail address."""
    domain = user.email.partition("@")[2].removesuffix(".example")
    return _company({"dangol": "ops"}.get(domain, domain))
