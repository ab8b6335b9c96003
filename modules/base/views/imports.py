"""Importing customers: upload, columns, progress, error file (U5)."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from itertools import zip_longest
from typing import Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from dangol.access import requires
from dangol.errors import RuleBroken
from dangol.records.cells import harmless
from modules.base.imports import columns, files
from modules.base.imports.rows import reason_in_words
from modules.base.models import ImportMapping, ImportProblem, ImportRow, ImportRun
from modules.base.models.imports import OnDuplicate
from modules.base.queries import import_mappings
from modules.base.queries.matches import KEYS, USUAL
from modules.base.services import imports
from modules.base.services.import_mappings import delete as delete_mapping
from modules.base.tasks import check_import, run_import
from modules.base.views import import_checks
from modules.base.views.import_reverts import kept_lines

PREVIEW = 5
RIGHT = "base.customer.import"
WAY_TOO_LARGE = "Content-Length"


@requires(RIGHT, upload=True)
@csrf_exempt
@require_http_methods(["GET", "POST"])
def import_new(request: HttpRequest) -> HttpResponse:
    """The upload form. A file that is too large is refused here, before anything of it is read.

    The forgery check reads the body, so it comes after the size (`_receive`), not before.
    """
    if request.method == "POST":
        if int(request.headers.get(WAY_TOO_LARGE) or 0) > settings.UPLOAD_LIMIT:
            return _upload_page(request, _too_large(), status=413)
        return _receive(request)  # type: ignore[no-any-return]
    return _upload_page(request)


@csrf_protect
def _receive(request: HttpRequest) -> HttpResponse:
    file = request.FILES.get("file")
    if file is None:
        return _upload_page(request, _("Choose a CSV file or a workbook first."), status=422)
    try:
        run = imports.upload(file, user=request.user)  # type: ignore[arg-type]
    except RuleBroken as broken:
        return _upload_page(request, str(broken), status=422)
    return redirect("base:customer-import-page", run.pk)


@requires(RIGHT)
@require_GET
def import_page(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The step an import is at: columns, check, or how far it is. `?step=columns` goes back."""
    run = get_object_or_404(ImportRun, pk=pk)
    if run.state == ImportRun.State.UPLOADED or (
        run.is_open and request.GET.get("step") == "columns"
    ):
        return columns_page(request, run)
    if run.is_open:
        return import_checks.check_page(request, run)
    return render(request, "base/imports/run.html", _progress(request, run))


