"""Finding and replacing in every row of a checked file, the rows that are fine included (U5)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict, dataclass

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from dangol.errors import RuleBroken
from dangol.imports.replacing import Replacement, changed_cells
from dangol.records.text import refuse_resident_number
from tenants.importing.models import Deed, ImportRun
from tenants.importing.services.feed import Feed
from tenants.importing.services.parts import repaired
from tenants.importing.services.problems import save
from tenants.importing.services.runs import check_anew
from tenants.importing.services.steps import begin, keep, open_run

PART = 5_000
ALL = -1
"""Stands for every column that is imported."""


@dataclass(frozen=True)
class Found:
    """How much a replacement changes."""

    cells: int
    rows: int


def asked_for(run: ImportRun, find: str, put: str, column: int, *, is_whole: bool) -> Replacement:
    """What is to be replaced; RuleBroken when it says nothing, or names no imported column."""
    imported = sorted(run.mapping.values())
    if column != ALL and column not in imported:
        raise RuleBroken("import_cell", _("There is no such cell in the file."))
    if not find and not is_whole:
        raise RuleBroken(
            "import_find", _("Write what to look for. Empty cells are found as whole cells.")
        )
    refuse_resident_number(put)
    columns = imported if column == ALL else [column]
    return Replacement(find=find, put=put, columns=columns, is_whole=is_whole)


def count(run: ImportRun, replacement: Replacement) -> Found:
    """How many cells it would change; RuleBroken when one would hold a resident number then.

    Reads the whole file: a million rows take some seconds.
    """
    cells = rows = 0
    feed, source = Feed(), ImportRun(stored_name=run.stored_name, delimiter=run.delimiter)
    try:
        while part := feed.take(source, PART):
            source.rows_done += len(part)
            for _number, before in repaired(run, part)[0]:
                changed = changed_cells(before, replacement.cells(before))
                for text in changed:
                    refuse_resident_number(text)
                cells, rows = cells + len(changed), rows + bool(changed)
    except FileNotFoundError:
        raise RuleBroken(
            "import_file_gone", _("The file is no longer there; upload it again.")
        ) from None
    finally:
        feed.close()
    return Found(cells, rows)


@transaction.atomic
def replace(run: ImportRun, replacement: Replacement, ring: Callable[[], None]) -> Found:
    """Does it in the whole file; the dry run then begins anew, woken by `ring` after the commit.

    RuleBroken when nothing would change. What people mended by hand is changed in their cells,
    everything else while it is read.
    """
    run = open_run(run)
    found = count(run, replacement)
    if not found.cells:
        raise RuleBroken("import_find_none", _("No cell holds this text."))
    facts = {"find": replacement.find, "put": replacement.put, "count": found.cells}
    step = begin(run, Deed.REPLACE, **facts)
    mended, last = run.problems.filter(mended__isnull=False).order_by("number"), 0
    while part := list(mended.filter(number__gt=last)[:PART]):
        last = part[-1].number
        changed = [each for each in part if replacement.cells(each.now) is not each.now]
        keep(step, changed)
        for each in changed:
            each.mended = replacement.cells(each.now)
        save(run, changed)
    run.replacements = [*run.replacements, asdict(replacement)]
    check_anew(run, ring)
    return found
