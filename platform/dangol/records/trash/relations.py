"""What went to the trash together, and comes back together (U4).

Parts of a record, such as the lines of an order, stay as they are when it goes: nobody sees them
without it, and they are there again when it comes back. A part that lies in the trash by itself
comes back only where what it is a part of is there.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import ForeignKey
from django.utils.translation import gettext as _

from dangol.errors import RuleBroken
from dangol.i18n import figures
from dangol.records import types
from dangol.records.cells import shown
from dangol.records.declaration import Record

HELD = "parent_in_trash"


@dataclass(frozen=True)
class Lying:
    """A record in the trash to which another leads; `is_needed`: that one is a part of it."""

    record: Record
    instance: Any
    is_needed: bool

    @property
    def name(self) -> str:
        return shown(self.instance, self.record.title) or "—"


def lying_with(record: Record, instance: Any) -> list[Lying]:
    """The records in the trash that this one leads to; what others are parts of stands first."""
    found: list[Lying] = []
    for field in record.model._meta.concrete_fields:
        other = types.of_model(field.related_model) if isinstance(field, ForeignKey) else None  # type: ignore[arg-type]
        if other is None or not other.bulk.trash:
            continue
        gone = other.trashed().filter(pk=getattr(instance, field.attname)).first()
        if gone is not None:
            is_needed = record.within is not None and record.within.field == field.name
            above = needed_by(other, gone) if is_needed else []
            found += [*above, Lying(other, gone, is_needed)]
    return found


def needed_by(record: Record, instance: Any) -> list[Lying]:
    """Those without which it cannot come back, the outermost first."""
    return [each for each in lying_with(record, instance) if each.is_needed]


def bring_back(record: Record, instance: Any) -> None:
    """Takes a record out of the trash. RuleBroken while what it is a part of lies there."""
    held = needed_by(record, instance)
    if held:
        raise RuleBroken(HELD, held_words(record, instance, held[-1]))
    record.restore(instance)


def held_words(record: Record, instance: Any, other: Lying) -> str:
    """Why a part cannot come back alone."""
    return _("“%(name)s” belongs to “%(other)s”, which is in the trash, too.") % {
        "name": shown(instance, record.title) or "—",
        "other": other.name,
    }


def outermost_first(asked: Iterable[tuple[Record, Any]]) -> list[tuple[Record, Any]]:
    """Types of records and anything, so that what is a part comes after what it is a part of."""
    return sorted(asked, key=lambda each: _depth(each[0]))


def parts_of(record: Record) -> list[Record]:
    """The types whose records are parts of this type's."""
    found = types.records().values()
    return [each for each in found if each.within is not None and each.within.record is record]


def going_along(record: Record, user: Any, instance: Any) -> str:
    """What goes to the trash with a record, as the user sees it: 3 orders, 12 contacts; or ""."""
    found = []
    for part in parts_of(record):
        assert part.within is not None  # noqa: S101  (parts_of asks for it)
        rows = part.visible_to(user).filter(**{part.within.field: instance.pk})
        count = rows.order_by().count()
        if count:
            found.append(part.count_words(count, figures.number(count)))
    return ", ".join(found)


def _depth(record: Record) -> int:
    return 0 if record.within is None else 1 + _depth(record.within.record)
