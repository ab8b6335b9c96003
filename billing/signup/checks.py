"""Live checks of the sign-up form: one field, as one leaves it, by the rules of sending (P2)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from billing.signup import mail_spelling, passwords, registration
from dangol.access import anyone
from dangol.errors import RuleBroken
from tenants import business_number, context

LONGEST = 300
"""Characters that are looked at: more than any field takes, so that what is too long stays so."""


@dataclass(frozen=True)
class Answer:
    """What stands below a field: a problem, or that it is fine; and values to take instead."""

    problem: str | Promise = ""
    fine: str | Promise = ""
    question: str | Promise = ""
    instead: tuple[str, ...] = ()


@anyone
@require_POST
def check(request: HttpRequest, field: str) -> HttpResponse:
    """The notes below one field. Sent in the body: what people type belongs in no log."""
    answer_to = CHECKS.get(field)
    if answer_to is None:
        raise Http404
    given = {name: value[:LONGEST] for name, value in request.POST.dict().items()}
    answer = answer_to(given) if given.get(field, "").strip() else Answer()
    return render(request, "signup/_notes.html", {"answer": answer})


def _business_number(given: Mapping[str, str]) -> Answer:
    try:
        business_number.checked(given["business_number"])
    except RuleBroken as broken:
        return Answer(problem=broken.message)
    return Answer(fine=_("The check digit is right."))


def _address(given: Mapping[str, str]) -> Answer:
    wanted = given["address"].strip().lower()
    with context.platform("is the address free"):
        problem = registration.address_problem(wanted)
        if problem is None:
            free = _("{address} is free.").format(address=f"{wanted}.{settings.DANGOL_DOMAIN}")
            return Answer(fine=free)
        taken = problem.code == "address_taken"
        others = tuple(registration.free_addresses(wanted)) if taken else ()
    return Answer(problem=problem.message, instead=others)


def _email(given: Mapping[str, str]) -> Answer:
    address = given["email"].strip()
    meant = mail_spelling.meant(address)
    if meant:
        return Answer(question=_("Did you mean this?"), instead=(meant,))
    try:
        mail_spelling.check(address)
    except RuleBroken as broken:
        return Answer(problem=broken.message)
    return Answer()


def _password(given: Mapping[str, str]) -> Answer:
    email, name = given.get("email", ""), given.get("admin_name", "")
    try:
        passwords.check(given["password"], email=email, name=name)
    except RuleBroken as broken:
        return Answer(problem=broken.message)
    return Answer(fine=_("This password is fine: long enough and on no list of common ones."))


CHECKS: dict[str, Callable[[Mapping[str, str]], Answer]] = {
    "business_number": _business_number,
    "address": _address,
    "email": _email,
    "password": _password,
}
