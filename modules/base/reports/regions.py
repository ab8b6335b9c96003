"""R05: customers by the province that their post goes to, and what they bought."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from dangol.records.types import record_of
from modules.base.filters.customer_region import CUSTOMER_REGION
from modules.base.filters.regions import REGION, RegionFilter
from modules.base.models import Customer
from modules.base.reports.grades import NO_SALES
from tenants.reports.ready.asked import Asked
from tenants.reports.ready.counted import Ask, counted, with_shares
from tenants.reports.ready.grouped import closed
from tenants.reports.ready.table import Head, Table


def read(asked: Asked) -> Table:
    """All customers as they are today; sales are the orders' amounts of the days, in whole won."""
    if REGION in record_of("base.customer").hidden_from(asked.user):
        return closed()
    heads = [
        Head(label=_("Customers")),
        Head(label=pgettext("amount", "Sales"), unit="money", is_drawn=False),
    ]
    regions = RegionFilter().options(Customer, asked.user)
    lines = [(label, [Ask(filters={REGION: [code]}), _sales(code)]) for code, label in regions]
    table = counted(asked, _("Region"), heads, lines, has_total=True)
    return with_shares(table, _("Share of customers"), down=True)


def _sales(region: str) -> Ask:
    filters = {CUSTOMER_REGION: [region], "state.not": NO_SALES}
    return Ask(
        filters=filters, record="base.order", column="amount", days="ordered_at", people="owner"
    )
