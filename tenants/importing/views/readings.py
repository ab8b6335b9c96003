"""How an uploaded file is read: its encoding, its mark, the sheet of a workbook (U5)."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from dangol.errors import RuleBroken
from dangol.imports import files
from dangol.records import Record
from tenants.importing.addresses import address_of
from tenants.importing.services import readings
from tenants.importing.views.found import found_run
from tenants.importing.views.runs import columns_page


@require_http_methods(["GET", "POST"])
def import_reading(request: HttpRequest, pk: UUID, *, record: Record) -> HttpResponse:
    """The first rows as they would be read otherwise (GET), and reading the file so (POST)."""
    run = found_run(request, record, pk)
    asked = request.POST or request.GET
    encoding = asked.get("encoding", run.encoding.removesuffix("-sig"))
    delimiter = asked.get("delimiter", run.delimiter)
    try:
        if request.method == "POST":
            readings.read_as(run, encoding, delimiter)
            return redirect(address_of(run))
        if not run.is_open or run.sheets:
            return redirect(address_of(run))
        rows = files.preview_again(run.stored_name, run.encoding, encoding, delimiter)
    except RuleBroken as broken:
        rows, problem = [], str(broken)
    else:
        problem = ""
    reading = {"encoding": encoding, "delimiter": delimiter, "rows": rows, "problem": problem}
    if request.htmx:  # type: ignore[attr-defined]
        return render(request, "importing/reading.html", {"reading": reading})
    return columns_page(request, record, run, reading=reading)


@require_POST
def import_sheet(request: HttpRequest, pk: UUID, *, record: Record) -> HttpResponse:
    """Takes another sheet of the workbook."""
    run = found_run(request, record, pk)
    number = request.POST.get("sheet", "")
    try:
        readings.choose_sheet(run, int(number) if number.isascii() and number.isdigit() else -1)
    except RuleBroken as broken:
        messages.error(request, str(broken))
    return redirect(address_of(run))
