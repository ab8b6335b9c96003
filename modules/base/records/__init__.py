"""The record types of the base module; they stand in the order in which they name one another."""

from modules.base.records.accounts import account_record
from modules.base.records.care import complaint_record, interest_record, material_record
from modules.base.records.consents import consent_record
from modules.base.records.contacts import contact_record
from modules.base.records.customers import customer_record
from modules.base.records.dealings import (
    address_record,
    group_record,
    person_record,
    rating_record,
    year_record,
)
from modules.base.records.groups import customer_group_record
from modules.base.records.orders import line_record, order_record
from modules.base.records.products import product_record
from modules.base.records.relations import relation_record
from modules.base.records.sources import source_record

RECORDS = (
    account_record,
    address_record,
    complaint_record,
    consent_record,
    contact_record,
    customer_group_record,
    customer_record,
    group_record,
    interest_record,
    line_record,
    material_record,
    order_record,
    person_record,
    product_record,
    rating_record,
    relation_record,
    source_record,
    year_record,
)
__all__ = [
    "RECORDS",
    "account_record",
    "address_record",
    "complaint_record",
    "consent_record",
    "contact_record",
    "customer_group_record",
    "customer_record",
    "group_record",
    "interest_record",
    "line_record",
    "material_record",
    "order_record",
    "person_record",
    "product_record",
    "rating_record",
    "relation_record",
    "source_record",
    "year_record",
]
