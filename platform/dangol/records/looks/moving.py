"""Moving a record on a board or in a calendar, and taking that back (U1, U4).

A move sets fields through the record's own service, with the version that was seen. When somebody
else has changed the record meanwhile, but not these fields, nothing is in the way.
"""

from __future__ import annotations

from collections.abc import Mapping
from copy import copy
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import DateTimeField, Model
from django.utils.translation import gettext as _

from dangol import clock
from dangol.errors import RuleBroken
from dangol.records.declaration import Record
from dangol.records.edits import in_place
from dangol.records.filters.base import NONE
from dangol.records.forms.base import form_for
from dangol.records.parts import Board, Calendar

Values = dict[str, str]


def stands(record: Record, instance: Model, names: list[str]) -> Values:
    """{field: its value as text}: where the record stands now."""
    return {name: _text(record, instance, name) for name in names}


def set_fields(
    record: Record, user: Any, instance: Model, values: Mapping[str, str], *, seen: str,
    was: Mapping[str, str],
) -> Model:  # fmt: skip
    """Sets fields of the record's form; the record as it is now.

    `seen` is the version that was shown, `was` the values it had then. RuleBroken for a field that
    is closed, a value that is wrong, and when somebody changed one of these fields meanwhile.
    """
    closed = set(values) - in_place.editable(record, user)
    if closed:
        raise RuleBroken("field_closed", _("This field cannot be changed here."))
    version = in_place.version_of(record, instance)
    for name in values:
        if seen != version and _text(record, instance, name) != was.get(name, ""):
            raise RuleBroken(
                in_place.MEANWHILE, in_place.meanwhile(record, instance, name), field=name
            )
    form = form_for(record, user, dict(values), instance=copy(instance), only=list(values))
    if not form.is_valid():
        wrong = next(iter(form.errors.values()))
        raise RuleBroken("value", str(wrong[0]))
    return record.edit(instance, form.values(), version)


def move_card(
    record: Record, user: Any, instance: Model, board: Board, key: str, *, seen: str, was: str
) -> Model:
    """Puts the record into another column; the record as it is now."""
    value = "" if key == NONE else key
    if board.move is None:
        before = "" if was == NONE else was
        return set_fields(
            record, user, instance, {board.field: value}, seen=seen, was={board.field: before}
        )
    if _text(record, instance, board.field) != ("" if was == NONE else was):
        raise RuleBroken(in_place.MEANWHILE, in_place.meanwhile(record, instance, board.field))
    targets = board.targets(instance)
    if targets is not None and value not in targets:
        sentence = _("From where it is now it cannot be moved there.")
        raise RuleBroken("no_target", sentence, field=board.field)
    return board.move(instance, value)


def may_go_back(board: Board, instance: Model, key: str) -> bool:
    """Whether a record that has been moved could be moved back to where it was."""
    targets = board.targets(instance)
    return targets is None or key in targets


def day_values(record: Record, instance: Model, calendar: Calendar, day: date) -> Values:
    """What moving the record to a day sets: its first day, and its last one as far away as now."""
    first = getattr(instance, calendar.field)
    if first is None:
        raise RuleBroken("no_day", _("This record has no day to be moved from."))
    away = day - _day(first)
    values = {calendar.field: _moved(record, instance, calendar.field, away)}
    if calendar.until and getattr(instance, calendar.until) is not None:
        values[calendar.until] = _moved(record, instance, calendar.until, away)
    return values


def _moved(record: Record, instance: Model, name: str, away: timedelta) -> str:
    value = getattr(instance, name)
    if isinstance(record.model_field(name), DateTimeField):
        return f"{value.astimezone(clock.KOREA) + away:%Y-%m-%d %H:%M:%S}"
    return str((value + away).isoformat())


def _day(value: date | datetime) -> date:
    return value.astimezone(clock.KOREA).date() if isinstance(value, datetime) else value


def _text(record: Record, instance: Model, name: str) -> str:
    value = getattr(instance, record.model_field(name).attname)
    if value is None:
        return ""
    if isinstance(value, datetime):
        return f"{value.astimezone(clock.KOREA):%Y-%m-%d %H:%M:%S}"
    return value.isoformat() if isinstance(value, date) else str(value)
