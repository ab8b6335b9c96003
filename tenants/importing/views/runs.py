"""Importing records of a type: upload, columns, progress, error file (U5)."""

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
from django.views.decorators.csrf import csrf_protect
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from dangol.access import user_can
from dangol.errors import RuleBroken
from dangol.i18n import figures
from dangol.ids import read_id
from dangol.imports import columns, files, problems
from dangol.imports.matches import BY_ID, keys_of
from dangol.imports.plan import OnDuplicate, RowState
from dangol.records import Record
from dangol.records.cells import harmless
from tenants.importing.addresses import address_of
from tenants.importing.intakes import record_of
from tenants.importing.models import ImportMapping, ImportProblem, ImportRow, ImportRun
from tenants.importing.queries import mappings
from tenants.importing.queries.runs import runs_of
from tenants.importing.services import runs
from tenants.importing.services.mappings import delete as delete_mapping
from tenants.importing.tasks import check_import, run_import
from tenants.importing.views import checks
from tenants.importing.views.found import found_run, frame
from tenants.importing.views.reverts import kept_lines

PREVIEW = 5
WAY_TOO_LARGE = "Content-Length"
LINK = "tenants.datasource.manage"


@require_http_methods(["GET", "POST"])
def import_new(request: HttpRequest, *, record: Record) -> HttpResponse:
    """The upload form. A file that is too large is refused here, before anything of it is read.

    The forgery check reads the body, so it comes after the size (`_receive`), not before.
    """
    if request.method == "POST":
        if int(request.headers.get(WAY_TOO_LARGE) or 0) > settings.UPLOAD_LIMIT:
            return _upload_page(request, record, _too_large(), status=413)
        return _receive(request, record)  # type: ignore[no-any-return]
    return _upload_page(request, record)


@csrf_protect
def _receive(request: HttpRequest, record: Record) -> HttpResponse:
    file = request.FILES.get("file")
    if file is None:
        return _upload_page(
            request, record, _("Choose a CSV file or a workbook first."), status=422
        )
    try:
        run = runs.upload(record, file, user=request.user)  # type: ignore[arg-type]
    except RuleBroken as broken:
        return _upload_page(request, record, str(broken), status=422)
    return redirect(address_of(run))


@require_GET
def import_page(request: HttpRequest, pk: UUID, *, record: Record) -> HttpResponse:
    """The step an import is at: columns, check, or how far it is. `?step=columns` goes back."""
    run = found_run(request, record, pk)
    if run.state == ImportRun.State.UPLOADED or (
        run.is_open and request.GET.get("step") == "columns"
    ):
        return columns_page(request, record, run)
    if run.is_open:
        return checks.check_page(request, run)
    return render(request, "importing/run.html", _progress(request, record, run))


@require_POST
def import_columns(request: HttpRequest, pk: UUID, *, record: Record) -> HttpResponse:
    """Takes the columns as chosen and sets the dry run going."""
    run = found_run(request, record, pk)
    chosen = {
        column: request.POST[f"column_{column}"]
        for column in range(len(run.header))
        if request.POST.get(f"column_{column}")
    }
    policy = request.POST.get("on_duplicate", OnDuplicate.SKIP)
    keys = request.POST.getlist("keys")
    usual = {name: request.POST.get(f"usual_{name}", "") for name in record.imports.usual}
    try:
        runs.choose(
            run,
            chosen,
            policy,
            lambda: check_import.ring(str(pk)),
            keys=keys,
            save_as=request.POST.get("save_as", "").strip(),
            usual=usual,
        )
    except RuleBroken as broken:
        run.mapping = {field: column for column, field in chosen.items()}
        run.keys, run.on_duplicate, run.usual = keys, policy, usual
        return columns_page(request, record, run, problem=str(broken))
    return redirect(address_of(run))


@require_POST
def import_start(request: HttpRequest, pk: UUID, *, record: Record) -> HttpResponse:
    """Sets the checked import going."""
    run = found_run(request, record, pk)
    try:
        runs.start(run, lambda: run_import.ring(str(pk)))
    except RuleBroken as broken:
        messages.error(request, str(broken))
    return redirect(address_of(run))


@require_POST
def import_drop(request: HttpRequest, pk: UUID, *, record: Record) -> HttpResponse:
    """Forgets an import that has not started."""
    run = found_run(request, record, pk)
    try:
        runs.drop(run)
    except RuleBroken as broken:
        messages.error(request, str(broken))
        return redirect(address_of(run))
    messages.success(request, _("The file was dropped; nothing of it was imported."))
    return redirect(record.url_name("import"))


@require_GET
def import_progress(request: HttpRequest, pk: UUID, *, record: Record) -> HttpResponse:
    """The numbers alone, asked for every second until the import is over."""
    run = found_run(request, record, pk)
    return render(request, "importing/run.html#progress", _progress(request, record, run))


@require_GET
def import_rejected(
    request: HttpRequest, pk: UUID, *, record: Record
) -> HttpResponse | StreamingHttpResponse:
    """The rejected rows with their reasons, in the encoding of the upload, ready to be mended."""
    run = found_run(request, record, pk)
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
    record, width = record_of(run), len(run.header)
    for row in _rejected_rows(run):
        cells = (row.cells or [])[:width]
        cells += [""] * (width - len(cells))
        reason = problems.in_words(record, row.reason, row.said)
        yield _csv_line([*(harmless(cell) for cell in cells), reason], run.delimiter)


