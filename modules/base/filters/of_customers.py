"""What orders are not found by, where it is closed in their customers (R03, R05)."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from dangol.records.types import record_of
from modules.base.filters.customer_grade import CUSTOMER_GRADE
from modules.base.filters.customer_region import CUSTOMER_REGION
from modules.base.filters.regions import REGION

SAID_BY = {CUSTOMER_GRADE: "grade", CUSTOMER_REGION: REGION}
"""{filter of orders: what it tells of customers}"""


def hidden_of_orders(user: Any) -> Collection[str]:
    """Whoever does not see it in customers does not find orders by it."""
    hidden = record_of("base.customer").hidden_from(user)
    return [name for name, told in SAID_BY.items() if told in hidden]
