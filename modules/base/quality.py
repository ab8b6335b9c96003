"""Port: what is wanting in the data of customers, as conditions of their list (B29).

Each shortcoming belongs to one of six criteria. This module knows those that stand in the customer;
others register theirs at start, such as errors that the cleansing module keeps.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from dangol import clock
from dangol.registry import Text

CRITERIA: dict[str, Text] = {
    "linkage": _("Strategic linkage"),
    "reliability": _("Reliability"),
    "fill": _("Completeness"),
    "standard": _("Standard spelling"),
    "recency": _("Recency"),
    "access": _("Integration and access"),
}
"""품질 기준: 전략적 연계성, 신뢰성, 충실성, 표준화, 최근성, 통합·접근성."""
STALE = 365
"""Days after which data that nobody touched is no longer recent."""


@dataclass(frozen=True, kw_only=True)
class Shortcoming:
    """One thing that is wanting.

    code    kept with the history of figures and in addresses: never renamed
    q       () -> the customers who have it
    fields  of the customer that it reads: hidden from somebody, it is neither counted nor filtered
    """

    code: str
    criterion: str
    label: Text
    q: Callable[[], Q]
    fields: tuple[str, ...] = ()


def _stale() -> Q:
    """Nobody changed the customer or spoke with them for a year."""
    border = clock.now() - timedelta(days=STALE)
    silent = Q(last_contacted_at__lt=border) | Q(last_contacted_at=None)
    return silent & Q(updated_at__lt=border)


def _unreachable() -> Q:
    return Q(mobile_key="", email_key="", work_phone="")


OWN = (
    Shortcoming(
        code="no_owner", criterion="linkage", label=_("Nobody looks after them"),
        q=lambda: Q(owner=None), fields=("owner",),
    ),
    Shortcoming(
        code="no_grade", criterion="linkage", label=_("Without a grade"),
        q=lambda: Q(grade=None), fields=("grade",),
    ),
    Shortcoming(
        code="unconfirmed", criterion="reliability", label=_("Address not confirmed"),
        q=lambda: Q(address_confirmed=False) & ~Q(home_line1="", work_line1=""),
        fields=("address_confirmed", "home_line1", "work_line1"),
    ),
    Shortcoming(
        code="no_mobile", criterion="fill", label=_("Without a mobile number"),
        q=lambda: Q(mobile_key=""), fields=("mobile",),
    ),
    Shortcoming(
        code="no_email", criterion="fill", label=_("Without a mail address"),
        q=lambda: Q(email_key=""), fields=("email",),
    ),
    Shortcoming(
        code="no_address", criterion="fill", label=_("Without an address"),
        q=lambda: Q(home_line1="", work_line1=""), fields=("home_line1", "work_line1"),
    ),
    Shortcoming(
        code="stale", criterion="recency", label=_("Neither changed nor contacted for a year"),
        q=_stale, fields=("last_contacted_at",),
    ),
    Shortcoming(
        code="unlinked", criterion="access", label=_("Company named, no account linked"),
        q=lambda: Q(account=None) & ~Q(company_name=""), fields=("account", "company_name"),
    ),
    Shortcoming(
        code="unreachable", criterion="access", label=_("No way to reach them"),
        q=_unreachable, fields=("mobile", "email", "work_phone"),
    ),
)  # fmt: skip
_more: dict[str, Shortcoming] = {}


def register_shortcoming(shortcoming: Shortcoming) -> None:
    """Called by ready hooks."""
    _more[shortcoming.code] = shortcoming


def shortcomings() -> list[Shortcoming]:
    """All of them, in the order of the criteria."""
    every = [*OWN, *_more.values()]
    places = list(CRITERIA)
    return sorted(every, key=lambda each: places.index(each.criterion))
