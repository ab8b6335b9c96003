"""Find and replace in the check of an import: first how much it changes, then doing it (U5)."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from dangol.errors import RuleBroken
from dangol.i18n import figures
from dangol.imports.replacing import LONGEST, Replacement
from dangol.records import Record
from tenants.importing.addresses import address_of
from tenants.importing.models import ImportRun
from tenants.importing.services import replacing
from tenants.importing.services.replacing import Found
from tenants.importing.tasks import check_soon
from tenants.importing.views.checks import check_page
from tenants.importing.views.found import found_run

Asked = dict[str, Any]


@require_http_methods(["GET", "POST"])
def import_replace(request: HttpRequest, pk: UUID, *, record: Record) -> HttpResponse:
    """GET tells how many cells would change, POST changes them in the whole file."""
    run = found_run(request, record, pk)
    if request.method == "POST":
        return _replace(request, run)
    if run.state != ImportRun.State.CHECKED:
        return redirect(address_of(run))
    asked = _asked(request)
    try:
        asked["found"] = _in_words(replacing.count(run, _wanted(run, asked)))
    except RuleBroken as broken:
        asked["problem"] = str(broken) if asked["is_said"] else ""
    if request.htmx:  # type: ignore[attr-defined]
        return render(request, "importing/find.html#found", {"asked": asked})
    return check_page(request, run, asked=asked)


def _replace(request: HttpRequest, run: ImportRun) -> HttpResponse:
    asked = _asked(request)
    try:
        found = replacing.replace(run, _wanted(run, asked), lambda: check_soon(run))
    except RuleBroken as broken:
        run.refresh_from_db()
        return check_page(request, run, asked=asked | {"problem": str(broken)}, status=422)
    run.refresh_from_db()
    if request.htmx:  # type: ignore[attr-defined]
        return check_page(request, run, asked={}, said=_in_words(found, is_done=True))
    return redirect(address_of(run))


def _asked(request: HttpRequest) -> Asked:
    """What the form holds, as it is shown again."""
    sent = request.POST or request.GET
    column = sent.get("column", "")
    find, is_whole = _text(sent.get("find", "")), bool(sent.get("whole"))
    return {
        "find": find,
        "put": _text(sent.get("put", "")),
        "column": int(column) if column.isascii() and column.isdigit() else replacing.ALL,
        "is_whole": is_whole,
        "is_said": bool(find) or is_whole,
    }


def _text(sent: str) -> str:
    return sent.replace("\x00", "")[:LONGEST]


def _wanted(run: ImportRun, asked: Asked) -> Replacement:
    return replacing.asked_for(
        run, asked["find"], asked["put"], asked["column"], is_whole=asked["is_whole"]
    )


def _in_words(found: Found, *, is_done: bool = False) -> str:
    if not found.cells:
        return _("No cell holds this text.")
    words = _("Cells changed: %(cells)s, in %(rows)s rows.") if is_done else _(
        "Cells: %(cells)s, in %(rows)s rows"
    )  # fmt: skip
    return words % {"cells": figures.number(found.cells), "rows": figures.number(found.rows)}
