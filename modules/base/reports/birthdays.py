"""R15: in which month customers have their birthday."""

from __future__ import annotations

from babel.dates import get_month_names
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from tenants.reports.ready.asked import Asked
from tenants.reports.ready.counted import Ask, counted
from tenants.reports.ready.table import Head, Table


def read(asked: Asked) -> Table:
    """Twelve months, whatever the year of birth."""
    names = get_month_names("wide", locale=get_language() or "ko")
    lines = [
        (names[number], [Ask(filters={"birth_date.month": [str(number)]})])
        for number in range(1, 13)
    ]
    heads = [Head(label=_("Birthdays"))]
    return counted(asked, _("Month"), heads, lines, has_total=True)
