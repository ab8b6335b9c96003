"""Customers of a demo company who are there twice, in the spellings of daily work."""

from __future__ import annotations

import random
from collections.abc import Callable

from modules.base.models import Customer
from modules.base.values import companies
from modules.duplicates.kinds import KINDS
from modules.duplicates.models import Scan
from modules.duplicates.services import scans

TWINS, EVERY = 40, 4
"""So many pairs: of so many customers in a row the second becomes the first once more."""
LIKE = (
    "name", "company_name", "department", "title", "mobile", "mobile_key", "email", "email_key",
    "birth_date", "home_postcode", "home_line1", "home_line2", "work_postcode", "work_line1",
    "work_line2",
)  # fmt: skip


def fill() -> int:
    """Makes twins of customers that are there and looks for them, once; how many it made.

    Nobody is added: a demo has as many customers as were asked for. A small one stays as it is.
    """
    if Scan.objects.exists() or Customer.objects.count() < TWINS * EVERY:
        return 0
    chance = random.Random(TWINS)  # noqa: S311  (the same demo each time)
    rows = list(Customer.objects.present().order_by("pk")[: TWINS * EVERY])
    pairs = [pair for pair in zip(rows[::EVERY], rows[1::EVERY], strict=True) if pair[0].mobile]
    for row, twin in pairs:
        _repeat(row, twin, chance)
    Customer.objects.bulk_update([twin for _row, twin in pairs], [*LIKE, "account"])
    for mergeable in KINDS.values():
        scan = scans.start(mergeable, None, ring=lambda key: None)
        scans.work(scan.pk)
    return len(pairs)


def _repeat(row: Customer, twin: Customer, chance: random.Random) -> None:
    """Makes `twin` the same person, as another colleague would have entered them."""
    for name in LIKE:
        setattr(twin, name, getattr(row, name))
    twin.account = None
    for slip in chance.sample(SLIPS, k=2):
        slip(twin, chance)


def _company(twin: Customer, chance: random.Random) -> None:
    core = companies.key(twin.company_name)
    if core:
        twin.company_name = chance.choice((f"주식회사 {core}", f"{core}(주)", f"(주){core}"))


def _no_mobile(twin: Customer, chance: random.Random) -> None:
    if twin.email:
        twin.mobile = twin.mobile_key = ""


def _other_mail(twin: Customer, chance: random.Random) -> None:
    head, at, domain = twin.email.partition("@")
    if twin.mobile and head:
        twin.email = f"{head}{chance.randint(1, 99)}{at}{domain}"
        twin.email_key = twin.email.lower()


def _spaced(twin: Customer, chance: random.Random) -> None:
    twin.name = f"{twin.name[0]} {twin.name[1:]}"


def _promoted(twin: Customer, chance: random.Random) -> None:
    twin.title = chance.choice(("과장", "차장", ""))


SLIPS: tuple[Callable[[Customer, random.Random], None], ...] = (
    _company, _no_mobile, _other_mail, _spaced, _promoted,
)  # fmt: skip
