"""Adding, changing and removing products (C9)."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from modules.base.models import Product
from tenants.services.records import Services, Taken

FIELDS = ("code", "name", "category", "price", "unit", "is_active", "memo")

products = Services(
    subject="base.product",
    model=Product,
    fields=FIELDS,
    taken={
        "base_product_code": Taken(
            code="code_taken",
            words=_("Another product has the code %(value)s; choose another."),
            field="code",
        )
    },
)
