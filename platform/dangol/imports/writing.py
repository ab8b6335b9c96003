"""Writing many records in one statement (U5). No audit here: the run has its own line."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import CharField, JSONField, Model, TextField

from dangol.copying import columns_of, copy_rows
from dangol.imports.declaration import Columns, Together
from dangol.imports.plan import Change
from dangol.records.custom import kinds
from dangol.records.custom.definitions import is_custom, shape_of
from dangol.records.custom.values import WORDS, merged, split, words_of
from dangol.records.declaration import Record

CUSTOM = "custom"
"""The column in which a company's own fields stand."""
EMPTY: tuple[Any, ...] = (None, "", [], {})


class Table:
    """The table of a record type, as an import writes it."""

    def __init__(self, record: Record, together: Together) -> None:
        self.record, self.together = record, together
        self.model: type[Model] = record.model
        self.columns = columns_of(self.model)

    def add(self, created: Mapping[UUID, Columns], moment: datetime) -> None:
        """Adds records with these values, by id."""
        if not created:
            return
        defaults = self._defaults()
        rows = [self._stored({**defaults, **values}, moment) for values in created.values()]
        names = list({name: None for row in rows for name in row})
        blank = self._blank(moment)
        same = {name: value for name, value in blank.items() if name != "id" and name not in names}
        copy_rows(
            self.model,
            ["id", *names],
            (
                [pk, *[row.get(name, blank[name]) for name in names]]
                for pk, row in zip(created, rows, strict=True)
            ),
            same,
        )

    def overwrite(
        self,
        updated: Mapping[UUID, tuple[int, Columns]],
        moment: datetime,
        *,
        only_empty: bool = False,
    ) -> dict[UUID, Change]:
        """Sets the values of (row, values) in records that are here; what is left out stays.

        `only_empty` leaves what stands there, too. Tells what was changed, and in whom.
        """
        wanted = {
            pk: self.together.columns(dict(values), moment)
            for pk, (_number, values) in updated.items()
        }
        changes: dict[UUID, Change] = {}
        before = {row["id"]: row for row in self.locked(list(updated))}
        for pk, row in before.items():
            after = self._differing(row, wanted[pk], only_empty)
            if after:
                old = {name: value_of(row, name) for name in after}
                changes[pk] = Change(
                    number=updated[pk][0], before=old, after=after,
                    created_at=row["created_at"], moment=moment,
                )  # fmt: skip
        self.write(before, {pk: change.after for pk, change in changes.items()}, moment)
        return changes

    def write(
        self,
        now: Mapping[UUID, Mapping[str, Any]],
        values: Mapping[UUID, Mapping[str, Any]],
        moment: datetime,
    ) -> None:
        """Writes these columns and own fields; records with the same columns in one statement.

        `now` are the rows as they stand, locked.
        """
        whole = {pk: self._columns(now[pk], row) for pk, row in values.items()}
        alike: dict[tuple[str, ...], list[UUID]] = {}
        for pk, row in whole.items():
            alike.setdefault(tuple(sorted(row)), []).append(pk)
        table = connection.ops.quote_name(self.model._meta.db_table)
        with connection.cursor() as cursor:
            for names, ids in alike.items():
                arrays = ", ".join(f"%s::{self._type(name)}[]" for name in names)
                listed = ", ".join(f'"{name}"' for name in names)
                changes = ", ".join(f'"{name}" = v."{name}"' for name in names)
                version = self.record.version
                cursor.execute(
                    f'UPDATE {table} c SET {changes}, "{version}" = %s'
                    f" FROM unnest(%s::uuid[], {arrays}) AS v(id, {listed}) WHERE c.id = v.id",
                    [moment, ids, *([whole[pk][name] for pk in ids] for name in names)],
                )

    def locked(self, ids: list[UUID]) -> list[dict[str, Any]]:
        """The records as they are, in the trash or not, locked in one order."""
        if not ids:
            return []
        rows = self.model._default_manager.select_for_update().filter(pk__in=ids)
        return [dict(row) for row in rows.order_by("pk").values()]

    def _differing(self, row: dict[str, Any], new: Columns, only_empty: bool) -> Columns:
        """The columns of `new` that say something else than the row."""
        found = {}
        for name, value in new.items():
            if is_custom(name):
                kept = self._kept(name, value)
                if kept != row[CUSTOM].get(name) and not (only_empty and name in row[CUSTOM]):
                    found[name] = kept
            elif (
                value is None
                or row[name] == value
                or (only_empty and self.together.stands(row, name))
            ):
                continue
            elif not self.together.is_said(row, new, name):
                found[name] = value
        return found

    def _kept(self, name: str, value: Any) -> Any:
        return kinds.of(shape_of(self.record.code).by_name[name]).kept(value)

    def _stored(self, values: Columns, moment: datetime) -> Columns:
        """The columns of a new row; own fields as their kinds keep them, in one column."""
        row, own = split(self.together.columns(values, moment))
        if own:
            fields = shape_of(self.record.code).by_name
            row[CUSTOM] = merged({}, fields, own)
            row[WORDS] = words_of(row[CUSTOM], fields)
        return row

    def _columns(self, now: Mapping[str, Any], values: Mapping[str, Any]) -> Columns:
        """The columns that hold these values; own ones are as they are kept, None where empty."""
        row, own = split(values)
        if own:
            custom = {**now[CUSTOM], **own}
            custom = {name: value for name, value in custom.items() if value not in EMPTY}
            row[CUSTOM] = json.dumps(custom)
            row[WORDS] = words_of(custom, shape_of(self.record.code).by_name)
        return row

    def _blank(self, moment: datetime) -> dict[str, Any]:
        """A record without values, as the model's own defaults have it."""
        nobody: Any = self.model()
        for name in ("created_at", self.record.version):
            setattr(nobody, name, moment)
        return {name: getattr(nobody, name) for name in self.columns}

    def _defaults(self) -> Columns:
        """What the company's own fields begin with."""
        return {
            each.name: kinds.of(each).read(each.default, each)
            for each in shape_of(self.record.code).fields
            if each.default is not None
        }

    def _type(self, name: str) -> str:
        """The type of the column in an array: of texts without their length, which would cut."""
        field = self.model._meta.get_field(name)
        if isinstance(field, JSONField):
            return "jsonb"
        if isinstance(field, CharField | TextField):
            return "text"
        return str(field.db_type(connection))


def value_of(row: Mapping[str, Any], name: str) -> Any:
    """The value of a column, or of one of the company's own fields as it is kept."""
    return row[CUSTOM].get(name) if is_custom(name) else row[name]


def plain(values: Mapping[str, Any]) -> dict[str, Any]:
    """The values as JSON has them; equal values are equal there."""
    return {name: _plain(value) for name, value in values.items()}


def _plain(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    if isinstance(value, date):
        return value.isoformat()
    return str(value) if isinstance(value, UUID) else value
