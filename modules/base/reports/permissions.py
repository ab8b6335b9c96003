"""R10: by which ways customers permit advertising."""

from __future__ import annotations

from django.utils.translation import gettext as _

from modules.base.consents import CONSENTS
from tenants.reports.ready.asked import Asked
from tenants.reports.ready.counted import Ask, counted, with_shares
from tenants.reports.ready.table import Head, Table


def read(asked: Asked) -> Table:
    """One line for each way; those that are closed to the viewer are left out."""
    heads = [Head(label=_("Agreed")), Head(label=_("Not agreed"))]
    lines = [
        (str(each.label), [Ask(filters={each.name: [answer]}) for answer in ("yes", "no")])
        for each in CONSENTS
    ]
    return with_shares(counted(asked, _("Way"), heads, lines), _("Share of agreed"))
