"""R76: who took which lists away, and how much of them."""

from __future__ import annotations

from datetime import timedelta

from django.db.models import Count, Sum
from django.utils.translation import gettext as _

from dangol import clock
from tenants.exports.models import Export
from tenants.people.models import User
from tenants.queries import desk
from tenants.reports.ready.asked import Asked
from tenants.reports.ready.table import Cell, Head, Line, Table, added


def read(asked: Asked) -> Table:
    """A line for each person and list: files, rows, downloads. The most rows stand first."""
    if asked.first is None or asked.last is None:
        return Table()
    first, after = clock.midnight(asked.first), clock.midnight(asked.last + timedelta(days=1))
    rows = Export.objects.filter(asked_at__gte=first, asked_at__lt=after).order_by()
    if asked.people:
        rows = rows.filter(user__in=asked.ids)
    found = rows.values_list("user", "record").annotate(
        files=Count("pk"), rows=Sum("total"), downloads=Sum("downloads")
    )
    names = dict(User.objects.values_list("pk", "name"))
    types = desk.records()
    lines = [
        Line(
            label=f"{names.get(user, _('no longer there'))} · "
            f"{types[code].plural if code in types else _('no longer there')}",
            cells=[Cell(value=files), Cell(value=taken), Cell(value=fetched)],
        )
        for user, code, files, taken, fetched in sorted(found, key=lambda row: -row[3])
    ]
    heads = [
        Head(label=_("Files"), is_drawn=False),
        Head(label=_("Rows")),
        Head(label=_("Downloads"), is_drawn=False),
    ]
    return Table(first=_("Person and list"), heads=heads, lines=lines, total=added(heads, lines))
