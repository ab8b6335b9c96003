"""The record types of the base module; they stand in the order in which they name one another."""

from modules.base.records.accounts import account_record
from modules.base.records.contacts import contact_record
from modules.base.records.customers import customer_record
from modules.base.records.orders import line_record, order_record
from modules.base.records.products import product_record

RECORDS = (
    account_record,
    contact_record,
    customer_record,
    line_record,
    order_record,
    product_record,
)
__all__ = [
    "RECORDS",
    "account_record",
    "contact_record",
    "customer_record",
    "line_record",
    "order_record",
    "product_record",
]
