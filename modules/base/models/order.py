"""Orders (주문): what a customer bought, line by line (C9)."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from dangol import clock
from dangol.records.model import PLAIN, RecordModel, owner_field, sorted_by
from dangol.search.indexes import search_indexes
from modules.base.models.account import Account
from modules.base.models.customer import Customer
from modules.base.models.product import Product


class Order(RecordModel):
    """One purchase of a customer.

    With lines, `amount` and `product` follow from them; without, they stand as they were entered.
    """

    record_code = "base.order"

    class State(models.TextChoices):
        """주문 상태, in the order of a day's work."""

        RECEIVED = "received", pgettext_lazy("order", "Received")
        PAID = "paid", pgettext_lazy("order", "Paid")
        SHIPPED = "shipped", pgettext_lazy("order", "Shipped")
        DONE = "done", pgettext_lazy("order", "Completed")
        CANCELLED = "cancelled", pgettext_lazy("order", "Cancelled")
        RETURNED = "returned", pgettext_lazy("order", "Returned")

    OVER = (State.DONE, State.CANCELLED, State.RETURNED)
    """The states in which nothing is left to be done; a company's own are not among them."""

    customer = models.ForeignKey(
        Customer,
        verbose_name=_("Customer"),
        on_delete=models.CASCADE,
        related_name="orders",
        db_index=False,
    )
    account: models.ForeignKey[Account | None, Account | None] = models.ForeignKey(
        Account,
        verbose_name=_("Account"),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="orders",
    )
    """Where the customer worked when they ordered."""
    number = models.CharField(_("Order number"), max_length=30, blank=True, db_collation=PLAIN)
    """Unique; given by the service when none is entered."""
    state = models.CharField(
        pgettext_lazy("order", "State"), max_length=60, choices=State, default=State.RECEIVED
    )
    ordered_at = models.DateTimeField(_("Ordered"), default=clock.now)
    due_on = models.DateField(_("Delivery due"), null=True, blank=True)
    amount = models.BigIntegerField(_("Amount"), default=0)
    """Won, VAT included."""
    product = models.CharField(_("Product"), max_length=100, blank=True)
    """What was bought, in a few words."""
    owner = owner_field()
    memo = models.TextField(_("Memo"), max_length=4000, blank=True)

    class Meta:
        verbose_name = _("Order")
        verbose_name_plural = _("Orders")
        constraints = [
            models.UniqueConstraint(
                fields=["number"], condition=models.Q(deleted_at=None), name="base_order_unique"
            ),
        ]
        indexes = [
            models.Index(fields=["customer", "-ordered_at", "-id"], name="base_order_customer"),
            *sorted_by("base_order", "number", "state", "ordered_at", "due_on", "amount", "owner"),
            *search_indexes(
                "base_order", title="number", words=("number", "product", "custom_words")
            ),
        ]

    def __str__(self) -> str:
        return self.number


class OrderLine(RecordModel):
    """One product of an order, at the price it had then."""

    record_code = "base.order_line"

    order = models.ForeignKey(
        Order,
        verbose_name=_("Order"),
        on_delete=models.CASCADE,
        related_name="lines",
        db_index=False,
    )
    product: models.ForeignKey[Product | None, Product | None] = models.ForeignKey(
        Product,
        verbose_name=_("Product"),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="lines",
    )
    name = models.CharField(_("Product name"), max_length=100, blank=True, db_collation=PLAIN)
    """As it was called when it was ordered."""
    quantity = models.PositiveIntegerField(_("Quantity"), default=1)
    unit_price = models.BigIntegerField(_("Unit price"), default=0)
    discount = models.BigIntegerField(_("Discount"), default=0)
    """Won, off the whole line."""
    amount = models.BigIntegerField(_("Amount"), default=0, editable=False)
    """quantity x unit_price - discount."""
    memo = models.CharField(_("Memo"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("Order line")
        verbose_name_plural = _("Order lines")
        indexes = [
            models.Index(fields=["order", "id"], name="base_orderline_order"),
            *sorted_by("base_orderline", "name", "quantity", "amount", "created_at"),
            *search_indexes("base_orderline", title="name", words=("name", "custom_words")),
        ]

    def __str__(self) -> str:
        return self.name
