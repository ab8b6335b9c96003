"""Reading an uploaded file otherwise: another encoding, another mark, another sheet (U5).

Columns that were chosen and rows that were checked or mended belong to the reading before; they go.
"""

from __future__ import annotations

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from dangol import clock
from dangol.errors import RuleBroken
from dangol.ids import new_id
from dangol.imports import files
from tenants.importing.models import ImportRun
from tenants.importing.services import steps
from tenants.importing.services.runs import forget_files, take_table


@transaction.atomic
def read_as(run: ImportRun, encoding: str, delimiter: str) -> None:
    """Reads a CSV file again. RuleBroken when it cannot be read so; then nothing is changed."""
    run = _open(run)
    if run.sheets:
        raise RuleBroken("import_reading", _("A workbook is read in one way only."))
    name = f"imports/{run.pk}-{new_id()}.csv"
    table = files.read_again(run.stored_name, run.encoding, encoding, delimiter, name)
    forget_files([run.stored_name])
    masked = run.masked  # what the first reading masked stays masked and is not found again
    run.encoding = encoding
    take_table(run, table)
    run.masked = max(masked, run.masked)
    _begin_anew(run)


@transaction.atomic
def choose_sheet(run: ImportRun, number: int) -> None:
    """Takes another sheet of the workbook. RuleBroken for one that cannot be imported."""
    run = _open(run)
    if not 0 <= number < len(run.sheets):
        raise RuleBroken("import_sheet", _("There is no such sheet in the workbook."))
    table = files.Table(**run.sheets[number])
    if table.problem:
        raise RuleBroken("import_sheet", table.problem)
    take_table(run, table)
    _begin_anew(run)


def _open(run: ImportRun) -> ImportRun:
    run = ImportRun.objects.select_for_update().get(pk=run.pk)
    if not run.is_open:
        raise RuleBroken("import_started", _("This import has started; upload the file again."))
    return run


def _begin_anew(run: ImportRun) -> None:
    run.state = ImportRun.State.UPLOADED
    run.check_no += 1  # a check that is still at it belongs to the reading before
    run.touched_at = clock.now()
    run.problems.all().delete()
    run.replacements, run.replaced = [], 0
    steps.forget(run)
    run.save()
