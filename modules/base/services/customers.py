"""Adding, changing and removing customers (B2, B13)."""

from __future__ import annotations

from collections.abc import Sequence
from copy import copy
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from dangol import clock, notices
from dangol.errors import RuleBroken
from dangol.records.custom.values import put, refused_if_taken, split
from modules.base import values as stored
from modules.base.models import Customer
from tenants import audit

SUBJECT = "base.customer"
CONSENTS = ("mail_ads", "sms_ads", "night")
FIELDS = (
    "code", "name", "company_name", "department", "title", "mobile", "work_phone", "fax", "email",
    "homepage", "home_postcode", "home_line1", "home_line2", "work_postcode", "work_line1",
    "work_line2", "mailing_place", "birth_date", "grade", "source", "memo", "owner_id", *CONSENTS,
)  # fmt: skip
BY_HAND, BY_KEY = "screen", "api"
"""Source of a consent that a user ticked, or that a program wrote."""


@transaction.atomic
def create(values: dict[str, Any]) -> Customer:
    """Adds a customer. RuleBroken when the code is another's."""
    customer = prepared(values)
    _save(customer, force_insert=True)
    audit.record(
        "base.customer.create", subject=SUBJECT, subject_id=customer.pk, summary=customer.name
    )
    notices.tell(handed_over([customer.pk]), [customer.owner_id])
    return customer


@transaction.atomic
def edit(customer: Customer, values: dict[str, Any], seen: str) -> Customer:
    """Changes a customer whose `updated_at` was `seen` when the user began ("" does not ask).

    RuleBroken when somebody else changed it meanwhile, or when the code is another's.
    """
    customer = _locked(customer.pk)
    if seen and customer.updated_at.isoformat() != seen:
        raise RuleBroken(
            "changed_meanwhile",
            _("Somebody else changed this customer meanwhile. Open it again to see what is new."),
        )
    before = copy(customer)
    _take_over(customer, values, _present_source())
    changes = audit.differences(before, customer, list(FIELDS))
    if changes:
        customer.updated_at = clock.now()
        _save(customer)
        audit.record(
            "base.customer.edit", subject=SUBJECT, subject_id=customer.pk,
            summary=customer.name, changes=changes,
        )  # fmt: skip
    if "owner_id" in changes:
        notices.tell(handed_over([customer.pk]), [customer.owner_id])
    return customer


@transaction.atomic
def remove(customer: Customer) -> None:
    """Moves a customer to the trash: neither shown nor counted nor addressed any more (U4)."""
    customer = _locked(customer.pk)
    customer.deleted_at = clock.now()
    customer.save(update_fields=["deleted_at"])
    audit.record(
        "base.customer.delete", subject=SUBJECT, subject_id=customer.pk, summary=customer.name
    )


@transaction.atomic
def restore(customer: Customer) -> None:
    """Takes a customer out of the trash. RuleBroken when its code was given away meanwhile."""
    customer = _locked(customer.pk)
    customer.deleted_at = None
    try:
        _save(customer)
    except RuleBroken as broken:
        if broken.code != "code_taken":
            raise
        raise RuleBroken(
            broken.code,
            _("Another customer has the code %(code)s now. Change that one first, then restore.")
            % {"code": customer.code},
        ) from broken
    audit.record(
        "base.customer.restore", subject=SUBJECT, subject_id=customer.pk, summary=customer.name
    )


@transaction.atomic
def withdraw_consent(customer_id: UUID, consents: tuple[str, ...], *, source: str) -> bool:
    """Records a refusal of advertising, with its date and `source`; False when nobody is there."""
    customer = Customer.objects.select_for_update().filter(pk=customer_id).first()
    if customer is None:
        return False
    before = copy(customer)
    for name in consents:
        _set_consent(customer, name, False, source)
    customer.updated_at = clock.now()
    customer.save()
    audit.record(
        "base.customer.withdraw", subject=SUBJECT, subject_id=customer.pk, summary=customer.name,
        changes=audit.differences(before, customer, list(consents)) | {"consent_source": source},
    )  # fmt: skip
    return True


@transaction.atomic
def log_export(count: int, query: str, reason: str) -> None:
    """Notes that a list of customers was taken away as a file (decision 20)."""
    audit.record(
        "base.customer.export", subject=SUBJECT,
        changes={"rows": count, "query": query[:500], "reason": reason},
    )  # fmt: skip


def handed_over(ids: Sequence[Any], count: int = 1) -> notices.Told:
    """What the new owner of these customers is told; of many, `ids` are some."""
    return notices.Told(
        kind="base.customer.assigned",
        record=SUBJECT,
        key=str(ids[0]) if count == 1 else "",
        count=count,
    )


def prepared(values: dict[str, Any]) -> Customer:
    """A customer with these values that is not saved yet."""
    customer = Customer()
    _take_over(customer, values, _present_source())
    return customer


def _locked(customer_id: UUID) -> Customer:
    return Customer.objects.select_for_update().get(pk=customer_id)


def _take_over(customer: Customer, values: dict[str, Any], source: str) -> None:
    """Sets the values, and what follows from them: matching keys, dates of consents."""
    declared, own = split(values)
    for name, value in declared.items():
        if name in CONSENTS:
            _set_consent(customer, name, value, source)
        else:
            setattr(customer, name, value)
    put(customer, own)
    customer.mobile_key = stored.mobile(customer.mobile)[1]
    customer.email_key = customer.email.lower()


def _set_consent(customer: Customer, name: str, given: bool, source: str) -> None:
    """A consent with date and source; what stands already keeps its own.

    A box that a user left empty says nothing; a refusal by the person counts even as the first.
    """
    is_known = source in (BY_HAND, BY_KEY) or getattr(customer, f"{name}_at") is not None
    if getattr(customer, name) == given and is_known:
        return
    setattr(customer, name, given)
    setattr(customer, f"{name}_at", clock.now())
    setattr(customer, f"{name}_source", source)


def _present_source() -> str:
    return BY_KEY if audit.actor().is_key else BY_HAND


def _save(customer: Customer, *, force_insert: bool = False) -> None:
    """Saves; the database itself sees to it that two racing users do not take one code."""
    try:
        with refused_if_taken(customer):
            customer.save(force_insert=force_insert)
    except IntegrityError as error:
        if "base_customer_code" not in str(error):
            raise
        raise RuleBroken(
            "code_taken",
            _("Another customer has the code %(code)s; choose another.") % {"code": customer.code},
            field="code",
        ) from error
