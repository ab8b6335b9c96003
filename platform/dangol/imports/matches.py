"""Which rows of a file are records already (U5; the full search for duplicates is B20)."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any, TypeAlias
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from dangol.imports.declaration import Key
from dangol.imports.numbers import Numbers
from dangol.records.custom.definitions import is_custom, shape_of
from dangol.records.custom.fields import known, selected
from dangol.records.identity import LABEL, RECORD_ID

if TYPE_CHECKING:
    from dangol.records.declaration import Record

Known: TypeAlias = tuple[str, ...]
Values: TypeAlias = Mapping[str, Any]
"""{column: value} of a row, as far as it has any."""


BY_ID = Key(code=RECORD_ID, label=LABEL, fields=(RECORD_ID,))


def keys_of(record: Record) -> dict[str, Key]:
    """{code: key} of a record type, the surest first: its id, then what is declared; own fields
    that are unique are among them."""
    own = [
        Key(code=each.name, label=str(each), fields=(each.name,))
        for each in shape_of(record.code).fields
        if each.is_unique
    ]
    declared = record.imports.keys or _usual_keys(record)
    return {key.code: key for key in (BY_ID, *declared, *own)}


def _usual_keys(record: Record) -> list[Key]:
    """The fields that tell records apart; the name comes last, and alone only where none is."""
    form = record.form.base_fields
    found = [
        Key(code=name, label=record.label_of(name), fields=(name,))
        for name in record.keys
        if name in form
    ]
    title, is_key = record.title, record.title in record.keys
    if not is_key and title in form:
        label = _("%(field)s alone") % {"field": record.label_of(title)}
        found.append(Key(code=title, label=label, fields=(title,), usual=False, shared=True))
    return found


def columns_of(record: Record, key: Key) -> tuple[str, ...]:
    """The columns that the key compares."""
    if key.columns:
        return key.columns
    return tuple(
        name if is_custom(name) else record.model_field(name).attname for name in key.fields
    )


class Keys:
    """Tells the keys under which a row, or a record, is known."""

    def __init__(self, record: Record, chosen: Sequence[Key]) -> None:
        self.chosen = [(key, columns_of(record, key)) for key in chosen]
        self.shared = {key.code for key in chosen if key.shared}

    def of(self, values: Values) -> Iterator[Known]:
        for key, columns in self.chosen:
            found = [key.code]
            for at, column in enumerate(columns):
                value = values.get(column)
                if value is None or value == "":
                    break
                found.append(value if at == 0 and type(value) is str else plain(value))
            else:
                yield tuple(found)


def plain(value: Any) -> str:
    """A value as two spellings of it are compared: without spaces, moments in one zone."""
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="minutes")
    return str(value).replace(" ", "")


class Matches:
    """The records that rows may be about, found by the keys that the user chose."""

    def __init__(self, keys: Keys) -> None:
        self.keys = keys
        self._known: dict[Known, UUID] = {}
        self._several: set[Known] = set()
        self._barred: set[UUID] = set()
        self._gone: set[UUID] = set()

    @classmethod
    def among(
        cls,
        record: Record,
        keys: Keys,
        rows: Sequence[Values],
        editable: Callable[[set[UUID]], set[UUID]] | None = None,
        user: Any = None,
    ) -> Matches:
        """With every present record that one of the rows could be.

        `editable` says which of them the user may change; rows about others are objected to, and
        so are rows with the id of a record that the user does not see.
        """
        found = cls(keys)
        ids = {row[RECORD_ID] for row in rows if RECORD_ID in row}
        if ids:
            seen = record.visible_to(user).filter(pk__in=ids).values_list("pk", flat=True)
            found._gone = ids - set(seen)
        for key, columns in keys.chosen:
            wanted = {row[columns[0]] for row in rows if row.get(columns[0]) not in (None, "")}
            if wanted:
                found._look(record, key, columns, wanted)
        ids = set(found._known.values())
        if editable is not None and ids:
            found._barred = ids - editable(ids)
        return found

    def _look(self, record: Record, key: Key, columns: Sequence[str], wanted: set[Any]) -> None:
        rows = selected(known(record.code, record.rows()), columns)
        lines = rows.filter(**{f"{columns[0]}__in": list(wanted)}).order_by("pk")
        one = Keys(record, [key])
        for pk, *values in lines.values_list("pk", *columns):
            for each in one.of(dict(zip(columns, values, strict=True))):
                if self._known.setdefault(each, pk) != pk:
                    self._several.add(each)

    def ids(self) -> set[UUID]:
        """The records that rows may be about."""
        return set(self._known.values())

    def find(self, row: Values) -> UUID | None:
        """The record that the row is about, or None."""
        key = self._key(row)
        return self._known[key] if key else None

    def objection(self, row: Values, *, is_echo: bool = False) -> str:
        """Why the row cannot be about the record that was found, as a code; "" when it can.

        `is_echo`: it says nothing new of it, so that nobody needs to be allowed anything.
        """
        if row.get(RECORD_ID) in self._gone:
            return f"record_gone:{RECORD_ID}"
        key = self._key(row)
        if key is None or is_echo:
            return ""
        if key[0] in self.keys.shared and key in self._several:
            return "several_match"
        return "not_yours" if self._known[key] in self._barred else ""

    def add(self, record_id: UUID, row: Values) -> None:
        """Makes a record of an earlier row known to the later ones."""
        for key in self.keys.of(row):
            self._known.setdefault(key, record_id)

    def _key(self, row: Values) -> Known | None:
        return next((key for key in self.keys.of(row) if key in self._known), None)


class Earlier:
    """The keys of records that earlier rows of the file will make.

    A number of 64 bits stands for each: among the keys of a million rows two share one with odds of
    one to some millions, and then the forecast is wrong by a row; the import itself compares keys.
    """

    def __init__(self, keys: Keys) -> None:
        self.keys = keys
        self._known = Numbers()

    def has(self, row: Values) -> bool:
        return any(hash(key) in self._known for key in self.keys.of(row))

    def add(self, row: Values) -> None:
        for key in self.keys.of(row):
            self._known.add(hash(key))
