"""How two customers become one."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.db.models import Q

from modules.base import consents
from modules.base.records import customer_record
from modules.base.services.contacts import look_again
from modules.base.services.customers import services
from modules.base.services.ledger import settle_merged
from modules.base.values import addresses, companies, names
from modules.duplicates.engine.weights import CUSTOMER_COLUMNS
from modules.duplicates.kinds.base import Mergeable


def address(prefix: str) -> Callable[[Any], str]:
    """(record) -> the address in one piece: (08501) 서울 금천구 가람로 12, 7층."""

    def said(instance: Any) -> str:
        names = (f"{prefix}postcode", f"{prefix}line1", f"{prefix}line2")
        postcode, *lines = (getattr(instance, name) for name in names)
        text = ", ".join(filter(None, lines))
        return f"({postcode}) {text}" if postcode else text

    return said


def probes(user: Any, values: Mapping[str, str]) -> list[Q]:
    """The same mobile number, mail address or name."""
    found = []
    digits = "".join(each for each in values["mobile"] if each.isdigit())
    if digits:
        found.append(Q(mobile_key=digits))
    if values["email"]:
        found.append(Q(email_key=values["email"].lower()))
    name = "".join(values["name"].split())
    if name and (values["company_name"] or not digits):
        found.append(Q(name__in={name, values["name"]}))
    if name and values["company_name"]:
        found.append(Q(company_name=values["company_name"], name__startswith=name[0]))
    return found


customers = Mergeable(
    record=customer_record,
    services=services,
    probes=probes,
    columns=CUSTOMER_COLUMNS,
    consents=consents.NAMES,
    along={"company_name": ("account_id",)},
    earliest=("created_at",),
    latest=("last_contacted_at", "is_excluded"),
    alike={
        "name": names.key,
        "company_name": companies.key,
        "home_line1": addresses.key,
        "work_line1": addresses.key,
    },
    may_differ=("source",),
    words={"home_line1": address("home_"), "work_line1": address("work_")},
    follow=settle_merged,
    recount=look_again,
)
