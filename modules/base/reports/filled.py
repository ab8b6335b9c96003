"""R14: for how many customers each field is filled."""

from __future__ import annotations

from django.utils.translation import gettext as _

from dangol.records.types import record_of
from tenants.reports.ready.asked import Asked
from tenants.reports.ready.counted import Ask, counted, with_shares
from tenants.reports.ready.table import Head, Table

FIELDS = (
    "company_name", "department", "title", "mobile", "email", "work_phone", "home_line1",
    "work_line1", "birth_date", "source",
)  # fmt: skip
"""Those that any customer may have, in the order of the form."""


def read(asked: Asked) -> Table:
    """One line for each field; those that are closed to the viewer are left out."""
    record = record_of("base.customer")
    heads = [Head(label=_("Filled")), Head(label=_("Empty"), is_drawn=False)]
    lines = [
        (
            str(record.label_of(name)),
            [Ask(filters={f"{name}.empty": [answer]}) for answer in ("no", "yes")],
        )
        for name in FIELDS
    ]
    return with_shares(counted(asked, _("Field"), heads, lines), _("Share of filled"))
