"""What belongs to an account: years, addresses, ratings, people, groups (C2, C4, C7, C10)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from dangol import clock
from dangol.errors import RuleBroken
from modules.base.models import (
    Account,
    AccountAddress,
    AccountGroup,
    AccountPerson,
    AccountRating,
    AccountYear,
)
from tenants import audit
from tenants.services.records import Services, Taken, Values, set_all

GROUP = ("name", "memo")
YEAR = ("account_id", "year", "sales", "profit", "memo")
ADDRESS = (
    "account_id", "kind", "name", "postcode", "line1", "line2", "phone", "fax", "memo",
)  # fmt: skip
RATING = ("account_id", "kind", "value", "rated_on", "owner_id", "memo")
PERSON = ("account_id", "customer_id", *AccountPerson.FLAGS, "role", "memo")


def _accounts_of(part: Any, changes: Mapping[str, Any]) -> set[UUID]:
    """The account that it belongs to, and the one that it was moved from."""
    before = changes.get("account_id", [None])[0]
    return {part.account_id, UUID(before) if before else part.account_id}


def _follow_year(year: AccountYear, verb: str, changes: Mapping[str, Any]) -> None:
    """The sales of the latest year are the account's yearly revenue."""
    for account_id in _accounts_of(year, changes):
        latest = AccountYear.objects.present().filter(account=account_id).order_by("-year").first()
        if latest is not None:
            Account.objects.filter(pk=account_id).update(revenue=latest.sales)


def _take_address(address: AccountAddress, values: Values) -> None:
    set_all(address, values)
    address.name = address.name or address.get_kind_display()


def _take_rating(rating: AccountRating, values: Values) -> None:
    set_all(rating, values)
    rating.rated_on = rating.rated_on or clock.today()
    if rating.rated_on > clock.today():
        raise RuleBroken(
            "rated_in_future",
            _("A rating counts from the day on which it was made; that day cannot lie ahead."),
            field="rated_on",
        )
    if rating.owner_id is None and rating._state.adding:
        rating.owner_id = audit.actor().user_id


def _follow_rating(rating: AccountRating, verb: str, changes: Mapping[str, Any]) -> None:
    """The account shows the latest rating of each kind, and since when."""
    for account_id in _accounts_of(rating, changes):
        for kind in AccountRating.Kind.values:
            _show_latest(account_id, kind)


def _show_latest(account_id: UUID, kind: str) -> None:
    ratings = AccountRating.objects.present().filter(account=account_id, kind=kind)
    latest = ratings.order_by("-rated_on").first()
    Account.objects.filter(pk=account_id).update(
        **{kind: latest and latest.value, f"{kind}_on": latest and latest.rated_on}
    )


def rate(account: Account, kind: str) -> None:
    """Keeps in the history what was rated in the account itself; no audit line of its own.

    A second rating of the same day takes the place of the first; none at all ends with the day.
    """
    value, today = getattr(account, kind), clock.today()
    of_today = AccountRating.objects.present().filter(account=account, kind=kind, rated_on=today)
    if value is None:
        of_today.update(deleted_at=clock.now())
    elif not of_today.update(
        value=value, owner_id=audit.actor().user_id, memo="", updated_at=clock.now()
    ):
        AccountRating.objects.create(
            account=account, kind=kind, value=value, rated_on=today, owner_id=audit.actor().user_id
        )
    Account.objects.filter(pk=account.pk).update(**{f"{kind}_on": today if value else None})


def mark_left(customer_id: UUID, account_id: UUID) -> None:
    """Whoever went to another account has left this one, where they were somebody."""
    AccountPerson.objects.present().filter(customer=customer_id, account=account_id).update(
        has_left=True, updated_at=clock.now()
    )


groups = Services(
    subject="base.account_group",
    model=AccountGroup,
    fields=GROUP,
    taken={
        "base_accountgroup_once": Taken(
            code="name_taken",
            words=_("There is a group “%(value)s” already; choose another name."),
            field="name",
        )
    },
)
years = Services(
    subject="base.account_year",
    model=AccountYear,
    fields=YEAR,
    follow=_follow_year,
    taken={
        "base_accountyear_once": Taken(
            code="year_taken",
            words=_("The year %(value)s is there already; change that one."),
            field="year",
        )
    },
)
addresses = Services(
    subject="base.account_address", model=AccountAddress, fields=ADDRESS,
    take_over=_take_address,
)  # fmt: skip
ratings = Services(
    subject="base.account_rating",
    model=AccountRating,
    fields=RATING,
    owner="owner",
    passes=None,
    take_over=_take_rating,
    follow=_follow_rating,
    taken={
        "base_accountrating_once": Taken(
            code="rating_taken",
            words=_("It was rated on this day already; change that rating."),
            field="rated_on",
        )
    },
)
people = Services(
    subject="base.account_person",
    model=AccountPerson,
    fields=PERSON,
    taken={
        "base_accountperson_once": Taken(
            code="person_taken",
            words=_("This person is one of the account's already; change that entry."),
            field="customer",
        )
    },
)
