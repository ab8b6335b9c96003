"""The forms of an order and of one of its lines (C9)."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from dangol.records.forms.whole_numbers import WholeNumberField
from dangol.records.links.naming import LinkField
from modules.base.models import Order, OrderLine
from tenants.forms.records import DAY, MOMENT, OwnedForm


class OrderForm(OwnedForm):
    """Who ordered is enough: number, time and account come by themselves."""

    customer = LinkField("base.customer", label=_("Customer"))
    account = LinkField("base.account", label=_("Account"), required=False)
    amount = WholeNumberField(
        label=_("Amount"),
        required=False,
        help_text=_("In won, VAT included. It follows from the lines once there are any."),
    )

    class Meta:
        model = Order
        fields = (
            "customer", "account", "number", "state", "ordered_at", "due_on", "amount", "product",
            "owner", "memo",
        )  # fmt: skip
        widgets = {"ordered_at": MOMENT, "due_on": DAY, "memo": forms.Textarea(attrs={"rows": 3})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["ordered_at"].required = False
        self.fields["number"].help_text = _("Empty: the next one of the day.")

    def clean_amount(self) -> int:
        return self.cleaned_data["amount"] or 0


class OrderLineForm(OwnedForm):
    """A product and how many; its name and price come with it."""

    order = LinkField("base.order", verb="edit", label=_("Order"))
    product = LinkField("base.product", label=_("Product"), required=False)
    quantity = WholeNumberField(label=_("Quantity"), initial=1)
    unit_price = WholeNumberField(
        label=_("Unit price"), required=False, help_text=_("Empty: the product's price.")
    )
    discount = WholeNumberField(label=_("Discount"), required=False)

    class Meta:
        model = OrderLine
        fields = ("order", "product", "name", "quantity", "unit_price", "discount", "memo")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].help_text = _("Empty: the product's name.")
        if self.instance._state.adding:  # the product has one, which an empty field asks for
            self.initial.pop("unit_price", None)
