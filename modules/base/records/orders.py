"""Orders and their lines as record types (C9)."""

from __future__ import annotations

from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from dangol.records import (
    ChoiceFilter,
    Column,
    DateFilter,
    Due,
    Look,
    NumberFilter,
    Peek,
    Record,
    Related,
    Search,
    Section,
    TextFilter,
    View,
    Within,
)
from dangol.records.states import drawn_state
from modules.base import colours
from modules.base.filters import (
    CustomerGradeFilter,
    CustomerRegionFilter,
    hidden_of_orders,
)
from modules.base.forms.orders import OrderForm, OrderLineForm
from modules.base.imports.others import line_imports, order_imports
from modules.base.models import Order, OrderLine
from modules.base.records.customers import customer_record
from modules.base.services import many, orders
from tenants.queries.owners import owner_filter
from tenants.queries.teams import TeamFilter

state = drawn_state("state", colours.ORDERS)


def with_names(rows: QuerySet[Any]) -> QuerySet[Any]:
    return rows.select_related("customer", "account", "owner")


def with_order(rows: QuerySet[Any]) -> QuerySet[Any]:
    return rows.select_related("order", "product")


def badges(look: Look) -> list[str]:
    """What stands beside the number."""
    return [] if "state" in look.hidden else [state(look.instance)]


order_record = Record(
    code="base.order",
    model=Order,
    label=_("Order"),
    plural=_("Orders"),
    icon="shopping-cart",
    counted=ngettext_lazy("%(shown)s order", "%(shown)s orders", "count"),
    title="number",
    subtitle=("customer", "product"),
    keys=("number",),
    columns=(
        Column(name="number"),
        Column(name="customer", sort="", phone="sub"),
        Column(name="product", sort=""),
        Column(name="amount", total=True, phone="end"),
        Column(name="state", phone="mark", draw=state),
        Column(name="ordered_at", phone="end-sub"),
        Column(name="due_on"),
        Column(name="owner", sort="", optional=True),
        Column(name="account", sort="", optional=True),
    ),
    sort="-ordered_at",
    listed=with_names,
    views=(
        View(code="mine", label=_("My orders"), query="owner=me"),
        View(code="open", label=_("To be delivered"), query="state=received&state=paid"),
        View(code="month", label=_("Ordered this month"), query="ordered_at.period=this_month"),
    ),
    filters=(
        ChoiceFilter(field="state"),
        TextFilter(field="product"),
        CustomerGradeFilter(),
        CustomerRegionFilter(),
        owner_filter(),
        TeamFilter(),
        DateFilter(field="ordered_at"),
        DateFilter(field="due_on"),
        NumberFilter(field="amount", is_money=True),
    ),
    search=(Search(field="number"), Search(field="product")),
    sections=(
        Section(
            label=_("Basic data"),
            fields=(
                "customer", "account", "number", "state", "ordered_at", "due_on", "amount",
                "product", "owner", "memo",
            ),
        ),
    ),
    form=OrderForm,
    imports=order_imports,
    bulk=many.orders,
    **orders.orders.declared,
    within=Within(field="customer", record=customer_record),
    also_hidden=hidden_of_orders,
    dues=(
        Due(
            field="due_on", open=Q(state__in=("received", "paid")),
            query="state=received&state=paid",
        ),
    ),
    badges=badges,
    peek=Peek(
        facts=("customer", "account", "ordered_at", "due_on", "amount", "product", "memo"),
    ),
    related=(Related(record="base.order_line", field="order", sort="created_at", is_wide=True),),
)  # fmt: skip

line_record = Record(
    code="base.order_line",
    model=OrderLine,
    label=_("Order line"),
    plural=_("Order lines"),
    icon="list",
    counted=ngettext_lazy("%(shown)s order line", "%(shown)s order lines", "count"),
    title="name",
    subtitle=("order",),
    columns=(
        Column(name="name"),
        Column(name="order", sort="", phone="sub"),
        Column(name="product", sort="", optional=True),
        Column(name="quantity"),
        Column(name="unit_price", sort=""),
        Column(name="discount", sort=""),
        Column(name="amount", total=True, phone="end"),
        Column(name="created_at", optional=True),
    ),
    sort="-created_at",
    listed=with_order,
    filters=(
        TextFilter(field="name"),
        NumberFilter(field="quantity"),
        NumberFilter(field="amount", is_money=True),
    ),
    search=(Search(field="name"),),
    sections=(
        Section(
            label=_("Basic data"),
            fields=("order", "product", "name", "quantity", "unit_price", "discount", "memo"),
        ),
    ),
    form=OrderLineForm,
    imports=line_imports,
    bulk=many.lines,
    **orders.lines.declared,
    within=Within(field="order", record=order_record),
    peek=Peek(facts=("order", "product", "quantity", "unit_price", "discount", "amount", "memo")),
)
