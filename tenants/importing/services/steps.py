"""Keeping how rows were before a deed, so that it can be undone (U5)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext_lazy as _

from dangol.copying import copy_rows
from dangol.errors import RuleBroken
from tenants.importing.models import ImportBefore, ImportProblem, ImportRun, ImportStep


def open_run(run: ImportRun) -> ImportRun:
    """The run, locked; RuleBroken unless its rows can be repaired now."""
    run = ImportRun.objects.select_for_update().get(pk=run.pk)
    if run.state != ImportRun.State.CHECKED:
        raise RuleBroken(
            "import_not_open", _("Rows can be repaired after the check and before the import.")
        )
    return run


def begin(run: ImportRun, deed: str, **facts: Any) -> ImportStep:
    """The next deed of the run; the caller has locked it."""
    last = run.steps.order_by("number").last()
    number = last.number + 1 if last else 1
    return ImportStep.objects.create(run=run, number=number, deed=deed, facts=facts)


def keep(step: ImportStep, problems: Iterable[ImportProblem]) -> None:
    """Keeps these rows as they are now."""
    copy_rows(
        ImportBefore,
        ["number", "mended", "left_out"],
        ((each.number, each.mended, each.left_out) for each in problems),
        same={"run_id": step.run_id, "step": step.number},
    )


def forget(run: ImportRun) -> None:
    """Nothing can be undone any more."""
    run.befores.all().delete()
    run.steps.all().delete()
