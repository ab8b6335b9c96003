"""How two accounts become one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.db.models import Q

from dangol.search.lookup import lookup
from modules.base.models import Account, Customer
from modules.base.records import account_record
from modules.base.services.accounts import accounts as services
from modules.base.values import addresses, companies
from modules.duplicates.engine.weights import ACCOUNT_COLUMNS
from modules.duplicates.kinds.base import Mergeable
from modules.duplicates.kinds.customers import address


def _rename(ids: Sequence[UUID]) -> None:
    """Customers carry the name of the account they work at."""
    for account in Account.objects.filter(pk__in=ids):
        staff = Customer.objects.filter(account=account).exclude(company_name=account.name)
        staff.update(company_name=account.name)


def probes(user: Any, values: Mapping[str, str]) -> list[Q]:
    """The same business number, or a name with the same core."""
    found = []
    digits = "".join(each for each in values["business_number"] if each.isdigit())
    if digits:
        found.append(Q(business_number=digits))
    core = companies.key(values["name"])
    if len(core) > 1:
        found.append(lookup(account_record, user, core).condition)
    return found


accounts = Mergeable(
    record=account_record,
    services=services,
    probes=probes,
    columns=ACCOUNT_COLUMNS,
    earliest=("created_at",),
    alike={"name": companies.key, "line1": addresses.key},
    words={"line1": address("")},
    follow=_rename,
)
