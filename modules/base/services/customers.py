"""Adding, changing and removing customers (B2, B13)."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from copy import copy
from datetime import date, datetime, time
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dangol import clock
from dangol.errors import RuleBroken
from dangol.records.custom.values import put, split
from modules.base import consents
from modules.base import values as stored
from modules.base.models import Customer
from modules.base.models.consent import Way
from modules.base.services import cycle, dealings, ledger, sources
from modules.base.services.ledger import NO_PROOF, Proof
from tenants import audit
from tenants.services.records import Services, Taken, Values

SUBJECT = "base.customer"
FIELDS = (
    "code", "name", "account_id", "company_name", "department", "title", "mobile", "work_phone",
    "fax", "email", "homepage", "home_postcode", "home_line1", "home_line2", "work_postcode",
    "work_line1", "work_line2", "mailing_place", "birth_date",
    "sex", "occupation", "income", "grade",
    "grade_is_manual", "contact_interval", "source", "memo",
    "owner_id", "kind", "is_unnamed", "contacting", "joins_events", "is_excluded",
    "monthly_mailing", "mass_mailing", "address_confirmed", "related_staff_id", "staff_relation",
    *consents.NAMES,
)  # fmt: skip
IN_FUTURE = gettext_lazy(
    "Nobody has agreed or refused yet on a day to come. Choose today or earlier."
)
LETTERS, LONG = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789", 10
"""What the code of an unnamed customer is made of: as good as never the same twice."""


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
    ledger.settle([customer.pk], way=Way.OWN)
    audit.record(
        "base.customer.withdraw", subject=SUBJECT, subject_id=customer.pk, summary=customer.name,
        changes=audit.differences(before, customer, list(consents)) | {"consent_source": source},
    )  # fmt: skip
    return True


@transaction.atomic
def set_consent(
    customer_id: UUID,
    name: str,
    *,
    given: bool,
    on: date | datetime,
    source: str,
    proof: Proof = NO_PROOF,
) -> Customer:
    """Writes down what a customer permits or refuses: when they said it, where, and how one can
    prove it (B13, S8).

    RuleBroken for a day that is still to come.
    """
    moment = moment_of(on)
    customer = Customer.objects.select_for_update().get(pk=customer_id)
    before = copy(customer)
    setattr(customer, name, given)
    setattr(customer, f"{name}_at", moment)
    setattr(customer, f"{name}_source", source)
    customer.updated_at = clock.now()
    customer.save()
    ledger.settle([customer.pk], proof=proof)
    changes = audit.differences(before, customer, [name])
    audit.record(
        "base.customer.consent", subject=SUBJECT, subject_id=customer.pk, summary=customer.name,
        changes=(changes or {name: [given, given]}) | {"consent_source": source},
    )  # fmt: skip
    return customer


def moment_of(on: date | datetime) -> datetime:
    """When an answer was given: of today now, of another day at noon, unless the moment is known.

    RuleBroken for one that is still to come.
    """
    is_known = isinstance(on, datetime)
    if on > (clock.now() if is_known else clock.today()):
        raise RuleBroken("consent_in_future", IN_FUTURE, field="on")
    if isinstance(on, datetime):
        return on
    if on == clock.today():
        return clock.now()
    return datetime.combine(on, time(12), tzinfo=clock.KOREA)


def prepared(values: Values) -> Customer:
    """A customer with these values that is not saved yet."""
    customer = Customer()
    _take_over(customer, values)
    return customer


def _take_over(customer: Customer, values: Values) -> None:
    """Sets the values, and what follows from them: firm, matching keys, dates of consents."""
    declared, own = split(values)
    graded = (customer.grade, customer.grade_is_manual)
    for name, value in declared.items():
        if name in consents.NAMES:
            _set_consent(customer, name, value, _present_source())
        else:
            setattr(customer, name, value)
    put(customer, own)
    if customer.account is not None and values.keys() & {"account", "account_id", "company_name"}:
        customer.company_name = customer.account.name
    if customer.is_unnamed:
        name_unnamed(customer)
    customer.mobile_key = stored.mobile(customer.mobile)[1]
    customer.email_key = customer.email.lower()
    cycle.settle_grade(customer, graded)
    if customer._state.adding:
        customer.lifecycle_on = customer.lifecycle_on or clock.today()
        customer.collector_id = customer.collector_id or audit.actor().user_id
    customer.next_contact_on = cycle.due(customer)


def name_unnamed(customer: Customer) -> None:
    """Somebody without a name is told apart by a code that comes by itself (B6)."""
    customer.code = customer.code or unnamed_code()
    customer.name = customer.name or _("Unnamed %(code)s") % {"code": customer.code[-4:]}


def unnamed_code() -> str:
    """Such as N-7KQ2M9XWPA."""
    return f"N-{''.join(secrets.choice(LETTERS) for _each in range(LONG))}"


def _set_consent(customer: Customer, name: str, given: bool, source: str) -> None:
    """A consent with date and source; what stands already keeps its own.

    A box that a user left empty says nothing; a refusal by the person counts even as the first.
    """
    is_known = (
        source in (consents.BY_HAND, consents.BY_KEY) or getattr(customer, f"{name}_at") is not None
    )
    if getattr(customer, name) == given and is_known:
        return
    setattr(customer, name, given)
    setattr(customer, f"{name}_at", clock.now())
    setattr(customer, f"{name}_source", source)


def _present_source() -> str:
    return consents.BY_KEY if audit.actor().is_key else consents.BY_HAND


def _follow(customer: Customer, verb: str, changes: Mapping[str, Any]) -> None:
    """Whoever goes to another account has left the one before, where they were somebody (C4).

    A source that nobody knew comes into the register (B25), an answer about advertising into the
    ledger (S8).
    """
    sources.know_after(customer.source, verb, changes)
    if verb == "create" or changes.keys() & set(consents.NAMES):
        ledger.settle([customer.pk])
    before = changes.get("account_id", [None])[0]
    if verb == "edit" and before:
        dealings.mark_left(customer.pk, UUID(before))


services = Services(
    subject=SUBJECT,
    model=Customer,
    fields=FIELDS,
    owner="owner",
    take_over=_take_over,
    follow=_follow,
    assigned="base.customer.assigned",
    taken={
        "base_customer_code": Taken(
            code="code_taken",
            words=gettext_lazy("Another customer has the code %(value)s; choose another."),
            field="code",
        )
    },
)
create, edit = services.create, services.edit
remove, restore, log_export = services.remove, services.restore, services.log_export
