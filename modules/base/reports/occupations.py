"""R06: customers by occupation and income, as a map of heat."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TypeAlias

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from dangol.records.custom.fields import codes_of
from modules.base.models import Customer
from tenants.reports.ready.asked import Asked
from tenants.reports.ready.counted import Ask, counted
from tenants.reports.ready.table import Head, Line, Table, heated

Filters: TypeAlias = Mapping[str, Sequence[str]]


def read(asked: Asked) -> Table:
    """A line for each occupation, a column for each income; who was not asked stands last."""
    incomes = known("income")
    heads = [*(Head(label=label) for label, _filters in incomes), Head(label=_("Customers"))]
    lines = [
        (label, [*(Ask(filters={**job, **income}) for _label, income in incomes), Ask(filters=job)])
        for label, job in known("occupation")
    ]
    table = counted(asked, _("Occupation"), heads, lines, has_total=True)
    return replace(table, lines=_shaded(table.lines), is_heat=True)


def known(name: str) -> list[tuple[str, Filters]]:
    """(words, filter) of each of a field's codes, and of having none."""
    codes = [(str(each), str(each.value)) for each in codes_of(Customer, name)]
    some: list[tuple[str, Filters]] = [(label, {name: [value]}) for label, value in codes]
    none = {f"{name}.not": [value for _label, value in codes]}
    return [*some, (pgettext("profile", "Not known"), none)]


def _shaded(lines: Sequence[Line]) -> list[Line]:
    """The line's own sum, at its end, would outshine all: it stays without heat."""
    inner = heated([replace(line, cells=line.cells[:-1]) for line in lines])
    return [
        replace(each, cells=[*each.cells, line.cells[-1]])
        for each, line in zip(inner, lines, strict=True)
    ]
