"""How an uploaded file is read: its encoding, its mark, the sheet of a workbook (U5)."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from dangol.access import requires
from dangol.errors import RuleBroken
from modules.base.imports import files
from modules.base.models import ImportRun
from modules.base.services import import_readings
from modules.base.views.imports import RIGHT, columns_page


@requires(RIGHT, asked_by_page=True)
@require_http_methods(["GET", "POST"])
def import_reading(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The first rows as they would be read otherwise (GET), and reading the file so (POST)."""
    run = get_object_or_404(ImportRun, pk=pk)
    asked = request.POST or request.GET
    encoding = asked.get("encoding", run.encoding.removesuffix("-sig"))
    delimiter = asked.get("delimiter", run.delimiter)
    try:
        if request.method == "POST":
            import_readings.read_as(run, encoding, delimiter)
            return redirect("base:customer-import-page", pk)
        if not run.is_open or run.sheets:
            return redirect("base:customer-import-page", pk)
        rows = files.preview_again(run.stored_name, run.encoding, encoding, delimiter)
    except RuleBroken as broken:
        rows, problem = [], str(broken)
    else:
        problem = ""
    reading = {"encoding": encoding, "delimiter": delimiter, "rows": rows, "problem": problem}
    if request.htmx:  # type: ignore[attr-defined]
        return render(request, "base/imports/reading.html", {"reading": reading})
    return columns_page(request, run, reading=reading)


@requires(RIGHT)
@require_POST
def import_sheet(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Takes another sheet of the workbook."""
    run = get_object_or_404(ImportRun, pk=pk)
    number = request.POST.get("sheet", "")
    try:
        import_readings.choose_sheet(
            run, int(number) if number.isascii() and number.isdigit() else -1
        )
    except RuleBroken as broken:
        messages.error(request, str(broken))
    return redirect("base:customer-import-page", pk)
