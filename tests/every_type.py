"""A record of each type, each with the others that it leads to."""

from __future__ import annotations

from typing import Any

from django.db.models import Model
from django.urls import reverse

from dangol import clock
from dangol.records.types import records
from modules.base.models import (
    Account,
    ContactHistory,
    Customer,
    Order,
    OrderLine,
    Product,
)
from modules.calendar.models import Appointment, Todo
from modules.campaign.models import Campaign


def one_of_each(**owned: Any) -> dict[str, Model]:
    """{code of the type: a record}; `owned` are further values of those that have an owner."""
    account = Account.objects.create(name="㈜한빛물산", **owned)
    customer = Customer.objects.create(name="김하늘", account=account, **owned)
    order = Order.objects.create(
        customer=customer, account=account, number="O-1", amount=7_700, product="베어링", **owned
    )
    product = Product.objects.create(name="베어링", price=1_000)
    today = clock.today()
    line = OrderLine.objects.create(
        order=order, product=product, name="베어링 세트", unit_price=1_000, amount=7_700
    )
    contact = ContactHistory.objects.create(customer=customer, medium="phone", subject="통화")
    campaign = Campaign.objects.create(name="가을", starts_on=today, ends_on=today)
    now = clock.now()
    meeting = Appointment.objects.create(title="회의", starts_at=now, ends_at=now, **owned)
    todo = Todo.objects.create(title="견적", **owned)
    every: list[Any] = [account, customer, order, product, line, contact, campaign, meeting, todo]
    return {each.record_code: each for each in every}


def page_of(code: str, instance: Any) -> str:
    """The path of its page."""
    name = records()[code].url_name("page")
    return reverse(name, urlconf="dangol.urls.company", args=[instance.pk])
