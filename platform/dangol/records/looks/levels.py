"""What a list can be grouped by (U1).

A level is a field, for days with a step: `grade`, `owner`, `created_at.month`.
"""

from __future__ import annotations

from typing import Any

from django.core.exceptions import FieldDoesNotExist
from django.db.models import BooleanField, DateField, ForeignKey
from django.utils.translation import gettext as _

from dangol.records.declaration import Record
from dangol.records.looks.kinds import ByChoice, ByFlag, ByRelation, Level
from dangol.records.looks.spans import STEPS, USUAL_STEP, ByDays


def levels_for(record: Record, user: Any) -> list[Level]:
    """Everything that this user may group by: fields hidden from them are none of it."""
    return [level for name in open_fields(record, user) if (level := level_of(record, name))]


def open_fields(record: Record, user: Any) -> list[str]:
    """Names of the fields that the user sees or filters by, as the list names them."""
    shown = [column.name for column in record.columns_for(user)]
    return list(dict.fromkeys([*shown, *(each.field for each in record.filters_for(user))]))


def level_of(record: Record, name: str, step: str = USUAL_STEP) -> Level | None:
    """Groups by this field; None when it has no groups."""
    try:
        field = record.model_field(name)
    except (FieldDoesNotExist, TypeError):
        return None
    common: Any = {"field": field, "name": name, "label": str(record.label_of(name))}
    if field.flatchoices:
        return ByChoice(**common)
    if isinstance(field, ForeignKey):
        return ByRelation(**common)
    if isinstance(field, BooleanField):
        return ByFlag(**common)
    return ByDays(**common, step=step) if isinstance(field, DateField) else None


def read_levels(
    record: Record, user: Any, text: str, problems: list[str], *, most: int = 2
) -> list[Level]:
    """The levels that `group=` asks for; what cannot be grouped by is left out and said."""
    found: dict[str, Level] = {}
    allowed = {level.name for level in levels_for(record, user)}
    for part in [part for part in text.split(",") if part][:most]:
        name, _dot, step = part.partition(".")
        level = level_of(record, name, step or USUAL_STEP) if name in allowed else None
        if level is None or (step and (step not in STEPS or level.kind != "date")):
            problems.append(_("The list cannot be grouped by “%(name)s”.") % {"name": part[:30]})
        else:
            found.setdefault(name, level)
    return list(found.values())
