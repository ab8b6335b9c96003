"""The kit's port for runs, kept in the company's own schema (U1, U4)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from dangol.errors import RuleBroken
from dangol.records import Record
from dangol.records.many.runs import Asked, Course
from tenants.journal.models import Run
from tenants.journal.queries import reasons
from tenants.journal.services import runs
from tenants.journal.tasks import go_on


class KeptRuns:
    """Implements `dangol.records.many.runs.Runs`."""

    def begin(self, record: Record, user: Any, asked: Asked) -> Course:
        return course_of(runs.begin(record, user, asked, go_on.ring))

    def find(self, record: Record, user: Any, code: UUID) -> Course | None:
        run = _own(record, user, code)
        return course_of(run) if run else None

    def cancel(self, record: Record, user: Any, code: UUID) -> Course:
        return course_of(runs.cancel(user, _needed(record, user, code).pk))

    def undo(self, record: Record, user: Any, code: UUID) -> Course:
        run = _needed(record, user, code)
        return course_of(runs.undo(record, user, run.pk, go_on.ring))

    def left_out(
        self, record: Record, user: Any, code: UUID, after: UUID | None, most: int
    ) -> Sequence[tuple[UUID, str]]:
        run = _needed(record, user, code)
        rows = run.left_out.order_by("object_id")
        if after is not None:
            rows = rows.filter(object_id__gt=after)
        words = reasons.words(record, run, user)
        return [(row.object_id, words(row.reason)) for row in rows[:most]]


def course_of(run: Run) -> Course:
    """How the run stands, for the kit."""
    return Course(
        code=run.pk,
        deed=run.deed,
        field=run.field,
        columns=run.columns,
        state=run.state,  # type: ignore[arg-type]
        total=run.total,
        seen=run.seen,
        changed=run.changed,
        same=run.same,
        left=run.left,
        is_undo=run.undoes_id is not None,
        is_long=run.is_long,
        may_undo=_may_undo(run),
        query=run.query,
        problem=run.problem,
    )


def _may_undo(run: Run) -> bool:
    is_over = run.state != Run.State.RUNNING and bool(run.changed)
    return is_over and run.undoes_id is None and not hasattr(run, "undone_by")


def _own(record: Record, user: Any, code: UUID) -> Run | None:
    mine = Run.objects.filter(pk=code, record=record.code, started_by=user.pk)
    return mine.select_related("undone_by").first()


def _needed(record: Record, user: Any, code: UUID) -> Run:
    run = _own(record, user, code)
    if run is None:
        raise RuleBroken(
            "run_gone", _("This can no longer be undone; something else was done since.")
        )
    return run
