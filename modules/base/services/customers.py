"""Adding, changing and removing customers (B2, B13)."""

from __future__ import annotations

from copy import copy
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from dangol import clock
from dangol.records.custom.values import put, split
from modules.base import values as stored
from modules.base.models import Customer
from tenants import audit
from tenants.services.records import Services, Taken, Values

SUBJECT = "base.customer"
CONSENTS = ("mail_ads", "sms_ads", "night")
FIELDS = (
    "code", "name", "account_id", "company_name", "department", "title", "mobile", "work_phone",
    "fax", "email", "homepage", "home_postcode", "home_line1", "home_line2", "work_postcode",
    "work_line1", "work_line2", "mailing_place", "birth_date", "grade", "source", "memo",
    "owner_id", *CONSENTS,
)  # fmt: skip
BY_HAND, BY_KEY = "screen", "api"
"""Source of a consent that a user ticked, or that a program wrote."""


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


def prepared(values: Values) -> Customer:
    """A customer with these values that is not saved yet."""
    customer = Customer()
    _take_over(customer, values)
    return customer


def _take_over(customer: Customer, values: Values) -> None:
    """Sets the values, and what follows from them: firm, matching keys, dates of consents."""
    declared, own = split(values)
    for name, value in declared.items():
        if name in CONSENTS:
            _set_consent(customer, name, value, _present_source())
        else:
            setattr(customer, name, value)
    put(customer, own)
    if customer.account is not None and values.keys() & {"account", "account_id", "company_name"}:
        customer.company_name = customer.account.name
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


services = Services(
    subject=SUBJECT,
    model=Customer,
    fields=FIELDS,
    owner="owner",
    take_over=_take_over,
    assigned="base.customer.assigned",
    taken={
        "base_customer_code": Taken(
            code="code_taken",
            words=_("Another customer has the code %(value)s; choose another."),
            field="code",
        )
    },
)
create, edit = services.create, services.edit
remove, restore, log_export = services.remove, services.restore, services.log_export
