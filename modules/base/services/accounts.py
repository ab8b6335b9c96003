"""Adding, changing and removing accounts (C1, C2)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.db.models import OuterRef, Subquery
from django.utils.translation import gettext_lazy as _

from dangol.errors import RuleBroken
from modules.base.models import Account, Customer
from modules.base.services import dealings, sources
from tenants.services.records import Services, Taken, Values, set_all

FIELDS = (
    "name", "business_number", "state", "representative", "industry", "size", "grade", "credit",
    "favour", "group_id", "is_partner", "is_competitor", "founded", "employees", "revenue",
    "capital", "goods", "output", "phone", "fax", "homepage", "postcode", "line1", "line2",
    "parent_id", "owner_id", "source", "memo",
)  # fmt: skip
RATED = ("credit", "favour")
DEEPEST = 20
"""Companies above one another; no group has more."""


def _take_over(account: Account, values: Values) -> None:
    set_all(account, values)
    above = account.parent
    for _level in range(DEEPEST):
        if above is None:
            return
        if above.pk == account.pk:
            break
        above = above.parent
    raise RuleBroken(
        "parent_circle",
        _("An account cannot stand above itself. Choose another parent account."),
        field="parent",
    )


def _follow(account: Account, verb: str, changes: Mapping[str, Any]) -> None:
    """Customers who work there carry the account's new name; ratings have their history."""
    sources.know_after(account.source, verb, changes)
    for kind in RATED:
        if kind in changes or (verb == "create" and getattr(account, kind) is not None):
            dealings.rate(account, kind)
    if "name" in changes:
        rename_at_customers([account.pk])


def rename_at_customers(ids: Sequence[UUID]) -> None:
    """Gives those who work at these accounts the names that the accounts have now."""
    names = Account.objects.filter(pk=OuterRef("account_id")).values("name")
    Customer.objects.filter(account_id__in=ids).update(company_name=Subquery(names))


accounts = Services(
    subject="base.account",
    model=Account,
    fields=FIELDS,
    owner="owner",
    take_over=_take_over,
    follow=_follow,
    taken={
        "base_account_business_number": Taken(
            code="business_number_taken",
            words=_("Another account has this business number."),
            field="business_number",
        )
    },
)
