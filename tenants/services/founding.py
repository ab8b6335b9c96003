"""Founding a company: a schema from the pool, its address, and its first user (P2, P3)."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import timedelta
from uuid import UUID

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from dangol.errors import RuleBroken
from dangol.ids import new_id
from dangol.records.text import clean_line
from tenants import audit, context, ports
from tenants.models import Company
from tenants.people.models import User
from tenants.people.models.user import Role
from tenants.services import licences, schemas

ADDRESS = re.compile(r"[a-z](?:[a-z0-9]|-(?!-)){1,28}[a-z0-9]")


@dataclass(frozen=True)
class Founder:
    """The first user: an administrator. `password_hash` is already encoded."""

    name: str
    email: str
    password_hash: str
    language: str = "ko"
    id: UUID = field(default_factory=new_id)


def address_problem(address: str) -> RuleBroken | None:
    """Why this address cannot be had, or None when it is free."""
    if not ADDRESS.fullmatch(address):
        return RuleBroken(
            "address_form",
            _("Use 3 to 30 small letters, digits and single hyphens, starting with a letter."),
            field="address",
        )
    if address in settings.RESERVED_ADDRESSES or address == settings.PROVIDER_ADDRESS:
        return RuleBroken(
            "address_reserved",
            _("This address is reserved for Dangol itself; choose another."),
            field="address",
        )
    if Company.objects.filter(address=address).exists():
        return address_taken()
    return None


def address_taken() -> RuleBroken:
    return RuleBroken(
        "address_taken", _("This address is already taken; choose another."), field="address"
    )


def found_company(
    *,
    name: str,
    address: str,
    business_number: str | None,
    admin: Founder,
    plans: list[str],
    is_provider: bool = False,
    clock_shift: timedelta = timedelta(0),
) -> Company:
    """Makes a company that can be entered at once; all or nothing. Call it on the platform.

    `clock_shift` founds it at another time than now: demo companies have a past.
    Raises RuleBroken when the address or the business number is taken, also by a racing sign-up.
    """
    try:
        with transaction.atomic():
            slot = schemas.take_slot()
            company = Company.objects.create(
                pk=slot.pk,
                schema_name=slot.schema_name,
                name=clean_line(name),
                address=address,
                business_number=business_number,
                is_provider=is_provider,
                clock_shift=clock_shift,
            )
            for welcome in ports.welcomes():
                welcome.founded(company)
            with context.inside(company):
                _first_user(company, admin, plans)
    except IntegrityError as error:
        raise _taken(error) from error
    return company


def _taken(error: IntegrityError) -> RuleBroken:
    if "business_number" in str(error):
        return RuleBroken(
            "business_number_taken",
            _("A company with this business number is already here; ask its administrator."),
            field="business_number",
        )
    return address_taken()


def _first_user(company: Company, admin: Founder, plans: list[str]) -> None:
    user = User.objects.create(
        pk=admin.id,
        name=admin.name,
        email=admin.email,
        password=admin.password_hash,
        role=Role.ADMIN,
        language=admin.language,
    )
    with audit.acting(audit.Actor(id=user.pk, name=user.name)):
        audit.record(
            "tenants.company.found",
            subject="tenants.company",
            subject_id=company.pk,
            summary=company.name,
        )
    licences.assign(user, plans)
