"""Customers with everything that can lead to one."""

from __future__ import annotations

from typing import Any

from dangol import clock
from modules.base.models import ContactHistory, Customer, Order
from modules.base.services import customers
from tenants.attachments.models import Attachment
from tenants.notes.models import Note, Pin
from tenants.people.models import Favourite, Share, User, Visit


def person(name: str, **values: Any) -> Customer:
    made: Customer = customers.create({"name": name, **values})
    return made


def surrounded(customer: Customer, user: User, *, file: str = "계약서.pdf") -> None:
    """Gives the customer a row of every kind that can name one."""
    key = {"record": "base.customer", "object_id": customer.pk}
    text = {"record": "base.customer", "object_id": str(customer.pk)}
    ContactHistory.objects.create(customer=customer, medium="phone", subject="통화", staff=user)
    order = Order.objects.create(
        customer=customer, number=f"O-{customer.pk.hex[-12:]}-{file}"[:30], amount=1_000
    )
    Note.objects.create(**key, text="적어 둔 것", author=user)
    Pin.objects.create(**key, source="base.order", key=order.pk)
    Attachment.objects.create(**key, name=file, kind="pdf", size=10, added_by=user)
    Share.objects.create(**key, user=user, shared_by=user)
    Favourite.objects.create(**text, user=user)
    Visit.objects.create(**text, user=user, at=clock.now())
