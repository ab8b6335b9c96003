"""Prepares the template database of a test run: migrated, with the cast in two companies.

On purpose the two companies hold users with the same ids: what is found by id alone would leak.
"""

from __future__ import annotations

from typing import Any
from uuid import UUID

import django
from django.contrib.auth.hashers import make_password

PASSWORD = "correct-horse-9"
TWIN = UUID("00000000-0000-7000-8000-000000000001")
"""Bob of Hanbit and Dan of Daon have this id."""
TWIN_TOO = UUID("00000000-0000-7000-8000-000000000002")
"""Carol of Hanbit and Frank of Daon have this id."""


def main() -> None:
    django.setup()
    from tenants import context
    from tenants.services import schemas

    schemas.migrate_all()
    with context.platform("prepare the tests"):
        _hanbit()
        _daon()
        _provider()
        schemas.refill_pool()


def _founder(name: str, email: str) -> object:
    from tenants.services.founding import Founder

    return Founder(name=name, email=email, password_hash=make_password(PASSWORD))


def _hanbit() -> None:
    from tenants import context
    from tenants.services.founding import found_company

    company = found_company(
        name="한빛물산",
        address="hanbit",
        business_number="1248100998",
        admin=_founder("에이다", "ada@hanbit.example"),
        plans=["full"],
    )
    with context.inside(company):
        _user(TWIN, "밥", "bob@hanbit.example", ["campaign"])
        _user(TWIN_TOO, "캐럴", "carol@hanbit.example", ["base"])
    _senders(company, "hanbit.example", "023397020", "0212345678")


def _daon() -> None:
    from tenants import context
    from tenants.services.founding import found_company

    company = found_company(
        name="다온상사",
        address="daon",
        business_number="2208162517",
        admin=_founder("이브", "eve@daon.example"),
        plans=["full"],
    )
    with context.inside(company):
        _user(TWIN, "댄", "dan@daon.example", ["campaign"])
        _user(TWIN_TOO, "프랭크", "frank@daon.example", ["base"])
    _senders(company, "daon.example", "0212345678")


def _provider() -> None:
    from tenants.services.founding import found_company

    found_company(
        name="단골",
        address="ops",
        business_number=None,
        admin=_founder("오퍼", "op@dangol.example"),
        plans=[],
        is_provider=True,
    )


def _senders(company: Any, domain: str, *numbers: str) -> None:
    """What the drafts of tests are sent from, vouched for as in the demo."""
    from messaging.senders import demo
    from messaging.senders.models import MailAddress
    from tenants import context

    for number in numbers:
        demo.vouch_for_number(company, number)
    with context.inside(company):
        demo.vouch_for_domain(domain)
        MailAddress.objects.create(address=f"news@{domain}", name=company.name)


def _user(key: UUID, name: str, email: str, plans: list[str]) -> None:
    from tenants.people.models import User
    from tenants.services import licences

    user = User.objects.create(pk=key, name=name, email=email, password=make_password(PASSWORD))
    licences.assign(user, plans)


if __name__ == "__main__":
    main()
