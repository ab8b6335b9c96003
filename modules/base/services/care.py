"""What customers ask for, complain about and care for (B9-B11)."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _

from dangol import clock
from dangol.errors import RuleBroken
from modules.base.models import Complaint, Interest, Material
from tenants import audit
from tenants.services.records import Services, Values, set_all

MATERIAL = (
    "customer_id", "document", "way", "requested_at", "due_on", "sent_on", "owner_id", "memo",
)  # fmt: skip
COMPLAINT = (
    "customer_id", "subject", "kind", "state", "received_at", "due_on", "done_on", "in_scope",
    "department_id", "owner_id", "content", "answer",
)  # fmt: skip
INTEREST = ("customer_id", "topic", "product_id", "level", "noted_at", "owner_id", "memo")


def _mine_now(instance: Any, moment: str) -> None:
    """Whoever writes it down has it, now, unless they say otherwise."""
    if getattr(instance, moment) is None:
        setattr(instance, moment, clock.now())
    if instance.owner_id is None and instance._state.adding:
        instance.owner_id = audit.actor().id


def _take_material(material: Material, values: Values) -> None:
    set_all(material, values)
    _mine_now(material, "requested_at")
    if material.sent_on and material.sent_on > clock.today():
        raise RuleBroken(
            "sent_in_future",
            _("It is sent on the day on which it leaves; that day cannot lie ahead."),
            field="sent_on",
        )


def _take_complaint(complaint: Complaint, values: Values) -> None:
    """State and day of the end go together, whichever of the two was written."""
    was_done = complaint.done_on is not None
    set_all(complaint, values)
    _mine_now(complaint, "received_at")
    done = Complaint.State.DONE
    if complaint.state == done and complaint.done_on is None:
        if was_done and "state" not in values:
            complaint.state = Complaint.State.WORKING
        else:
            complaint.done_on = clock.today()
    elif complaint.done_on is not None and complaint.state != done:
        if was_done and "done_on" not in values:
            complaint.done_on = None
        else:
            complaint.state = done
    received = complaint.received_at.astimezone(clock.KOREA).date()
    if complaint.done_on is not None and complaint.done_on < received:
        raise RuleBroken(
            "done_before_received",
            _("It cannot be done before it was received. Choose a later day."),
            field="done_on",
        )


def _take_interest(interest: Interest, values: Values) -> None:
    set_all(interest, values)
    _mine_now(interest, "noted_at")
    if interest.product is not None:
        interest.topic = interest.topic or interest.product.name
    if not interest.topic:
        raise RuleBroken(
            "topic_missing",
            _("Write what the customer cares for, or choose a product."),
            field="topic",
        )


materials = Services(
    subject="base.material", model=Material, fields=MATERIAL, owner="owner",
    take_over=_take_material,
)  # fmt: skip
complaints = Services(
    subject="base.complaint", model=Complaint, fields=COMPLAINT, owner="owner",
    take_over=_take_complaint,
)  # fmt: skip
interests = Services(
    subject="base.interest", model=Interest, fields=INTEREST, owner="owner", passes=None,
    take_over=_take_interest,
)  # fmt: skip
