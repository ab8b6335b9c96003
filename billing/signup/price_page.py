"""The public price page: the price list is the calculator (P1), with the invoices' own engine."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_GET

from billing.models.account import NEW_COMPANY_CREDIT
from billing.services import prices
from billing.signup import site
from billing.signup.quote import Quote, quote
from billing.signup.selection import Selection
from dangol import clock
from dangol.access import anyone
from tenants import context
from tenants.requests import PublicRequest


@anyone
@require_GET
@site.in_language_of_address
def price_page(request: PublicRequest) -> HttpResponse:
    """Every plan with its users, messages a month, and the live total with and without VAT.

    htmx gets the calculator alone, and its address with the choice in it. A field that holds no
    number gets its sentence and the status 422.
    """
    answer = quoted(Selection.read(request.GET))
    facts = {
        "quote": answer,
        "start": reverse("signup") + answer.selection.query(),
        "credit": NEW_COMPANY_CREDIT,
    }
    status = 422 if answer.selection.problems else 200
    if not request.htmx:
        return site.page(request, "signup/prices.html", facts, status=status)
    response = render(request, "signup/prices.html#calculator", facts, status=status)
    if not answer.selection.problems:
        response["HX-Replace-Url"] = reverse("prices") + answer.selection.query()
    return response


def quoted(selection: Selection) -> Quote:
    """The choice at today's prices for new companies."""
    with context.platform("public price list"):
        book = prices.newest_book(clock.today())
    return quote(book, selection)
