"""What a new company does first in this module: it brings its customers (P4)."""

from __future__ import annotations

from modules.base.models import Customer
from tenants.services import samples


def has_customers() -> bool:
    """Whether there is a customer besides the example ones."""
    return Customer.objects.present().exclude(pk__in=samples.ids_of("base.customer")).exists()