@requires(RIGHT)
@require_POST
def import_columns(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Takes the columns as chosen and sets the dry run going."""
    run = get_object_or_404(ImportRun, pk=pk)
    chosen = {
        column: request.POST[f"column_{column}"]
        for column in range(len(run.header))
        if request.POST.get(f"column_{column}")
    }
    policy = request.POST.get("on_duplicate", OnDuplicate.SKIP)
    keys = request.POST.getlist("keys")
    try:
        imports.choose(
            run,
            chosen,
            policy,
            lambda: check_import.ring(str(pk)),
            keys=keys,
            save_as=request.POST.get("save_as", "").strip(),
        )
    except RuleBroken as broken:
        run.mapping = {field: column for column, field in chosen.items()}
        run.keys, run.on_duplicate = keys, policy
        return columns_page(request, run, problem=str(broken))
    return redirect("base:customer-import-page", pk)


@requires(RIGHT)
@require_POST
def import_start(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Sets the checked import going."""
    run = get_object_or_404(ImportRun, pk=pk)
    try:
        imports.start(run, lambda: run_import.ring(str(pk)))
    except RuleBroken as broken:
        messages.error(request, str(broken))
    return redirect("base:customer-import-page", pk)


@requires(RIGHT)
@require_POST
def import_drop(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Forgets an import that has not started."""
    run = get_object_or_404(ImportRun, pk=pk)
    try:
        imports.drop(run)
    except RuleBroken as broken:
        messages.error(request, str(broken))
        return redirect("base:customer-import-page", pk)
    messages.success(request, _("The file was dropped; nothing of it was imported."))
    return redirect("base:customer-import")


@requires(RIGHT, asked_by_page=True)
@require_GET
def import_progress(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The numbers alone, asked for every second until the import is over."""
    run = get_object_or_404(ImportRun, pk=pk)
    return render(request, "base/imports/run.html#progress", _progress(request, run))


@requires(RIGHT)
@require_GET
def import_rejected(request: HttpRequest, pk: UUID) -> HttpResponse | StreamingHttpResponse:
    """The rejected rows with their reasons, in the encoding of the upload, ready to be mended."""
    run = get_object_or_404(ImportRun, pk=pk)
    charset = "utf-8" if run.encoding == "utf-8-sig" else run.encoding
    lines = _rejected_lines(run)
    response = StreamingHttpResponse(
        (line.encode(run.encoding if first else charset, errors="replace")
         for first, line in zip_longest([True], lines)),
        content_type=f"text/csv; charset={charset}",
    )  # fmt: skip
    name = _("Rejected rows of %(file)s") % {"file": run.file_name}
    response["Content-Disposition"] = content_disposition_header(True, name) or ""
    return response


def _rejected_lines(run: ImportRun) -> Iterator[str]:
    yield _csv_line([*run.header, _("Reason")], run.delimiter)
    width = len(run.header)
    for row in _rejected_rows(run):
        cells = (row.cells or [])[:width]
        cells += [""] * (width - len(cells))
        reason = reason_in_words(row.reason)
        yield _csv_line([*(harmless(cell) for cell in cells), reason], run.delimiter)


def _rejected_rows(run: ImportRun) -> Iterator[ImportRow | ImportProblem]:
    """Before the start those that would be rejected, afterwards those that were."""
    if run.is_open:
        refused = run.problems.filter(verdict=ImportRow.State.REJECTED).order_by("number")
        yield from refused.iterator(chunk_size=1_000)
    else:
        rejected = run.rows.filter(state=ImportRow.State.REJECTED).order_by("number")
        yield from rejected.iterator(chunk_size=1_000)


def _csv_line(cells: list[str], delimiter: str) -> str:
    line = io.StringIO()
    csv.writer(line, delimiter=delimiter).writerow(cells)
    return line.getvalue()


def _too_large() -> str:
    return _(
        "The file is larger than %(limit)s MB and was not read. Split it into smaller files."
    ) % {"limit": settings.UPLOAD_LIMIT // 1024**2}


def _upload_page(request: HttpRequest, problem: str = "", status: int = 200) -> HttpResponse:
    context = {
        "title": _("Import customers"),
        "problem": problem,
        "limit": settings.UPLOAD_LIMIT // 1024**2,
        "runs": ImportRun.objects.order_by("-uploaded_at")[:10],
    }
    return render(request, "base/imports/upload.html", context, status=status)


def columns_page(
    request: HttpRequest,
    run: ImportRun,
    problem: str = "",
    reading: dict[str, Any] | None = None,
) -> HttpResponse:
    """Which column is which field, with the first rows to judge by.

    `reading` is another way to read the file that is being looked at.
    """
    saved = _saved(request)
    if saved is not None:
        run.mapping = import_mappings.fitted(saved, run.header)
        run.keys, run.on_duplicate = saved.keys, saved.on_duplicate
    field_of = {column: field for field, column in run.mapping.items()}
    rows = files.first_rows(run.stored_name, run.delimiter, PREVIEW)
    closed = imports.closed_fields(request.user)  # type: ignore[arg-type]
    labels = [pair for pair in columns.field_labels().items() if pair[0] not in closed]
    heads = [
        {
            "number": number,
            "head": head,
            "field": field_of.get(number, ""),
            "samples": [row[number] if number < len(row) else "" for row in rows],
        }
        for number, head in enumerate(run.header)
    ]
    context: dict[str, Any] = {
        "title": _("Import customers"),
        "run": run,
        "heads": heads,
        "fields": labels,
        "policies": OnDuplicate.choices,
        "problem": problem,
        "keys": [(code, label, code in (run.keys or USUAL)) for code, (label, _f) in KEYS.items()],
        "is_usual": not run.keys,
        "saved": import_mappings.named(),
        "taken": saved,
        "remembered": import_mappings.recall(request.user, run.header),
        "encodings": files.ENCODINGS.items(),
        "encoding": run.encoding.removesuffix("-sig"),
        "delimiters": files.MARKS.items(),
        "reading": reading,
        "notes": next(
            (sheet["notes"] for sheet in run.sheets if sheet["stored_name"] == run.stored_name), []
        ),
    }
    return render(request, "base/imports/columns.html", context, status=422 if problem else 200)


def _saved(request: HttpRequest) -> ImportMapping | None:
    """The saved columns that the address asks for."""
    try:
        asked = UUID(request.GET.get("mapping", ""))
    except ValueError:
        return None
    return import_mappings.named().filter(pk=asked).first()


@requires(RIGHT)
@require_POST
def import_mapping_delete(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Deletes columns that were saved under a name, and goes back to the file."""
    mapping = get_object_or_404(import_mappings.named(), pk=pk)
    delete_mapping(mapping)
    messages.success(request, _("“%(name)s” was deleted.") % {"name": mapping.name})
    try:
        run = ImportRun.objects.filter(pk=UUID(request.POST.get("run", ""))).first()
    except ValueError:
        run = None
    if run is None:
        return redirect("base:customer-import")
    return redirect(f"{reverse('base:customer-import-page', args=[run.pk])}?step=columns")


def _progress(request: HttpRequest, run: ImportRun) -> dict[str, Any]:
    total = run.rows_total or 1
    return {
        "title": _("Import customers"),
        "run": run,
        "kept": kept_lines(run, request.user) if run.kept else [],
        "shares": {
            "good": f"{100 * (run.created + run.updated) / total:.2f}",
            "skipped": f"{100 * run.skipped / total:.2f}",
            "failed": f"{100 * run.rejected / total:.2f}",
        },
    }
