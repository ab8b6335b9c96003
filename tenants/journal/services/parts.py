"""One part of a run: the next rows by id, read, judged and written in one statement (U1, U4).

A row that the database refuses is narrowed down by halves and left out with the rule's name, so one
bad row costs the others nothing.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.core.serializers.json import DjangoJSONEncoder
from django.db import DataError, IntegrityError, transaction
from django.db.models import (
    Case,
    CharField,
    Exists,
    OuterRef,
    Q,
    QuerySet,
    UniqueConstraint,
    Value,
    When,
)

from dangol import clock
from dangol.records import Record, Refusal
from dangol.records.custom.definitions import is_custom, shape_of
from dangol.records.many.deeds import TRASH, is_all_open
from dangol.records.many.runs import Asked
from dangol.records.many.supplies import supply_of
from tenants.journal import statements
from tenants.journal.models import Change, LeftOut, Run
from tenants.journal.queries.selected import selected
from tenants.journal.services import conditional, own_words
from tenants.journal.statements import Counted, Table

PART = 5_000
"""Rows of one transaction: a moment's work, so that cancelling is heard and locks are short."""
FIRST = UUID(int=0)
CLOSED, NOT_STORED = "closed", "not_stored"
RULE = "rule:"
"""Before the name of a constraint, as the reason why a row was left out."""
Span = tuple[UUID, UUID]
"""(id after which rows begin, id of the last)."""


@dataclass(frozen=True)
class Part:
    """What a part did, and where it ended; `end` None: there was nothing left."""

    counted: Counted
    end: UUID | None


def do_part(run: Run, record: Record) -> Part:
    """Does the next rows; the caller has locked the run."""
    if run.undoes_id is not None:
        return _put_back(run, record, run.undoes_id)
    return _write(run, record)


def stored(asked: Asked) -> dict[str, Any]:
    """The columns as a run keeps them."""
    found: dict[str, Any] = json.loads(json.dumps(dict(asked.columns), cls=DjangoJSONEncoder))
    return found


def _write(run: Run, record: Record) -> Part:
    after = run.cursor or FIRST
    rows = selected(run, record).filter(pk__gt=after, pk__lte=run.until)
    ids = list(rows.order_by("pk").values_list("pk", flat=True)[:PART])
    if not ids:
        return Part(Counted(), None)
    table, at, wanted = table_of(run, record), clock.now(), json.dumps(run.columns)
    supply = supply_of(run.facts)
    is_open = selected(run, record, run.verb)
    closed = _leave_closed(run, record, rows.filter(pk__lte=ids[-1]), is_open)
    refusals = [
        *_closed_by_type(run, record),
        *_taken(run, record, is_open),
        *conditional.refusals(run, record, is_open.filter(pk__in=ids)),
    ]
    judged = is_open.annotate(refusal=_reason(refusals))

    def write(span: Span) -> Counted:
        picked = judged.filter(pk__gt=span[0], pk__lte=span[1])
        values = statements.with_values(picked, table.columns, "refusal")
        if supply is not None:
            return statements.write_each(
                table, values, run.pk, supply.wanted(run.facts, span), run.decides, at
            )
        return statements.write(table, values, run.pk, wanted, run.decides, at)

    done = _narrowed(run, ids, after, write)
    if supply is not None:
        supply.written(run.pk, run.facts, (after, ids[-1]))
    _follow(run, record, (after, ids[-1]))
    own_words.refresh(run, record, after, ids[-1])
    return Part(Counted(len(ids), done.changed, done.left + closed), ids[-1])


def _put_back(run: Run, record: Record, undone: UUID) -> Part:
    after = run.cursor or FIRST
    past = Change.objects.filter(run=undone, object_id__gt=after).order_by("object_id")
    ids = list(past.values_list("object_id", flat=True)[:PART])
    if not ids:
        return Part(Counted(), None)
    table, at = table_of(run, record), clock.now()
    rows = record.trashed() if run.deed == TRASH else record.rows()

    def back(span: Span) -> Counted:
        part = past.filter(object_id__gt=span[0], object_id__lte=span[1]).order_by()
        there = rows.filter(pk__in=part.values("object_id"))
        picked = statements.with_values(there, table.columns)
        return statements.put_back(table, picked, run.pk, undone, span, at)

    done = _narrowed(run, ids, after, back)
    supply = supply_of(run.facts)
    if supply is not None:
        supply.put_back(run.pk, undone, (after, ids[-1]))
    _follow(run, record, (after, ids[-1]))
    own_words.refresh(run, record, after, ids[-1])
    return Part(Counted(len(ids), done.changed, done.left), ids[-1])


