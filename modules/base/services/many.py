"""What is not done with many records of a type at once, and why (U1).

Where one record's change moves others along, such as the sum of an order or the last contact of a
customer, it is made record by record.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from dangol.records.bulk import Bulk, Columns, Refusal, Teller, nobody_concerned
from modules.base.services import care, sources
from modules.base.services.accounts import accounts as account_services
from modules.base.services.accounts import rename_at_customers
from modules.base.services.orders import SUMMED
from modules.base.services.orders import orders as order_services

EVERY = Q(pk__isnull=False)
ONE_BY_ONE = _("Others follow from it: it is changed record by record.")


def one_by_one(
    names: Collection[str], *, delete: bool = False, told: Teller = nobody_concerned
) -> Bulk:
    """Refuses the columns, and moving to the trash as well if `delete`."""

    def refused(verb: str, columns: Columns) -> Sequence[Refusal]:
        closed = delete if verb == "delete" else not columns.keys().isdisjoint(names)
        return [Refusal(code="one_by_one", rows=EVERY, sentence=ONE_BY_ONE)] if closed else []

    return Bulk(refused=refused, told=told)


accounts = replace(
    one_by_one(
        ("name", "parent_id", "business_number", "credit", "favour"),
        told=account_services.concerned,
    ),
    follows={"name": rename_at_customers, "source": sources.know_of_accounts},
)
contacts = one_by_one(("customer_id", "medium", "contacted_at"), delete=True)
orders = one_by_one(("customer_id", "number", *SUMMED), told=order_services.concerned)
years = one_by_one(("account_id", "year", "sales"), delete=True)
ratings = one_by_one(("account_id", "kind", "value", "rated_on"), delete=True)
materials = one_by_one(("customer_id", "sent_on"), told=care.materials.concerned)
complaints = one_by_one(("customer_id", "state", "done_on"), told=care.complaints.concerned)
interests = one_by_one(("customer_id", "topic", "product_id"))
relations = one_by_one(("customer_id", "other_id", "kind", "memo"), delete=True)
groups = one_by_one(("name", "kind", "query"), delete=True)
lines = one_by_one(("order_id", "product_id", "quantity", "unit_price", "discount"), delete=True)
