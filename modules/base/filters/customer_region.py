"""Finding orders by the province that the post of who ordered goes to (R05)."""

from __future__ import annotations

from dataclasses import dataclass
from functools import reduce
from operator import or_

from django.db.models import Model, Q
from django.utils.translation import gettext as _

from modules.base.filters.regions import RegionFilter, within

CUSTOMER_REGION = "customer_region"


@dataclass(frozen=True, kw_only=True)
class CustomerRegionFilter(RegionFilter):
    """By the region in which the customer is today; `field` is only its name."""

    field: str = CUSTOMER_REGION

    def label(self, model: type[Model]) -> str:
        return _("Region of the customer")

    def _of(self, regions: list[str]) -> Q:
        return reduce(or_, (within(each, "customer__") for each in regions))
