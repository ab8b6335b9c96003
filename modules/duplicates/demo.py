"""Customers of a demo company who are there twice, in the spellings of daily work."""

from __future__ import annotations

import random
from collections.abc import Callable
from typing import Any

from modules.base.models import Customer
from modules.base.services.created_customers import create_many
from modules.base.values import companies
from modules.duplicates.kinds import KINDS
from modules.duplicates.models import Scan
from modules.duplicates.services import scans

TWINS = 40
"""Customers who get a second entry."""
SOURCES = ("전시회", "웹 문의", "명함")


def fill() -> int:
    """Makes the twins and looks for them, once; how many were made."""
    if Scan.objects.exists() or not Customer.objects.exists():
        return 0
    chance = random.Random(TWINS)  # noqa: S311  (the same demo each time)
    rows = list(
        Customer.objects.filter(deleted_at=None).exclude(mobile="").order_by("pk")[: TWINS * 4 : 4]
    )
    create_many([_twin(row, chance) for row in rows])
    for mergeable in KINDS.values():
        scan = scans.start(mergeable, None, ring=lambda key: None)
        scans.work(scan.pk)
    return len(rows)


def _twin(row: Customer, chance: random.Random) -> dict[str, Any]:
    """The same person, as another colleague would have entered them."""
    values = {
        "name": row.name, "company_name": row.company_name, "department": row.department,
        "title": chance.choice((row.title, "과장", "")), "mobile": row.mobile,
        "email": row.email, "work_line1": row.work_line1, "work_postcode": row.work_postcode,
        "home_line1": row.home_line1, "birth_date": row.birth_date,
        "source": chance.choice(SOURCES), "mailing_place": row.mailing_place,
    }  # fmt: skip
    for slip in chance.sample(SLIPS, k=2):
        slip(values, chance)
    return {name: value for name, value in values.items() if value not in ("", None)}


def _company(values: dict[str, Any], chance: random.Random) -> None:
    core = companies.key(values["company_name"])
    if core:
        values["company_name"] = chance.choice((f"주식회사 {core}", f"{core}(주)", f"(주){core}"))


def _no_mobile(values: dict[str, Any], chance: random.Random) -> None:
    if values["email"]:
        values["mobile"] = ""


def _other_mail(values: dict[str, Any], chance: random.Random) -> None:
    head, _at, domain = values["email"].partition("@")
    if values["mobile"] and head:
        values["email"] = f"{head}{chance.randint(1, 99)}@{domain}"


def _spaced(values: dict[str, Any], chance: random.Random) -> None:
    values["name"] = f"{values['name'][0]} {values['name'][1:]}"


def _short_address(values: dict[str, Any], chance: random.Random) -> None:
    line = values["work_line1"].replace("서울특별시", "서울시")
    values["work_line1"] = line.replace("경기도", "경기")


SLIPS: tuple[Callable[[dict[str, Any], random.Random], None], ...] = (
    _company, _no_mobile, _other_mail, _spaced, _short_address,
)  # fmt: skip
