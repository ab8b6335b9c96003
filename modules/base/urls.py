"""Addresses of the base module, below `/base/`."""

from dangol.records import record_urls
from modules.base.records import (
    account_record,
    contact_record,
    customer_record,
    line_record,
    order_record,
    product_record,
)

app_name = "base"
urlpatterns = [
    *record_urls(customer_record, "customers"),
    *record_urls(account_record, "accounts"),
    *record_urls(contact_record, "contacts"),
    *record_urls(order_record, "orders"),
    *record_urls(line_record, "order-lines"),
    *record_urls(product_record, "products"),
]
