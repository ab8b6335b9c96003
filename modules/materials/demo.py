"""Outside materials of a demo company: of every kind, about customers and accounts (X1)."""

from __future__ import annotations

from datetime import timedelta
from random import Random
from typing import Any

from django.db import transaction

from dangol import clock
from dangol.i18n.josa import settled
from modules.base.models import Account, Customer
from modules.materials.demo_texts import NEWS, PUBLIC, TEXTS
from modules.materials.models import Material, State
from modules.materials.services.concerns import connect
from modules.materials.services.materials import materials
from tenants import business_number
from tenants.people.models import User

SEED = 2011
OF_PERSON, OF_COMPANY = ("{name}", "{mobile}", "{email}", "{company}"), ("{account}", "{number}")
OPEN = (NEWS, PUBLIC)
"""Kinds that stand on the web."""
STATES = (State.NEW, State.USED, State.USED, State.NEW, State.ASIDE)
KNOWN = 0.6
"""The share of those named in a text with whom the material is connected."""


def fill() -> int:
    """Adds materials unless there are any; how many."""
    staff = list(User.objects.filter(is_active=True).order_by("email"))
    people = list(
        Customer.objects.present().exclude(mobile_key="").exclude(email_key="")
        .exclude(company_name="").exclude(account=None).select_related("account")
        .order_by("-created_at", "pk")[: len(TEXTS)]
    )  # fmt: skip
    if not staff or not people or Material.objects.exists():
        return 0
    random = Random(SEED)  # noqa: S311  (a demo, drawn anew alike)
    with transaction.atomic():
        for number, (kind, origin, title, text) in enumerate(TEXTS):
            person = people[number % len(people)]
            facts = _facts(person)
            material = materials.create(
                {
                    "kind": kind, "origin": origin.format(**facts),
                    "title": settled(title.format(**facts)),
                    "text": settled(text.format(**facts)), "state": STATES[number % len(STATES)],
                    "link": f"https://news.example/{number + 1:03}" if kind in OPEN else "",
                    "dated_on": clock.today() - timedelta(days=random.randrange(1, 150)),
                    "owner": random.choice(staff),
                }
            )  # fmt: skip
            _connect(material, person, origin + title + text, random)
    return len(TEXTS)


def _facts(person: Customer) -> dict[str, Any]:
    account: Account = person.account  # type: ignore[assignment]
    return {
        "name": person.name, "mobile": person.mobile, "email": person.email,
        "company": person.company_name, "account": account.name,
        "phone": account.phone or "02-3397-0200",
        "number": business_number.shown(account.business_number or business_number.made_up(7)),
    }  # fmt: skip


def _connect(material: Material, person: Customer, said: str, random: Random) -> None:
    """With most of those whom the text names; the others are left to be found in it."""
    if any(each in said for each in OF_PERSON) and random.random() < KNOWN:
        connect(material, person)
    if person.account is not None and any(each in said for each in OF_COMPANY):
        connect(material, person.account)
