"""Reports that come ready with the product: one of them, and its file (R01-R123)."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.http import FileResponse, Http404, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_GET, require_http_methods

from dangol import access
from dangol.about_reports import ReadyReport
from dangol.access import requires
from dangol.errors import RuleBroken
from dangol.records.lists.export import CSV, XLSX
from dangol.records.lists.taken import Asked as Taken
from dangol.records.lists.taken import takings
from dangol.records.views.exports import XLSX_TYPE, reason_of, reasons
from tenants.reports.queries.finding import types
from tenants.reports.ready import files, finding
from tenants.reports.ready.asked import Asked, choices, periods, read_asked, usual
from tenants.reports.ready.table import Table
from tenants.reports.services import keeping
from tenants.reports.views.reports import MAIL, VIEW
from tenants.requests import CompanyRequest

TYPES = {CSV: "text/csv; charset=utf-8", XLSX: XLSX_TYPE}


@requires(VIEW)
@require_GET
def ready_report(request: CompanyRequest, slug: str) -> HttpResponse:
    """The report for the days and people that the address names."""
    report = _find(request, slug)
    asked, problem, field = _asked(request, report)
    facts = {
        **_frame(request, asked),
        "table": finding.read_table(asked) if not problem else Table(),
        "problem": problem,
        "problem_field": field,
        "choices": _choices(request),
        "may_export": finding.may(report, request.user, "export"),
        "may_mail": access.user_can(request.user, MAIL),
        "mail_type": report.record or next((each.code for each in types(request.user)), ""),
    }
    return render(request, "reports/ready.html", facts, status=422 if problem else 200)


@requires(VIEW)
@require_http_methods(["GET", "POST"])
def ready_report_file(request: CompanyRequest, slug: str) -> HttpResponseBase:
    """What is asked before the report is taken away (GET), and its file (POST)."""
    report = _find(request, slug)
    asked, problem, _field = _asked(request, report)
    if not finding.may(report, request.user, "export"):
        raise Http404
    if request.method == "POST" and not problem:
        table = finding.read_table(asked)
        kind = CSV if request.POST.get("kind") == CSV else XLSX
        try:
            _note(request, asked, table, kind)
        except RuleBroken as broken:
            problem = str(broken)
        else:
            return FileResponse(
                files.file_of(asked, table, kind), as_attachment=True,
                filename=files.file_name(asked, kind), content_type=TYPES[kind],
            )  # fmt: skip
    facts = {**_frame(request, asked), "reasons": reasons(), "said": request.POST}
    facts["problem"] = problem
    return render(request, "reports/ready_file.html", facts, status=422 if problem else 200)


def _note(request: CompanyRequest, asked: Asked, table: Table, kind: str) -> None:
    """Keeps who took it away and why. RuleBroken without a reason, or when it shows nothing."""
    if table.problem:
        raise RuleBroken("report_closed", table.problem)
    if not asked.report.record:
        keeping.note_taken(asked.report, len(table.lines), reason_of(request))
        return
    reason = f"{asked.report.label} · {reason_of(request)}"
    names = [str(head.label) for head in table.heads]
    taken = Taken(
        kind=kind, query=_list_query(asked), columns=names, reason=reason[:200],
        count=len(table.lines),
    )  # fmt: skip
    takings().note(asked.record, request.user, taken)


def _list_query(asked: Asked) -> str:
    return urlencode(asked.parameters(), doseq=True)


def _find(request: CompanyRequest, slug: str) -> ReadyReport:
    found = finding.one(request.user, slug)
    if found is None:
        raise Http404
    return found


def _asked(request: CompanyRequest, report: ReadyReport) -> tuple[Asked, str, str]:
    """(the question, why it makes no sense, at which field)."""
    try:
        return read_asked(report, request.user, request.GET.dict()), "", ""
    except RuleBroken as broken:
        return usual(report, request.user), str(broken), broken.field or ""


def _choices(request: CompanyRequest) -> dict[str, Any]:
    departments, people = choices()
    return {
        "departments": departments,
        "people": people,
    }


def _frame(request: CompanyRequest, asked: Asked) -> dict[str, Any]:
    report = asked.report
    return {
        "report": report,
        "title": report.label,
        "asked": asked,
        "periods": periods(asked),
        "given": {
            "from": request.GET.get("from", "") or (asked.first or ""),
            "to": request.GET.get("to", "") or (asked.last or ""),
            "whose": request.GET.get("whose", ""),
        },
    }
