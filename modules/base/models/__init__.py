"""Tables of the base module, each in its own company's schema."""

from modules.base.models.account import Account
from modules.base.models.contact import ContactHistory
from modules.base.models.customer import Customer
from modules.base.models.order import Order, OrderLine
from modules.base.models.product import Product

__all__ = [
    "Account",
    "ContactHistory",
    "Customer",
    "Order",
    "OrderLine",
    "Product",
]
