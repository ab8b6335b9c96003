"""Writing errors down, correcting them, and finding them by evidence (B23)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from dangol import clock
from dangol.errors import RuleBroken
from dangol.records.forms.base import form_for
from modules.base.records import customer_record
from modules.cleansing.models import Fault
from tenants import audit
from tenants.people.models import User
from tenants.services.records import Services, Taken, Values, set_all

SUBJECT = "cleansing.fault"
FIELDS = (
    "value", "kind", "field", "state", "customer_id", "better", "source", "detail", "found_on",
    "owner_id", "memo",
)  # fmt: skip
State = Fault.State


def _take_over(fault: Fault, values: Values) -> None:
    """A value that was not written is the customer's of now; so is whoever looks after it."""
    is_new = fault._state.adding
    set_all(fault, values)
    fault.found_on = fault.found_on or clock.today()
    if fault.found_on > clock.today():
        words = _("Evidence cannot lie ahead. Write the day on which it came.")
        raise RuleBroken("found_ahead", words, field="found_on")
    fault.value = fault.value or str(getattr(fault.customer, fault.field))[:254]
    if not fault.value:
        words = _("This field of the customer is empty. Write the value that is wrong.")
        raise RuleBroken("value_missing", words, field="value")
    fault.name = str(fault.get_kind_display())
    if is_new and fault.owner_id is None:
        fault.owner_id = fault.customer.owner_id


def _follow(fault: Fault, verb: str, changes: Mapping[str, Any]) -> None:
    """The right value goes into the customer as soon as the error counts as corrected."""
    is_corrected = verb == "create" or "state" in changes
    if is_corrected and fault.state == State.CORRECTED and fault.better:
        _write(fault)


def _write(fault: Fault) -> None:
    """RuleBroken when the field is closed to the user, or does not take the value."""
    actor = audit.actor()
    user = User.objects.filter(pk=actor.id).first() if actor.id else None
    closed = {*customer_record.hidden_from(user), *customer_record.locked_for(user)}
    if fault.field in closed:
        raise RuleBroken("field_closed", _("This field cannot be changed here."), field="better")
    form = form_for(customer_record, user, {fault.field: fault.better}, only=[fault.field])
    if not form.is_valid():
        raise RuleBroken("value", str(next(iter(form.errors.values()))[0]), field="better")
    customer_record.edit(fault.customer, {fault.field: form.cleaned_data[fault.field]}, "")


faults = Services(
    subject=SUBJECT,
    model=Fault,
    fields=FIELDS,
    owner="owner",
    take_over=_take_over,
    follow=_follow,
    taken={
        "cleansing_fault_once": Taken(
            code="fault_known", words=_("This is in the register already."), field="value"
        )
    },
)


@transaction.atomic
def correct(fault: Fault) -> Fault:
    """The one click: the right value goes into the customer. RuleBroken when none is known."""
    if not fault.better:
        raise RuleBroken("better_missing", _("Write the right value first."), field="better")
    corrected: Fault = faults.edit(fault, {"state": State.CORRECTED}, "")
    return corrected


@transaction.atomic
def keep(found: list[Fault]) -> int:
    """Writes down what evidence brought, once each; how many are new. One line in the audit."""
    for fault in found:
        fault.name = str(Fault.Kind(fault.kind).label)
    before = set(_known(found))
    Fault.objects.bulk_create(found, ignore_conflicts=True)
    new = sum(_key(each) not in before for each in found)
    if new:
        audit.record(f"{SUBJECT}.found", subject=SUBJECT, changes={"count": new})
    return new


def _key(fault: Fault) -> tuple[Any, ...]:
    return (fault.customer_id, fault.kind, fault.field, fault.value)


def _known(found: list[Fault]) -> Any:
    ids = {each.customer_id for each in found}
    rows = Fault.objects.filter(customer_id__in=ids)
    return rows.values_list("customer_id", "kind", "field", "value")
