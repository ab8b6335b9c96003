"""Tiles of the portal about customers (A3, B19, B27)."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode

from django import forms
from django.core.cache import cache
from django.db.models import Count, DateField, Q, Value
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dangol import clock
from modules.base.models import Customer
from modules.base.queries.birthdays import born_on as on_days
from modules.base.queries.birthdays import nearest
from modules.base.queries.history import deed
from modules.base.records import customer_record
from tenants.people.models import AuditEntry

LINES = 8
AHEAD = 10
"""Days of the tile of birthdays, today included."""
MONTHS = 12
LARGE = 20_000
"""New customers in a year from which on counting them takes noticeable time."""
CONTACTED = "base.contact.create"
NEWS = (CONTACTED, *(f"base.customer.{verb}" for verb in ("create", "edit", "restore", "withdraw")))
RECENT = timedelta(days=30)
LOOKED_AT = 60
"""Audit lines that the tile of news reads at most."""


class CareForm(forms.Form):
    """Whose customers the tile of care is about."""

    whose = forms.ChoiceField(
        label=gettext_lazy("Whose customers"),
        choices=[
            ("auto", gettext_lazy("Mine; everybody's while I have none")),
            ("mine", gettext_lazy("Mine")),
            ("all", gettext_lazy("Everybody's")),
        ],
        initial="auto",
        widget=forms.RadioSelect,
    )
    days = forms.IntegerField(
        label=gettext_lazy("Not contacted for"),
        help_text=gettext_lazy("In days, from 1 to 365. Customers never contacted always count."),
        min_value=1,
        max_value=365,
        initial=30,
    )


@dataclass(frozen=True)
class Waiting:
    """A customer who waits to be contacted; `days` is None for one who never was."""

    customer: Customer
    days: int | None
    is_long: bool


def care(user: Any, settings: Mapping[str, Any]) -> Mapping[str, Any]:
    """Customers who have waited longest for a contact, the best grade first among equals."""
    hidden = customer_record.hidden_from(user)
    if "last_contacted_at" in hidden:
        return {"is_hidden": True}
    days = settings["days"]
    before = clock.now() - timedelta(days=days)
    rows = customer_record.visible_to(user).filter(
        Q(last_contacted_at__lt=before) | Q(last_contacted_at=None)
    )
    query = {"last_contacted_at.older": str(days)}
    whose = settings["whose"]
    if whose == "auto":
        whose = "mine" if has_own(user) else "all"
    if whose == "mine":
        rows = rows.filter(owner_id=user.pk)
        query["owner"] = "me"
    longest = rows.filter(last_contacted_at__isnull=False).order_by("last_contacted_at", "id")
    found = list(longest[: LINES + 1])
    if len(found) <= LINES:
        found += rows.filter(last_contacted_at=None).order_by("created_at", "id")[: LINES + 1]
    return {
        "lines": [_waiting(customer, days) for customer in found[:LINES]],
        "more": f"{reverse('base:customer-list')}?{urlencode(query)}" if found else "",
        "is_more": len(found) > LINES,
        "days": days,
        "whose": whose,
        "hidden": hidden,
    }


def has_own(user: Any) -> bool:
    """Whether the user looks after any customer."""
    return customer_record.visible_to(user).filter(owner_id=user.pk).exists()


def _waiting(customer: Customer, days: int) -> Waiting:
    last = customer.last_contacted_at
    if last is None:
        return Waiting(customer, None, is_long=True)
    waited = (clock.today() - last.astimezone(clock.KOREA).date()).days
    return Waiting(customer, waited, is_long=waited >= 2 * days)


@dataclass(frozen=True)
class Birthday:
    """A birthday to come; `away` is 0 today."""

    customer: Customer
    on: date
    away: int


def birthdays(user: Any, settings: Mapping[str, Any]) -> Mapping[str, Any]:
    """Birthdays of the next ten days, the nearest first, by the solar date that is kept."""
    hidden = customer_record.hidden_from(user)
    if "birth_date" in hidden:
        return {"is_hidden": True}
    days = [clock.today() + timedelta(days=ahead) for ahead in range(AHEAD)]
    rows = customer_record.visible_to(user).only("name", "company_name", "birth_date")
    found = nearest(rows, {(on.month, on.day): away for away, on in enumerate(days)}, LINES)
    return {
        "lines": [Birthday(person, days[person.away], person.away) for person in found.people],
        "count": found.count,
        "is_over": found.is_over,
        "days": AHEAD,
        "more": f"{reverse('base:customer-list')}?birth_date.month=this",
        "is_more": found.count > LINES,
        "hidden": hidden,
    }


def born_on(user: Any, day: date) -> tuple[list[Customer], int]:
    """A few customers whose birthday it is, and how many there are; 29 February comes by itself."""
    if "birth_date" in customer_record.hidden_from(user):
        return [], 0
    people = customer_record.visible_to(user).filter(on_days({(day.month, day.day): 0}))
    few = people.only("name", "company_name", "birth_date").order_by("name", "id")[:LINES]
    found = list(few)
    return found, len(found) if len(found) < LINES else people.count()


@dataclass(frozen=True)
class Month:
    """New customers of a month; `share` of the top of the axis in percent."""

    first: date
    count: int
    share: float
    address: str
    is_now: bool


def growth(user: Any, settings: Mapping[str, Any]) -> Mapping[str, Any]:
    """New customers of the last twelve months; a bar opens the list of its month."""
    this = clock.today().replace(day=1)
    firsts = sorted(_months_before(this, back) for back in range(MONTHS))
    counts = _by_month(user, firsts)
    top = round_above(max(counts.get(first, 0) for first in firsts))
    return {
        "months": [_month(first, counts.get(first, 0), top, this) for first in firsts],
        "top": top,
        "half": top // 2,
        "count": sum(counts.get(first, 0) for first in firsts),
    }


def _by_month(user: Any, firsts: list[date]) -> dict[date, int]:
    """{first day: new customers}. Of a large company the months past are counted now and then."""
    key = f"base.growth:{user.pk}:{firsts[-1]}"
    past: dict[date, int] | None = cache.get(key)
    if past is None:
        past = _counted(user, firsts[:-1])
        if sum(past.values()) > LARGE:
            cache.set(key, past, 600)
    return past | _counted(user, firsts[-1:])


def _counted(user: Any, months: Sequence[date]) -> dict[date, int]:
    """One statement of a counting per month: each reads its stretch of an index and no row."""
    rows = customer_record.visible_to(user).order_by().values(month=Value(1))
    parts = [
        rows.filter(
            created_at__gte=clock.midnight(first),
            created_at__lt=clock.midnight(_months_before(first, -1)),
        )
        .annotate(first=Value(first, DateField()), count=Count("*"))
        .values_list("first", "count")
        for first in months
    ]
    return dict(parts[0].union(*parts[1:], all=True) if parts[1:] else parts[0])


def _month(first: date, count: int, top: int, this: date) -> Month:
    last = _months_before(first, -1) - timedelta(days=1)
    query = urlencode({"created_at.from": first.isoformat(), "created_at.to": last.isoformat()})
    return Month(
        first=first,
        count=count,
        share=100 * count / top if top else 0.0,
        address=f"{reverse('base:customer-list')}?{query}",
        is_now=first == this,
    )


def round_above(most: int) -> int:
    """The top of an axis: the next even number with one digit of its own; 0 for nothing."""
    if not most:
        return 0
    step = 2 * 10 ** (len(str(most)) - 1)
    if most <= step and step >= 20:
        step //= 10
    return -(-most // step) * step


def _months_before(first: date, back: int) -> date:
    """The first day of the month so many months before."""
    number = first.year * 12 + first.month - 1 - back
    return date(number // 12, number % 12 + 1, 1)


@dataclass(frozen=True)
class News:
    """What somebody did with a customer."""

    entry: AuditEntry
    customer: Customer
    words: str


def news(user: Any, settings: Mapping[str, Any]) -> Mapping[str, Any]:
    """What the team did with customers lately, as far as this user may see them."""
    entries = AuditEntry.objects.filter(
        subject="base.customer", action__in=NEWS, at__gte=clock.now() - RECENT
    )
    lately = list(entries.exclude(subject_id="").order_by("-at")[:LOOKED_AT])
    seen = customer_record.visible_to(user).only("name", "company_name")
    people = {
        str(person.pk): person
        for person in seen.filter(pk__in={each.subject_id for each in lately})
    }
    hidden = customer_record.hidden_from(user)
    found = [
        News(entry, people[entry.subject_id], _words(entry, hidden))
        for entry in lately
        if entry.subject_id in people
    ]
    return {"lines": found[:LINES]}


def _words(entry: AuditEntry, hidden: Collection[str]) -> str:
    return _("contact noted") if entry.action == CONTACTED else deed(entry, hidden)
