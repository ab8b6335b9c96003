"""Making rows point at another record, and back again: one statement for each column (B21).

Every statement is about a whole batch of merges; which rows it changed for which merge is written
into the journal by the same statement, so nothing can be moved that is not known.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import connection

from modules.duplicates.models import Moved
from modules.duplicates.places import Place

JOURNAL = Moved._meta.db_table
ENDING = " ({number})"


@dataclass(frozen=True)
class Step:
    """For one merge: the rows of `old` are `new`'s from now on."""

    merge: UUID
    old: UUID
    new: UUID


def take_along(place: Place, code: str, steps: Sequence[Step]) -> int:
    """Moves the rows of a place and notes them; how many there were.

    A row stays where it is if the other record has its like already (a share with the same person,
    a place in the same group), or is itself the record that stays.
    """
    if place.renamed:
        _rename(place, code, steps)
    with connection.cursor() as cursor:
        cursor.execute(
            f"WITH steps AS ({_STEPS}), moved AS (UPDATE {_table(place)} t SET {_set(place, 'new')}"
            f" FROM steps s WHERE {_points(place, 's.old')}{_is_type(place)}{_not_itself(place)}"
            f"{_alone(place)} RETURNING s.merge, t.{_key(place)}::text AS id)"
            f" INSERT INTO {_quoted(JOURNAL)} AS j (merge_id, place, ids, renamed)"
            f" SELECT merge, %(place)s, array_agg(id), '{{}}' FROM moved GROUP BY merge"
            " ON CONFLICT (merge_id, place) DO UPDATE SET ids = j.ids || EXCLUDED.ids"
            " RETURNING cardinality(ids)",
            _parameters(place, code, steps),
        )
        return sum(count for (count,) in cursor.fetchall())


