"""The conditions of an audience as rows: field, operator, value, how many it selects alone (G6).

They are the filters of the customers' list; each stands in at most one row.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dangol.records.filters.base import ME, Filter, Operator
from dangol.records.lists.selection import FIND, read_selection
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


OPERATOR = "op."
"""Before a filter's name: the parameter that says how it compares, while one still chooses."""
FOUND_IN_TEXT = Operator(
    code="", sign="", words=gettext_lazy("contains"), parameters=(FIND,), control="text"
)


@dataclass(frozen=True)
class Row:
    """One condition: its inputs as (name, value), its options as (value, label, is chosen).

    control    what asks for the value: choice, text, dates, number, month or period
    operators  (code, words, is chosen) of the ways it may compare
    count      customers that this condition alone selects; None while it says nothing
    """

    name: str
    label: str
    icon: str
    control: str
    operators: list[tuple[str, str, bool]]
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
    user: Any,
    parameters: Mapping[str, Sequence[str]],
    shown: Sequence[str],
    asked: Mapping[str, str],
) -> tuple[list[Row], list[tuple[str, str, str]]]:
    """The rows that say something or are `shown`, and (name, label, icon) of those one may add.

    `asked` is {filter: code of its operator} where one was chosen that has no value yet.
    """
    counts = alone(parameters)
    found, others = [], []
    for each in customer_record.filters_for(user):
        if each.field in shown or any(parameters.get(name) for name in each.parameters):
            operator = _operator(each, parameters, asked)
            found.append(_row(each, operator, parameters, counts.get(each.field)))
        else:
            label = each.label(customer_record.model)
            others.append((each.field, label, ICONS.get(each.field, "list-filter")))
    if FIND in shown or any(parameters.get(FIND, [])):
        found.append(_find_row(parameters, counts.get(FIND)))
    else:
        others.append((FIND, _("Name, number or address"), ICONS[FIND]))
    return found, others


def turned(
    parameters: Mapping[str, Sequence[str]], asked: Mapping[str, str]
) -> dict[str, list[str]]:
    """The parameters with each filter written by the operator that was asked for.

    A value goes over to an operator that asks for the same; else the new one begins as it usually
    does.
    """
    turned = {name: list(values) for name, values in parameters.items()}
    for each in customer_record.filters:
        wanted = next((op for op in each.operators if op.code == asked.get(each.field)), None)
        if wanted is None:
            continue
        for other in each.operators:
            if other.code == wanted.code:
                continue
            left = [turned.pop(name, []) for name in other.parameters]
            if any(left) and other.control == wanted.control:
                turned |= dict(zip(wanted.parameters, left, strict=True))
        if wanted.usual and not any(turned.get(name) for name in wanted.parameters):
            turned[wanted.parameters[0]] = [wanted.usual]
    return turned


def alone(parameters: Mapping[str, Sequence[str]]) -> dict[str, int]:
    """{filter: customers that it alone selects}, in one statement; wrong ones are left out."""
    selection = read_selection(customer_record, None, parameters)
    parts: dict[str, Q] = {}
    for each in selection.conditions:
        parts[each.name] = parts.get(each.name, Q()) & each.q
    if selection.asked is not None:
        parts[FIND] = selection.asked.condition
    if not parts:
        return {}
    people = customer_record.visible_to(None).order_by()
    counts = people.aggregate(
        **{f"at_{number}": Count("pk", filter=q) for number, q in enumerate(parts.values())}
    )
    return dict(zip(parts, counts.values(), strict=True))


def without(parameters: Mapping[str, Sequence[str]], name: str) -> dict[str, list[str]]:
    """The parameters without those of one row."""
    own = {name}.union(*(each.parameters for each in customer_record.filters if each.field == name))
    return {key: list(values) for key, values in parameters.items() if key not in own}


def _operator(
    each: Filter, parameters: Mapping[str, Sequence[str]], asked: Mapping[str, str]
) -> Operator:
    """The one that was asked for, else the first that has a value, else the usual one."""
    by_code = {operator.code: operator for operator in each.operators}
    if asked.get(each.field) in by_code:
        return by_code[asked[each.field]]
    written = (op for op in each.operators if any(parameters.get(name) for name in op.parameters))
    return next(written, each.operators[0])


def _row(
    each: Filter, operator: Operator, parameters: Mapping[str, Sequence[str]], count: int | None
) -> Row:
    model = customer_record.model
    chosen = parameters.get(operator.parameters[0], [])
    offered = each.offered(operator, model, None)
    return Row(
        name=each.field,
        label=each.label(model),
        icon=ICONS.get(each.field, "list-filter"),
        control=operator.control,
        operators=[(op.code, str(op.words), op.code == operator.code) for op in each.operators],
        inputs=[(name, "".join(parameters.get(name, [])[:1])) for name in operator.parameters],
        options=[
            (value, label, value in chosen)
            for value, label in offered
            if value != ME  # the selection is the company's, not a user's
        ],
        count=count,
    )


def _find_row(parameters: Mapping[str, Sequence[str]], count: int | None) -> Row:
    return Row(
        name=FIND,
        label=_("Name, number or address"),
        icon=ICONS[FIND],
        control="text",
        operators=[("", str(FOUND_IN_TEXT.words), True)],
        inputs=[(FIND, "".join(parameters.get(FIND, [])[:1]))],
        options=[],
        count=count,
    )
