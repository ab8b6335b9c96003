"""R05: customers by the province that their post goes to."""

from __future__ import annotations

from django.utils.translation import gettext as _

from dangol.records.types import record_of
from modules.base.filters.regions import REGION, RegionFilter
from modules.base.models import Customer
from tenants.reports.ready.asked import Asked
from tenants.reports.ready.counted import Ask, counted, with_shares
from tenants.reports.ready.grouped import closed
from tenants.reports.ready.table import Head, Table


def read(asked: Asked) -> Table:
    """Most customers first; who has no address is the last line."""
    if REGION in record_of("base.customer").hidden_from(asked.user):
        return closed()
    regions = RegionFilter().options(Customer, asked.user)
    lines = [(label, [Ask(filters={REGION: [code]})]) for code, label in regions]
    table = counted(asked, _("Region"), [Head(label=_("Customers"))], lines, has_total=True)
    return with_shares(table, _("Share"))
