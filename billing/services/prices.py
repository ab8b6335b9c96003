"""Price versions and contracts: which prices hold for a company on a day (Q2)."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db import transaction
from django.db.models import Min, Q, QuerySet
from django.utils.translation import gettext as _

from billing.models import Contract, PriceVersion
from billing.services.months import Month
from billing.services.pricing import PriceBook, canonical, digest
from dangol.errors import RuleBroken
from tenants import audit, context
from tenants.models import Company


def publish(number: int, effective_from: date, body: dict[str, Any]) -> PriceVersion:
    """Adds a version of the price book for good; KeyError when the body lacks a price.

    Companies stay on the version of their contract.
    """
    PriceBook.read(number, body)
    return PriceVersion.objects.create(
        number=number,
        state=PriceVersion.State.PUBLISHED,
        effective_from=effective_from,
        body=body,
        sha256=digest(canonical(body)),
    )


def newest(day: date) -> PriceVersion:
    """The version that a company signing up on `day` gets."""
    published = PriceVersion.objects.filter(state=PriceVersion.State.PUBLISHED)
    return published.filter(effective_from__lte=day).latest("effective_from")


def newest_book(day: date) -> PriceBook:
    """The prices that the public price page shows on `day`."""
    return read(newest(day))


def read(version: PriceVersion) -> PriceBook:
    return PriceBook.read(version.number, version.body)


def open_contract(company: Company, day: date) -> Contract:
    """Puts a new company on the newest prices from `day` on."""
    return Contract.objects.create(company=company, price_version=newest(day), starts_on=day)


@transaction.atomic
def move(company: Company, version: PriceVersion, month: Month) -> Contract:
    """Moves the company to another published version from the 1st of a coming month on."""
    current = Contract.objects.select_for_update().get(company=company, ends_on=None)
    if month.first <= current.starts_on or version.state != PriceVersion.State.PUBLISHED:
        raise RuleBroken(
            "price_move", _("Choose a published price version and a month after the present one.")
        )
    current.ends_on = month.first
    current.save(update_fields=["ends_on"])
    contract = Contract.objects.create(
        company=company, price_version=version, starts_on=month.first
    )
    audit.record(
        "billing.company.edit",
        subject="billing.company",
        subject_id=company.pk,
        summary=company.name,
        changes={"price_version": [current.price_version.number, version.number]},
    )
    return contract


def contracts_in(company: Company, month: Month) -> QuerySet[Contract]:
    """The contracts that hold on some day of the month, in order of time."""
    return (
        Contract.objects.filter(company=company, starts_on__lte=month.last)
        .filter(Q(ends_on=None) | Q(ends_on__gt=month.first))
        .select_related("price_version")
        .order_by("starts_on")
    )


def book_on(company: Company, day: date) -> PriceBook:
    """The company's prices on `day`; before its first contract, those of the first."""
    contracts = Contract.objects.filter(company=company).select_related("price_version")
    holding = contracts.filter(starts_on__lte=day).order_by("-starts_on").first()
    return read((holding or contracts.earliest("starts_on")).price_version)


def first_day(company: Company) -> date | None:
    """The day on which the company's first contract began; None for one without."""
    return Contract.objects.filter(company=company).aggregate(first=Min("starts_on"))["first"]


def own_book(day: date) -> PriceBook:
    """The prices of the company whose context this is."""
    return book_on(context.company(), day)
