"""The statements of a part: each one reads, judges, keeps in the journal and writes, all at once.

Rows are locked as they are read, so what the journal keeps as before is what the update overwrote.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import Model, QuerySet
from django.db.models.fields.json import KeyTransform

from dangol.records.custom.definitions import is_custom

WRITE = """
WITH picked (id, reason, {names}) AS MATERIALIZED ({picked}),
     wanted AS (SELECT * FROM jsonb_to_record(%s) AS w({typed})),
     judged AS (SELECT picked.* FROM picked, wanted WHERE {differs}),
     kept AS (INSERT INTO journal_change (run_id, object_id, before, after, at)
              SELECT %s, id, jsonb_build_object({pairs}), (SELECT to_jsonb(wanted) FROM wanted), %s
                FROM judged WHERE reason = ''),
     left_out AS (INSERT INTO journal_leftout (run_id, object_id, reason)
                  SELECT %s, id, reason FROM judged WHERE reason <> ''),
     written AS (UPDATE {table} AS t SET {wanted_set} FROM judged, wanted
                  WHERE t.id = judged.id AND judged.reason = '' RETURNING 1)
SELECT (SELECT count(*) FROM picked), (SELECT count(*) FROM written),
       (SELECT count(*) FROM judged WHERE reason <> '')
"""

WRITE_EACH = """
WITH picked (id, reason, {names}) AS MATERIALIZED ({picked}),
     asked (id, was, wanted) AS MATERIALIZED ({supply}),
     judged AS (SELECT picked.id, {wanted_columns}, jsonb_build_object({before}) AS before_,
                       jsonb_build_object({after}) AS after_,
                       CASE WHEN picked.reason <> '' THEN picked.reason
                            WHEN NOT to_jsonb(picked) @> asked.was THEN 'changed'
                            ELSE '' END AS reason_
                  FROM picked JOIN asked ON asked.id = picked.id,
               LATERAL jsonb_to_record(to_jsonb(picked) || asked.wanted) AS w({typed})
                 WHERE {differs}),
     kept AS (INSERT INTO journal_change (run_id, object_id, before, after, at)
              SELECT %s, id, before_, after_, %s FROM judged WHERE reason_ = ''),
     left_out AS (INSERT INTO journal_leftout (run_id, object_id, reason)
                  SELECT %s, id, reason_ FROM judged WHERE reason_ <> ''),
     written AS (UPDATE {table} AS t SET {wanted_set} FROM judged
                  WHERE t.id = judged.id AND judged.reason_ = '' RETURNING 1)
SELECT (SELECT count(*) FROM picked), (SELECT count(*) FROM written),
       (SELECT count(*) FROM judged WHERE reason_ <> '')
"""

PUT_BACK = """
WITH past AS (SELECT object_id AS id, before, after FROM journal_change
               WHERE run_id = %s AND object_id > %s AND object_id <= %s),
     picked (id, {names}) AS MATERIALIZED ({picked}),
     judged AS (SELECT past.id, past.before, past.after, {before_columns},
                       CASE WHEN picked.id IS NULL THEN 'gone'
                            WHEN {differs} THEN 'changed' ELSE '' END AS reason
                  FROM past LEFT JOIN picked ON picked.id = past.id,
               LATERAL jsonb_to_record(past.before) AS b({typed}),
               LATERAL jsonb_to_record(past.after) AS w({typed})),
     kept AS (INSERT INTO journal_change (run_id, object_id, before, after, at)
              SELECT %s, id, after, before, %s FROM judged WHERE reason = ''),
     left_out AS (INSERT INTO journal_leftout (run_id, object_id, reason)
                  SELECT %s, id, reason FROM judged WHERE reason <> ''),
     written AS (UPDATE {table} AS t SET {before_set} FROM judged
                  WHERE t.id = judged.id AND judged.reason = '' RETURNING 1)
SELECT (SELECT count(*) FROM past), (SELECT count(*) FROM written),
       (SELECT count(*) FROM judged WHERE reason <> '')
"""

OWN = """(({custom} - '{key}') || CASE WHEN {value} IS NULL THEN '{{}}'::jsonb
 ELSE jsonb_build_object('{key}', {value}) END)"""
"""Replaces one of a company's own fields; what is empty is not kept."""


@dataclass(frozen=True)
class Counted:
    """How many rows a part looked at, changed, and left out."""

    seen: int = 0
    changed: int = 0
    left: int = 0

    def __add__(self, other: Counted) -> Counted:
        return Counted(self.seen + other.seen, self.changed + other.changed, self.left + other.left)