def _rejected_rows(run: ImportRun) -> Iterator[ImportRow | ImportProblem]:
    """Before the start those that would be rejected, afterwards those that were."""
    if run.is_open:
        refused = run.problems.filter(verdict=RowState.REJECTED).order_by("number")
        yield from refused.iterator(chunk_size=1_000)
    else:
        rejected = run.rows.filter(state=RowState.REJECTED).order_by("number")
        yield from rejected.iterator(chunk_size=1_000)


def _csv_line(cells: list[str], delimiter: str) -> str:
    line = io.StringIO()
    csv.writer(line, delimiter=delimiter).writerow(cells)
    return line.getvalue()


def _too_large() -> str:
    return _(
        "The file is larger than %(limit)s MB and was not read. Split it into smaller files."
    ) % {"limit": settings.UPLOAD_LIMIT // 1024**2}


def _upload_page(
    request: HttpRequest, record: Record, problem: str = "", status: int = 200
) -> HttpResponse:
    context = {
        **frame(record),
        "problem": problem,
        "limit": settings.UPLOAD_LIMIT // 1024**2,
        "may_link": user_can(request.user, LINK),
        "runs": [
            (run, address_of(run))
            for run in runs_of(record, request.user).order_by("-uploaded_at")[:10]
        ],
    }
    return render(request, "importing/upload.html", context, status=status)


def columns_page(
    request: HttpRequest,
    record: Record,
    run: ImportRun,
    problem: str = "",
    reading: dict[str, Any] | None = None,
) -> HttpResponse:
    """Which column is which field, with the first rows to judge by.

    `reading` is another way to read the file that is being looked at.
    """
    saved = _saved(request, record)
    if saved is not None:
        run.mapping = mappings.fitted(saved, run.header)
        run.keys, run.on_duplicate = saved.keys, saved.on_duplicate
    field_of = {column: field for field, column in run.mapping.items()}
    rows = files.first_rows(run.stored_name, run.delimiter, PREVIEW)
    known = {code: key for code, key in keys_of(record).items() if key is not BY_ID}
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
        **frame(record, run),
        "heads": heads,
        "fields": columns.labels_of(record, request.user).items(),
        "for_all": _for_all(request, record, run),
        "policies": OnDuplicate.choices,
        "problem": problem,
        "keys": [(code, key.label, code in run.keys) for code, key in known.items()],
        "usual": ", ".join(str(key.label) for key in known.values() if key.usual),
        "saved": [
            (each, reverse(record.url_name("import-mapping-delete"), args=[each.pk]))
            for each in mappings.named(record.code)
        ],
        "taken": saved,
        "remembered": mappings.recall(record.code, request.user, run.header),
        **_reading(run),
        "reading": reading,
    }
    return render(request, "importing/columns.html", context, status=422 if problem else 200)


def _reading(run: ImportRun) -> dict[str, Any]:
    """How the file is read, and what was noted about its sheet."""
    notes = (sheet["notes"] for sheet in run.sheets if sheet["stored_name"] == run.stored_name)
    return {
        "encodings": files.ENCODINGS.items(),
        "encoding": run.encoding.removesuffix("-sig"),
        "delimiters": files.MARKS.items(),
        "notes": next(notes, []),
    }


def _for_all(request: HttpRequest, record: Record, run: ImportRun) -> list[tuple[Any, ...]]:
    """(field, label, text, what is offered) of what all new records of the file may get."""
    labels = columns.labels_of(record, request.user)
    return [
        (name, labels[name], run.usual.get(name, ""), offered(request.user))
        for name, offered in record.imports.usual.items()
        if name in labels
    ]


def _saved(request: HttpRequest, record: Record) -> ImportMapping | None:
    """The saved columns that the address asks for."""
    asked = read_id(request.GET.get("mapping", ""))
    return mappings.named(record.code).filter(pk=asked).first() if asked else None


@require_POST
def import_mapping_delete(request: HttpRequest, pk: UUID, *, record: Record) -> HttpResponse:
    """Deletes columns that were saved under a name, and goes back to the file."""
    mapping = get_object_or_404(mappings.named(record.code), pk=pk)
    delete_mapping(mapping)
    messages.success(request, _("“%(name)s” was deleted.") % {"name": mapping.name})
    asked = read_id(request.POST.get("run", ""))
    run = runs_of(record, request.user).filter(pk=asked).first() if asked else None
    if run is None:
        return redirect(record.url_name("import"))
    return redirect(f"{address_of(run)}?step=columns")


def _progress(request: HttpRequest, record: Record, run: ImportRun) -> dict[str, Any]:
    total = run.rows_total or 1
    return {
        **frame(record, run),
        "back_words": record.count_words(run.reverted, figures.number(run.reverted)),
        "kept_words": record.count_words(run.kept, figures.number(run.kept)),
        "kept": kept_lines(record, run, request.user) if run.kept else [],
        "shares": {
            "good": f"{100 * (run.created + run.updated) / total:.2f}",
            "skipped": f"{100 * run.skipped / total:.2f}",
            "failed": f"{100 * run.rejected / total:.2f}",
        },
    }
