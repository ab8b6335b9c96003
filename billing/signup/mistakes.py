"""All that the rules refuse in a sign-up, so that one attempt tells everything (P2)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from django.utils.translation import gettext_lazy

from billing.signup import mail_spelling, passwords
from billing.signup.models import SignUp
from dangol.errors import RuleBroken
from tenants import business_number
from tenants.models import Company
from tenants.services import founding


def of(given: Mapping[str, Any]) -> list[RuleBroken]:
    """Every rule that what was filled in breaks; a field that is missing is not judged.

    An address that waits for a confirmation is refused by its constraint, for the same company may
    correct its sign-up.
    """
    typed, address = given.get("business_number", ""), given.get("address", "")
    email, password = given.get("email", ""), given.get("password", "")
    name = given.get("admin_name", "")
    found = [
        _broken(lambda: business_number.checked(typed)) if typed else None,
        _broken(lambda: mail_spelling.check(email)) if email else None,
        _broken(lambda: passwords.check(password, email=email, name=name)) if password else None,
    ]
    number = business_number.checked(typed) if typed and not found[0] else ""
    if not (number and address and open_like(address, number)):
        found.append(founding.address_problem(address) if address else None)
        found.append(_taken(number) if number else None)
    return [broken for broken in found if broken]


def _broken(rule: Callable[[], object]) -> RuleBroken | None:
    """What the rule refuses, or None."""
    try:
        rule()
    except RuleBroken as broken:
        return broken
    return None


def _taken(number: str) -> RuleBroken | None:
    return number_taken() if Company.objects.filter(business_number=number).exists() else None


def open_like(address: str, number: str) -> SignUp | None:
    """The open sign-up of the same company, whoever made it."""
    return SignUp.objects.filter(
        state=SignUp.State.OPEN, address=address, business_number=number
    ).first()


def number_taken() -> RuleBroken:
    return RuleBroken(
        "business_number_taken",
        gettext_lazy(
            "A company with this business number is already here; ask its administrator to invite"
            " you."
        ),
        field="business_number",
    )