@dataclass(frozen=True)
class Table:
    """The table of a record type, and the columns of it that a run writes.

    version  the column that tells when a row was changed, moved along; "" leaves it
    """

    model: type[Model]
    columns: Sequence[str]
    version: str = ""

    @property
    def name(self) -> str:
        return quoted(self.model._meta.db_table)

    def listed(self, template: str) -> str:
        """The template for each column, with commas between; {n} is its name, {t} its type."""
        return ", ".join(
            template.format(n=quoted(name), t=self._type(name)) for name in self.columns
        )

    def assigned(self, source: str) -> str:
        """What sets the columns to those of `source`, and moves the version along.

        A company's own fields stand in one column: of that, only these are replaced.
        """
        plain = [name for name in self.columns if not is_custom(name)]
        own = [name for name in self.columns if is_custom(name)]
        parts = [f"{quoted(name)} = {source}.{quoted(name)}" for name in plain]
        if own:
            custom = "t.custom"
            for name in own:
                custom = OWN.format(custom=custom, key=name, value=f"{source}.{quoted(name)}")
            parts.append(f"custom = {custom}")
        return ", ".join(parts) + self.moved

    def _type(self, name: str) -> str:
        if is_custom(name):
            return "jsonb"
        return str(self.model._meta.get_field(name).db_type(connection))

    @property
    def moved(self) -> str:
        """What moves the version along, with one parameter; "" when it stays."""
        return f", {quoted(self.version)} = %s" if self.version else ""


def write(
    table: Table, picked: QuerySet[Any], run: UUID, wanted: str, decides: Sequence[str], at: Any
) -> Counted:
    """Writes `wanted` (JSON) into the rows of `picked` that differ from it in `decides`.

    picked  the rows as (id, reason to leave it or "", each column)
    """
    try:
        sql, params = _locked(picked)
    except EmptyResultSet:  # the user may do this with no row at all any more
        return Counted()
    decisive = Table(table.model, decides)
    statement = WRITE.format(
        picked=sql,
        table=table.name,
        names=table.listed("{n}"),
        typed=table.listed("{n} {t}"),
        pairs=", ".join(f"'{name}', {quoted(name)}" for name in table.columns),
        differs=_differs(decisive, "wanted"),
        wanted_set=table.assigned("wanted"),
    )
    version = [at] if table.version else []
    return _counted(statement, [*params, wanted, run, at, run, *version])


def write_each(
    table: Table,
    picked: QuerySet[Any],
    run: UUID,
    supply: tuple[str, Sequence[Any]],
    decides: Sequence[str],
    at: Any,
) -> Counted:
    """The same with values of each row's own.

    supply  SQL and parameters of (id, columns as they must be still, columns to write)
    """  # fmt: skip
    try:
        sql, params = _locked(picked)
    except EmptyResultSet:
        return Counted()
    statement = WRITE_EACH.format(
        picked=sql,
        supply=supply[0],
        table=table.name,
        names=table.listed("{n}"),
        typed=table.listed("{n} {t}"),
        wanted_columns=table.listed("w.{n}"),
        before=", ".join(f"'{name}', picked.{quoted(name)}" for name in table.columns),
        after=", ".join(f"'{name}', w.{quoted(name)}" for name in table.columns),
        differs=_differs(Table(table.model, decides), "w"),
        wanted_set=table.assigned("judged"),
    )
    version = [at] if table.version else []
    return _counted(statement, [*params, *supply[1], run, at, run, *version])


def put_back(
    table: Table, picked: QuerySet[Any], run: UUID, undone: UUID, span: tuple[UUID, UUID], at: Any
) -> Counted:
    """Puts back what the run `undone` wrote in rows after span[0] up to span[1].

    picked  those of the rows that are there, as (id, each column)
    """
    sql, params = _locked(picked)
    statement = PUT_BACK.format(
        picked=sql,
        table=table.name,
        names=table.listed("{n}"),
        typed=table.listed("{n} {t}"),
        before_columns=table.listed("b.{n}"),
        differs=_differs(table, "w"),
        before_set=table.assigned("judged"),
    )
    version = [at] if table.version else []
    return _counted(statement, [undone, *span, *params, run, at, run, *version])


def with_values(rows: QuerySet[Any], names: Sequence[str], *first: str) -> QuerySet[Any]:
    """The rows as (id, `first`, each column); own fields as they are kept."""
    own = {f"own_{name}": KeyTransform(name, "custom") for name in names if is_custom(name)}
    listed = [f"own_{name}" if is_custom(name) else name for name in names]
    return rows.annotate(**own).values_list("pk", *first, *listed)


def leave_out(rows: QuerySet[Any], run: UUID, reason: str) -> int:
    """Keeps that these rows were left out; how many."""
    sql, params = rows.order_by().values_list("pk").query.sql_with_params()
    statement = (
        "WITH l AS (INSERT INTO journal_leftout (run_id, object_id, reason)"
        f" SELECT %s, id, %s FROM ({sql}) AS rows(id) RETURNING 1) SELECT count(*) FROM l"
    )
    with connection.cursor() as cursor:
        cursor.execute(statement, [run, reason, *params])
        return int(cursor.fetchone()[0])


def _locked(rows: QuerySet[Any]) -> tuple[str, Sequence[Any]]:
    """The rows in the order of their ids, each locked as it is read."""
    return rows.order_by("pk").select_for_update(of=("self",)).query.sql_with_params()


def quoted(name: str) -> str:
    """The name of a column or table as SQL takes it."""
    return connection.ops.quote_name(name)


def _differs(table: Table, other: str) -> str:
    mine, theirs = table.listed("picked.{n}"), table.listed(other + ".{n}")
    return f"ROW({mine}) IS DISTINCT FROM ROW({theirs})"


def _counted(statement: str, params: Sequence[Any]) -> Counted:
    with connection.cursor() as cursor:
        cursor.execute(statement, params)
        return Counted(*cursor.fetchone())
