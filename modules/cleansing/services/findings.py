"""Looking at records and keeping what the rules propose, many in one statement (B22)."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import connection
from django.db.models import Exists, OuterRef, QuerySet

from dangol import clock
from dangol.ids import new_id
from dangol.records import Record
from modules.cleansing.models import Suggestion
from modules.cleansing.rules import Proposal, Row, propose

KEEP = """
INSERT INTO cleansing_suggestion AS s
       (id, record, object_id, field, rule, old, new, was, wanted, confidence, state, found_at)
SELECT f.id, %s, f.object_id, f.field, f.rule, f.old, f.new, f.was::jsonb, f.wanted::jsonb,
       f.confidence, 'open', %s
  FROM unnest(%s::uuid[], %s::uuid[], %s::text[], %s::text[], %s::text[], %s::text[], %s::text[],
              %s::text[], %s::int[])
       AS f(id, object_id, field, rule, old, new, was, wanted, confidence)
    ON CONFLICT (record, object_id, field) DO UPDATE
   SET rule = excluded.rule, old = excluded.old, new = excluded.new, was = excluded.was,
       wanted = excluded.wanted, confidence = excluded.confidence, state = 'open', run_id = NULL,
       decided_by_id = NULL, decided_at = NULL, found_at = excluded.found_at
 WHERE s.old <> excluded.old OR (s.state = 'open' AND s.was <> excluded.was)
    OR (s.state = 'open' AND s.new <> excluded.new)
"""
"""What somebody skipped, or accepted and put back by hand, is not asked again for the same text."""

FORGET = """
DELETE FROM cleansing_suggestion s
 WHERE s.record = %s AND s.object_id = ANY(%s) AND s.state = 'open'
   AND NOT EXISTS (SELECT 1 FROM unnest(%s::uuid[], %s::text[]) AS f(object_id, field)
                    WHERE f.object_id = s.object_id AND f.field = s.field)
"""
"""What was put right otherwise meanwhile."""


@dataclass(frozen=True)
class Found:
    """One proposal for one field of one record, as it is kept."""

    object_id: UUID
    field: str
    old: str
    proposal: Proposal
    was: dict[str, Any]
    wanted: dict[str, Any]


def look_at(record: Record, rows: QuerySet[Any]) -> tuple[list[UUID], int]:
    """Keeps what the rules propose for these records: (their ids, how many proposals)."""
    names = _columns(record)
    ids: list[UUID] = []
    found: list[Found] = []
    for pk, *values in rows.values_list("pk", *names):
        ids.append(pk)
        found += _of_record(record, pk, dict(zip(names, values, strict=True)))
    _keep(record, ids, found)
    return ids, len(found)


def _columns(record: Record) -> list[str]:
    beside = (name for held in record.holds.values() for name in held.beside.values())
    return list(dict.fromkeys([*record.holds, *beside]))


def _of_record(record: Record, pk: UUID, row: Row) -> Iterator[Found]:
    for name, held in record.holds.items():
        proposal = propose(name, held, row)
        if proposal is None or not _fits(record, name, proposal):
            continue
        values = {name: proposal.new, **proposal.besides}
        yield Found(
            object_id=pk,
            field=name,
            old=row[name],
            proposal=proposal,
            was={each: row[each] for each in values},
            wanted={**values, **record.bulk.made(values)},
        )


def _fits(record: Record, name: str, proposal: Proposal) -> bool:
    """Whether every text has room in its field, and a field that must be filled stays so."""
    for each, text in {name: proposal.new, **proposal.besides}.items():
        field = record.model_field(each)
        if len(text) > (field.max_length or len(text)) or not (text or field.blank):
            return False
    return True


def _keep(record: Record, ids: Sequence[UUID], found: Sequence[Found]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            FORGET,
            [record.code, list(ids), [f.object_id for f in found], [f.field for f in found]],
        )
        if found:
            cursor.execute(KEEP, [record.code, clock.now(), *_arrays(found)])


def _arrays(found: Iterable[Found]) -> list[list[Any]]:
    rows = [
        (
            new_id(), f.object_id, f.field, f.proposal.rule, f.old, f.proposal.new,
            json.dumps(f.was), json.dumps(f.wanted), f.proposal.confidence,
        )
        for f in found
    ]  # fmt: skip
    return [list(column) for column in zip(*rows, strict=True)]


def forget_gone(record: Record) -> None:
    """Open suggestions for records that lie in the trash or are no more."""
    there = record.rows().order_by().filter(pk=OuterRef("object_id"))
    rows = Suggestion.objects.filter(record=record.code, state=Suggestion.State.OPEN)
    rows.filter(~Exists(there)).delete()
