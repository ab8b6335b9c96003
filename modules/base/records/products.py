"""The product as a record type (C9)."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from dangol.records import (
    ChoiceFilter,
    Column,
    NumberFilter,
    Peek,
    Record,
    Related,
    Search,
    Section,
    TextFilter,
    View,
)
from modules.base.forms.products import ProductForm
from modules.base.imports.others import product_imports
from modules.base.models import Product
from modules.base.services.products import products

product_record = Record(
    code="base.product",
    model=Product,
    label=_("Product"),
    plural=_("Products"),
    icon="package",
    counted=ngettext_lazy("%(shown)s product", "%(shown)s products", "count"),
    title="name",
    subtitle=("code", "category"),
    keys=("code",),
    columns=(
        Column(name="name"),
        Column(name="code", phone="sub"),
        Column(name="category"),
        Column(name="price", phone="end"),
        Column(name="unit", sort=""),
        Column(name="is_active", sort="", phone="end-sub"),
        Column(name="created_at"),
    ),
    sort="name",
    views=(View(code="for_sale", label=_("For sale"), query="is_active=yes"),),
    filters=(
        TextFilter(field="category"),
        ChoiceFilter(field="is_active"),
        NumberFilter(field="price", is_money=True),
    ),
    search=(Search(field="name"), Search(field="code"), Search(field="category")),
    sections=(
        Section(
            label=_("Basic data"),
            fields=("name", "code", "category", "price", "unit", "is_active", "memo"),
        ),
    ),
    form=ProductForm,
    imports=product_imports,
    related=(Related(record="base.order_line", field="product", sub="order"),),
    **products.declared,
    peek=Peek(
        facts=("code", "category", "price", "unit", "is_active", "memo"),
    ),
)
