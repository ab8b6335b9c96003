"""Treating a table as the one before it was treated (A20)."""

from __future__ import annotations

from dangol.errors import RuleBroken
from dangol.imports import files
from tenants.importing.models import ImportMapping, ImportRun
from tenants.importing.queries.mappings import fitted
from tenants.importing.services import runs
from tenants.importing.tasks import check_import


def follow(run: ImportRun, before: ImportRun, goes_on: str) -> bool:
    """Gives `run` the sheet, columns and rules of `before` and sets its dry run going.

    False, and nothing chosen, when a column is missing or cannot be used: a person must choose.
    """
    _same_sheet(run, before)
    heads = {field: before.header[at] for field, at in before.mapping.items()}
    mapping = fitted(ImportMapping(heads=heads), run.header)
    if mapping.keys() != heads.keys():
        return False
    run.goes_on = goes_on
    if run.header == before.header:
        run.replacements = before.replacements
    run.save(update_fields=["goes_on", "replacements"])
    try:
        runs.choose(
            run,
            {column: field for field, column in mapping.items()},
            before.on_duplicate,
            lambda: check_import.ring(str(run.pk)),
            keys=before.keys,
            usual=before.usual,
        )
    except RuleBroken:
        return False
    return True


def _same_sheet(run: ImportRun, before: ImportRun) -> None:
    """Of a workbook, the sheet that was taken before, where it is still there."""
    wanted = (sheet for sheet in run.sheets if sheet["name"] == before.sheet)
    found = next((sheet for sheet in wanted if sheet["stored_name"]), None)
    if found is not None and before.sheet != run.sheet:
        runs.take_table(run, files.Table(**found))
        run.save(
            update_fields=[
                "stored_name", "sheet", "header", "delimiter", "rows_total", "masked", "mapping",
                "keys", "on_duplicate",
            ]
        )  # fmt: skip
