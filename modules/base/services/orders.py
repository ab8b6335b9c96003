"""Orders and their lines; the amount of an order follows from its lines (C9)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Count, Q, Sum
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dangol import clock
from dangol.errors import RuleBroken
from modules.base.models import Order, OrderLine
from tenants.services.records import Services, Taken, Values, set_all

FIELDS = (
    "number", "customer_id", "account_id", "state", "ordered_at", "due_on", "amount", "product",
    "owner_id", "memo",
)  # fmt: skip
LINE_FIELDS = (
    "order_id", "product_id", "name", "quantity", "unit_price", "discount", "amount", "memo",
)  # fmt: skip
SUMMED = ("amount", "product")
"""What follows from the lines of an order, once it has any."""
LOCK = 0x6F726472
"""Held by whoever is given a number, so that two at a time get two."""


def _take_over(order: Order, values: Values) -> None:
    has_lines = not order._state.adding and order.lines.filter(deleted_at=None).exists()
    kept = SUMMED if has_lines else ()
    set_all(order, {name: value for name, value in values.items() if name not in kept})
    if order.ordered_at is None:
        order.ordered_at = clock.now()
    if order.account_id is None and order._state.adding:
        order.account_id = order.customer.account_id
    order.number = order.number or next_number()


def next_number() -> str:
    """The number of the day's next order: 20261127-0001."""
    day = f"{clock.today():%Y%m%d}-"
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s, hashtext(current_schema()))", [LOCK])
    numbers = Order.objects.filter(number__startswith=day).values_list("number", flat=True)
    used = [int(each[len(day) :]) for each in numbers if each[len(day) :].isdecimal()]
    return f"{day}{max(used, default=0) + 1:04}"


def _take_over_line(line: OrderLine, values: Values) -> None:
    """Name and price are the product's unless somebody says otherwise."""
    set_all(line, values)
    if line.product is not None:
        line.name = line.name or line.product.name
        if line.unit_price is None:
            line.unit_price = line.product.price
    if not line.name:
        raise RuleBroken(
            "product_missing",
            gettext_lazy("Choose a product, or write what was bought."),
            field="product",
        )
    line.unit_price, line.discount = line.unit_price or 0, line.discount or 0
    line.amount = line.quantity * line.unit_price - line.discount
    if line.amount < 0:
        raise RuleBroken(
            "discount_too_high",
            gettext_lazy("The discount is higher than the price. Write a lower one."),
            field="discount",
        )


def _add_up(line: OrderLine, verb: str, changes: Mapping[str, Any]) -> None:
    """The order of the line, and the one it was moved from, have their sums anew."""
    before = changes.get("order_id", [None])[0]
    for order_id in {line.order_id, UUID(before) if before else line.order_id}:
        add_up(order_id)


def add_up(order_id: UUID) -> None:
    """Sets what follows from the lines; an order without lines costs nothing."""
    order = Order.objects.select_for_update().get(pk=order_id)
    lines = order.lines.filter(deleted_at=None)
    found = lines.aggregate(amount=Sum("amount"), count=Count("pk"))
    first = lines.order_by("pk").values_list("name", flat=True).first() or ""
    order.amount = found["amount"] or 0
    order.product = in_few_words(first, found["count"])
    order.updated_at = clock.now()
    order.save(update_fields=[*SUMMED, "updated_at"])


def in_few_words(first: str, count: int) -> str:
    """What was bought: the first thing, and how many others."""
    if count < 2:
        return first[:100]
    words = _("%(first)s and %(count)s more")
    return words % {"first": first[:80], "count": count - 1}


orders = Services(
    subject="base.order",
    model=Order,
    fields=FIELDS,
    owner="owner",
    passes=~Q(state__in=Order.OVER),
    take_over=_take_over,
    taken={
        "base_order_unique": Taken(
            code="number_taken",
            words=gettext_lazy("Another order has the number %(value)s; choose another."),
            field="number",
        )
    },
)
lines = Services(
    subject="base.order_line",
    model=OrderLine,
    fields=LINE_FIELDS,
    take_over=_take_over_line,
    follow=_add_up,
)
