"""Every record type of the installed modules, by its code."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from django.db.models import Model
from django.utils.module_loading import import_string

from dangol import registry

if TYPE_CHECKING:
    from dangol.records.declaration import Record


@cache
def records() -> dict[str, Record]:
    """{code: declaration}, lowest layer first."""
    paths = [path for declaration in registry.declarations() for path in declaration.records]
    return {record.code: record for record in map(import_string, paths)}


def record_of(code: str) -> Record:
    """The type with this code; KeyError when there is none."""
    return records()[code]


def of_model(model: type[Model]) -> Record | None:
    """The type whose records these are, or None for rows that are no records, such as users."""
    return _by_model().get(model)


def of_view(name: str) -> Record | None:
    """The type to which an address such as `base:order-list` belongs; None for any other.

    Of two names the longer one: an order line's before an order's.
    """
    module, _colon, rest = name.partition(":")
    fitting = [
        record
        for record in records().values()
        if record.module == module and rest.startswith(f"{record.noun}-")
    ]
    return max(fitting, key=lambda record: len(record.noun), default=None)


@cache
def _by_model() -> dict[type[Model], Record]:
    return {record.model: record for record in records().values()}
