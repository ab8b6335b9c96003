"""The conditions of an audience as rows: field, operator, value, how many it selects alone (G6).

They are the filters of the customers' list; each stands in at most one row.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count
from django.utils.translation import gettext as _

from dangol.errors import RuleBroken
from dangol.records import ChoiceFilter, RelationFilter
from dangol.records.filters import Filter
from dangol.records.selection import FIND, read_selection
from modules.base.records import customer_record

FEW = 6
"""Up to so many choices stand side by side; more stand in a list that opens."""
ICONS = {
    "grade": "award",
    "owner": "user-round",
    "company_name": "building-2",
    "source": "signpost",
    "mail_ads": "mail-check",
    "sms_ads": "message-square",
    "last_contacted_at": "phone",
    "created_at": "calendar-plus",
    "birth_date": "cake",
    FIND: "search",
}


@dataclass(frozen=True)
class Row:
    """One condition: its inputs as (name, value), its options as (value, label, is chosen).

    count  customers that this condition alone selects; None while it says nothing
    """

    kind: str
    name: str
    label: str
    operator: str
    icon: str
    inputs: list[tuple[str, str]]
    options: list[tuple[str, str, bool]]
    count: int | None

    @property
    def is_few(self) -> bool:
        return len(self.options) <= FEW

    @property
    def chosen(self) -> list[str]:
        """Labels of what is chosen."""
        return [label for _value, label, is_chosen in self.options if is_chosen]


def rows(
    user: Any, parameters: Mapping[str, Sequence[str]], shown: Sequence[str]
) -> tuple[list[Row], list[tuple[str, str, str]]]:
    """The rows that say something or are `shown`, and (name, label, icon) of those one may add."""
    counts = alone(parameters)
    found, others = [], []
    for each in customer_record.filters_for(user):
        if each.field in shown or any(parameters.get(name) for name in each.parameters):
            found.append(_row(each, user, parameters, counts.get(each.field)))
        else:
            label = each.label(customer_record.model)
            others.append((each.field, label, ICONS.get(each.field, "list-filter")))
    if FIND in shown or parameters.get(FIND):
        found.append(_find_row(parameters, counts.get(FIND)))
    else:
        others.append((FIND, _("Name, number or address"), ICONS[FIND]))
    return found, others


def alone(parameters: Mapping[str, Sequence[str]]) -> dict[str, int]:
    """{filter: customers that it alone selects}, in one statement; wrong ones are left out."""
    selection = read_selection(customer_record, None, parameters)
    parts = {each.name: each.q for each in selection.conditions}
    if selection.find:
        parts[FIND] = selection.find_q
    if not parts:
        return {}
    people = customer_record.visible_to(None).order_by()
    counts = people.aggregate(
        **{f"at_{number}": Count("pk", filter=q) for number, q in enumerate(parts.values())}
    )
    return dict(zip(parts, counts.values(), strict=True))


def without(parameters: Mapping[str, Sequence[str]], name: str) -> dict[str, list[str]]:
    """The parameters without those of one row."""
    own = {name}.union(
        *(each.parameters for each in customer_record.filters if each.field == name)
    )
    return {key: list(values) for key, values in parameters.items() if key not in own}


def problem(parameters: Mapping[str, Sequence[str]]) -> str:
    """What is wrong with the conditions, in words; "" when nothing is."""
    try:
        read_selection(customer_record, None, parameters, strict=True)
    except RuleBroken as broken:
        return str(broken)
    return ""


def _row(
    each: Filter, user: Any, parameters: Mapping[str, Sequence[str]], count: int | None
) -> Row:
    model = customer_record.model
    chosen = parameters.get(each.field, [])
    offered: list[tuple[str, str]] = []
    if isinstance(each, ChoiceFilter | RelationFilter):
        offered = each.options(model, user)
    operators = {"text": _("contains"), "choice": _("any of"), "date": _("between")}
    return Row(
        kind=each.kind,
        name=each.field,
        label=each.label(model),
        operator=operators[each.kind],
        icon=ICONS.get(each.field, "list-filter"),
        inputs=[(name, "".join(parameters.get(name, [])[:1])) for name in each.parameters],
        options=[(value, label, value in chosen) for value, label in offered],
        count=count,
    )


def _find_row(parameters: Mapping[str, Sequence[str]], count: int | None) -> Row:
    return Row(
        kind="text",
        name=FIND,
        label=_("Name, number or address"),
        operator=_("contains"),
        icon=ICONS[FIND],
        inputs=[(FIND, "".join(parameters.get(FIND, [])[:1]))],
        options=[],
        count=count,
    )