def _closed_by_type(run: Run, record: Record) -> Sequence[Refusal]:
    """What the record type keeps from being done; a value of each row's own has its followers."""
    own = record.bulk.follows if run.facts else ()
    return record.bulk.refused(run.verb, {k: v for k, v in run.columns.items() if k not in own})


def _follow(run: Run, record: Record, span: Span) -> None:
    """Changes what hangs on the columns that were written."""
    for column in set(run.decides) & record.bulk.follows.keys():
        changed = Change.objects.filter(run=run, object_id__gt=span[0], object_id__lte=span[1])
        record.bulk.follows[column](list(changed.values_list("object_id", flat=True)))


def table_of(run: Run, record: Record) -> Table:
    """The table with the columns that the run writes. The trash is no change of a record."""
    version = "" if run.deed == TRASH else record.version
    return Table(record.model, sorted(run.columns), version)


def _narrowed(run: Run, ids: Sequence[UUID], after: UUID, do: Callable[[Span], Counted]) -> Counted:
    """Does it with the rows after `after` up to the last of `ids`; what is refused, by halves."""
    try:
        with transaction.atomic():
            return do((after, ids[-1]))
    except (DataError, IntegrityError) as error:
        if len(ids) == 1:
            LeftOut.objects.create(run=run, object_id=ids[0], reason=_rule(error))
            return Counted(1, 0, 1)
    half = len(ids) // 2
    first = _narrowed(run, ids[:half], after, do)
    return first + _narrowed(run, ids[half:], ids[half - 1], do)


def _rule(error: Exception) -> str:
    """The reason why the database refused a row: the rule's name, where it has one."""
    name = getattr(getattr(error.__cause__, "diag", None), "constraint_name", None)
    return f"{RULE}{name}" if name else NOT_STORED


def _leave_closed(run: Run, record: Record, rows: QuerySet[Any], is_open: QuerySet[Any]) -> int:
    """Leaves out what the user may see and not treat like this; how many."""
    if is_all_open(record, run.started_by, run.verb):
        return 0
    closed = rows.filter(~Exists(is_open.order_by().filter(pk=OuterRef("pk"))))
    return statements.leave_out(closed, run.pk, CLOSED)


def _reason(refusals: Sequence[Refusal]) -> Case:
    cases = [When(each.rows, then=Value(each.code)) for each in refusals]
    return Case(*cases, default=Value(""), output_field=CharField())


def _taken(run: Run, record: Record, is_open: QuerySet[Any]) -> list[Refusal]:
    """A value that only one record may have goes to one: whose it is, else the first row."""
    found = []
    for rule, name in unique_rules(record):
        value = run.columns.get(name)
        if name in run.decides and value not in (None, ""):
            column = f"custom__{name}" if is_custom(name) else name
            holder = record.rows().filter(**{column: value}).values_list("pk", flat=True).first()
            rest = is_open.filter(pk__gt=run.cursor or FIRST).order_by("pk")
            keeps = holder or rest.values_list("pk", flat=True).first()
            found.append(Refusal(code=f"{RULE}{rule}", rows=~Q(pk=keeps), sentence=""))
    return found


def unique_rules(record: Record) -> list[tuple[str, str]]:
    """(name of the rule, column) of each column in which no two records may be alike."""
    declared = [
        (rule.name, record.model_field(rule.fields[0]).attname)
        for rule in record.model._meta.constraints
        if isinstance(rule, UniqueConstraint) and len(rule.fields) == 1
    ]
    own = [each.name for each in shape_of(record.code).fields if each.is_unique]
    return [*declared, *((once(name), name) for name in own)]


def once(name: str) -> str:
    """The rule that keeps one of the company's own fields from being alike in two records."""
    return f"custom_{name}_once"
