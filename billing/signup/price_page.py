"""The public price page: the price list is the calculator (P1), with the invoices' own engine."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from billing.services import prices, pricing
from dangol import clock
from dangol.access import anyone
from tenants import context
from tenants.people.models.user import Plan
from tenants.requests import PublicRequest

MOST_USERS = 9_999
MOST_MESSAGES = 99_999_999
START = {"base": 5, "email": 10_000, "sms": 500}
"""What the calculator shows to somebody who has not typed yet."""
LABELS = {
    "email": _("Bulk mails"),
    "sms": _("Text messages"),
    "lms": _("Long text messages"),
}


@dataclass(frozen=True)
class Row:
    """One plan of the list: unit prices in won, users chosen, and the month's sum."""

    code: str
    label: str
    listed: int
    discounted: int
    users: int
    month: int


@dataclass(frozen=True)
class Messages:
    """One kind of message: won each, messages chosen, and the month's sum."""

    code: str
    label: str
    unit: int
    count: int
    month: int


@anyone
@require_GET
def price_page(request: PublicRequest) -> HttpResponse:
    """Every plan with its users, messages a month, and the live total with and without VAT."""
    with context.platform("public price list"):
        book = prices.newest_book(clock.today())
    users = {plan: _number(request.GET, plan, MOST_USERS) for plan in pricing.PLANS}
    messages = {name: _number(request.GET, name, MOST_MESSAGES) for name in pricing.CHANNELS}
    page = {
        "rows": [_row(book, plan, users[plan]) for plan in pricing.PLANS],
        "messages": [_messages(book, name, messages[name]) for name in pricing.CHANNELS],
        "bill": pricing.estimate(book, users, messages),
        "threshold": book.threshold,
        "start": _start_link(users),
    } | _advice(book, users, messages)
    part = "#receipt" if request.htmx else ""
    return render(request, f"signup/prices.html{part}", page)


def _number(given: Mapping[str, str], name: str, most: int) -> int:
    """A count from the address; what is no count is 0, what is too much is the most."""
    if not any(key in given for key in (*pricing.PLANS, *pricing.CHANNELS)):
        return START.get(name, 0)
    text = given.get(name, "").replace(",", "")
    return min(int(text), most) if text.isascii() and text.isdecimal() else 0


def _row(book: pricing.PriceBook, plan: str, users: int) -> Row:
    price = book.plans[plan]
    label = str(Plan(plan).label)
    return Row(plan, label, price.listed, price.discounted, users, book.grad(plan, users))


def _messages(book: pricing.PriceBook, channel: str, count: int) -> Messages:
    unit = book.messages[channel]
    return Messages(channel, str(LABELS[channel]), unit, count, unit * count)


def _advice(
    book: pricing.PriceBook, users: Mapping[str, int], messages: Mapping[str, int]
) -> dict[str, Any]:
    advice = pricing.advise(book, users)
    if advice is None:
        return {"advice": None}
    moved = {plan: n - advice.users for plan, n in users.items() if plan in pricing.MODULE_PLANS}
    better = {**users, **moved, "full": users["full"] + advice.users, **messages}
    return {"advice": advice, "better": "?" + urlencode({k: v for k, v in better.items() if v})}


def _start_link(users: Mapping[str, int]) -> str:
    chosen = urlencode({plan: count for plan, count in users.items() if count})
    return reverse("signup") + (f"?{chosen}" if chosen else "")