def bring_back(place: Place, ids: Sequence[str], *, holder: UUID, owner: UUID) -> int:
    """Makes those of the rows `owner`'s that `holder` still has; how many."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE {_table(place)} t SET {_set(place, 'new')} FROM (SELECT %(new)s::uuid AS new,"
            f" %(old)s::uuid AS old) s WHERE t.{_key(place)} = ANY(%(ids)s::{_type(place)}[])"
            f" AND {_points(place, 's.old')}",
            {"new": owner, "old": holder, "ids": list(ids)},
        )
        return int(cursor.rowcount)


def rename_back(place: Place, names: dict[str, str]) -> None:
    """Gives rows their own name back."""
    column = _quoted(place.renamed)
    with connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE {_table(place)} t SET {column} = n.name"
            f" FROM unnest(%s::{_type(place)}[], %s::text[]) AS n(id, name)"
            f" WHERE t.{_key(place)} = n.id",
            [list(names), list(names.values())],
        )


def counting(
    places: Sequence[Place], code: str, keys: Sequence[UUID]
) -> tuple[str, dict[str, Any]]:
    """A statement of (number of the place, id, rows that point at it), and its parameters."""
    parts = [
        f"SELECT {number}, s.old, count(*) FROM unnest(%(keys)s::uuid[]) AS s(old)"
        f" JOIN {_table(place)} t ON {_points(place, 's.old')}{_is_type(place)}"
        f"{_is_there(place)} GROUP BY s.old"
        for number, place in enumerate(places)
    ]
    return " UNION ALL ".join(parts), {"keys": list(keys), "code": code}


def _is_there(place: Place) -> str:
    """What lies in the trash is not counted, though it moves."""
    names = {field.column for field in place.model._meta.concrete_fields}
    return " AND t.deleted_at IS NULL" if "deleted_at" in names else ""


_STEPS = (
    "SELECT * FROM unnest(%(merges)s::uuid[], %(old)s::uuid[], %(new)s::uuid[])"
    " AS s(merge, old, new)"
)


def _parameters(place: Place, code: str, steps: Sequence[Step]) -> dict[str, Any]:
    return {
        "merges": [step.merge for step in steps],
        "old": [step.old for step in steps],
        "new": [step.new for step in steps],
        "place": place.code,
        "code": code,
    }


def _rename(place: Place, code: str, steps: Sequence[Step]) -> None:
    """Names that the other record has as well get an ending: 계약서.pdf and 계약서 (2).pdf."""
    named = _named(place, code, [key for step in steps for key in (step.old, step.new)])
    for step in steps:
        taken = {name for _key, name in named.get(step.new, [])}
        same = {key: name for key, name in named.get(step.old, []) if name in taken}
        for key, name in same.items():
            fresh = _unlike(name, taken)
            taken.add(fresh)
            rename_back(place, {key: fresh})
        if same:
            Moved.objects.create(merge_id=step.merge, place=place.code, ids=[], renamed=same)


def _named(place: Place, code: str, owners: Sequence[UUID]) -> dict[UUID, list[tuple[str, str]]]:
    """{owner: (id, name) of the rows that they have}."""
    rows = place.model._base_manager.filter(**{f"{place.column}__in": owners, place.record: code})
    found: dict[UUID, list[tuple[str, str]]] = {}
    for owner, key, name in rows.values_list(place.column, "pk", place.renamed):
        found.setdefault(UUID(str(owner)), []).append((str(key), name))
    return found


def _unlike(name: str, taken: set[str]) -> str:
    stem, dot, ending = name.rpartition(".")
    stem, ending = (stem, dot + ending) if stem else (name, "")
    number = 2
    while f"{stem}{ENDING.format(number=number)}{ending}" in taken:
        number += 1
    return f"{stem}{ENDING.format(number=number)}{ending}"


def _quoted(name: str) -> str:
    return connection.ops.quote_name(name)


def _table(place: Place) -> str:
    return _quoted(place.model._meta.db_table)


def _key(place: Place) -> str:
    return _quoted(str(place.key.column))


def _type(place: Place) -> str:
    return str(place.key.db_type(connection)).split(" ")[0].replace("bigserial", "bigint")


def _points(place: Place, to: str) -> str:
    """The row points at it."""
    if place.is_own:  # as the index of such a field has it
        return f"(t.custom ->> '{place.column}')::uuid = {to}"
    return f"t.{_quoted(place.column)} = {to}{_cast(place)}"


def _set(place: Place, name: str) -> str:
    if place.is_own:
        return f"custom = jsonb_set(t.custom, '{{{place.column}}}', to_jsonb(s.{name}::text))"
    return f"{_quoted(place.column)} = s.{name}{_cast(place)}"


def _cast(place: Place) -> str:
    """Some tables keep ids as text: they hold those of types whose keys are no uuid as well."""
    field = next(each for each in place.model._meta.concrete_fields if each.column == place.column)
    return "" if field.db_type(connection) == "uuid" else "::text"


def _is_type(place: Place) -> str:
    return f" AND t.{_quoted(place.record)} = %(code)s" if place.record else ""


def _not_itself(place: Place) -> str:
    """A record does not lead to itself; what its own fields say is chosen, not moved."""
    beside = [f" AND t.{_quoted(each)} IS DISTINCT FROM s.new" for each in place.beside]
    return f" AND t.{_key(place)}::text <> s.new::text" + "".join(beside)


def _alone(place: Place) -> str:
    """The other record has no such row yet."""
    found = ""
    for columns, is_present in place.once:
        like = "".join(
            f" AND o.{_quoted(each)} IS NOT DISTINCT FROM t.{_quoted(each)}" for each in columns
        )
        if is_present and _is_there(place):
            like += " AND o.deleted_at IS NULL AND t.deleted_at IS NULL"
        of_type = f" AND o.{_quoted(place.record)} = %(code)s" if place.record else ""
        found += (
            f" AND NOT EXISTS (SELECT 1 FROM {_table(place)} o"
            f" WHERE o.{_quoted(place.column)} = s.new{_cast(place)}{of_type}{like})"
        )
    return found
