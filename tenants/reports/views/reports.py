"""Reports: which there are, one of them, its file, copying and deleting (A17)."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from dangol import access
from dangol.access import requires
from dangol.errors import RuleBroken
from dangol.records import Record
from dangol.records.looks.subtotals import written
from dangol.records.saved.offered import list_address
from tenants.queries import desk
from tenants.reports.models import Report
from tenants.reports.queries import finding
from tenants.reports.queries.reading import Sheet, columns_of, read_sheet
from tenants.reports.ready.finding import shelves
from tenants.reports.services import keeping
from tenants.requests import CompanyRequest

VIEW = "tenants.report.view"
MAIL = "tenants.trigger.manage"
"""Who has it sent by the clock: that is a trigger (A31)."""


@requires(VIEW)
@require_GET
def report_list(request: CompanyRequest) -> HttpResponse:
    """Reports that come ready, the user's own and those that are shared with them."""
    found = finding.reports(request.user)
    facts = {
        "lines": [_line(each, request) for each in found],
        "types": finding.types(request.user),
        "shelves": shelves(request.user),
    }
    return render(request, "reports/list.html", facts)


@requires(VIEW)
@require_GET
def report(request: CompanyRequest, pk: UUID) -> HttpResponse:
    """What the report shows this viewer."""
    found, record = find(request, pk)
    sheet = read_sheet(found, record, request.user)
    facts = {
        "report": found,
        "record": record,
        "sheet": sheet,
        "title": found.name,
        "may_change": finding.may_change(found, request.user),
        "may_mail": access.user_can(request.user, MAIL),
        "export_url": _export(found, record, sheet, request),
        "list_url": reverse(record.url_name("list")),
        "source_url": f"{reverse(record.url_name('list'))}{list_address(found.query)}",
    }
    return render(request, "reports/report.html", facts)


@requires(VIEW)
@require_POST
def report_copy(request: CompanyRequest, pk: UUID) -> HttpResponse:
    """One's own report like this one."""
    found, _record = find(request, pk)
    names = ("note", "query", "columns", "levels", "hows", "chart", "chart_of", "shows_rows")
    values = {name: getattr(found, name) for name in names}
    name = _("Copy of %(name)s") % {"name": found.name}
    values |= {"name": name[:60], "share": Report.Share.MINE, "roles": []}
    try:
        made = keeping.create(request.user, found.record, values)
    except RuleBroken as broken:
        messages.error(request, str(broken))
        return redirect("tenants:report", pk=pk)
    return redirect("tenants:report-edit", pk=made.pk)


@requires(VIEW)
@require_POST
def report_delete(request: CompanyRequest, pk: UUID) -> HttpResponse:
    """Deletes it for everybody; the records stay."""
    found, _record = find(request, pk, change=True)
    keeping.delete(found)
    messages.success(request, _("The report “%(name)s” is deleted.") % {"name": found.name})
    return redirect("tenants:report-list")


def find(request: CompanyRequest, pk: UUID, *, change: bool = False) -> tuple[Report, Record]:
    """The report and its record type; 404 for whom it is not, or who may not change it."""
    found = finding.one(request.user, pk)
    record = finding.record_of(found, request.user) if found else None
    if found is None or record is None:
        raise Http404
    if change and not finding.may_change(found, request.user):
        raise Http404
    return found, record


def _line(report: Report, request: CompanyRequest) -> dict[str, Any]:
    record = desk.records()[report.record]
    return {
        "report": report,
        "record": record,
        "is_mine": report.owner_id == request.user.pk,
        "by": report.owner.name if report.owner else _("no longer there"),
    }


def _export(report: Report, record: Record, sheet: Sheet, request: CompanyRequest) -> str:
    """Where its records are taken away as a file; "" for who may not."""
    if sheet.problem or not access.user_can(request.user, record.permission("export")):
        return ""
    names = [each.name for each in columns_of(report, record, request.user)]
    levels = [each.name for each in sheet.levels if each.name not in names]
    asked = {"only": ",".join([*levels, *names])}
    if sheet.levels or sheet.hows:
        asked["subtotals"] = written(sheet.levels, sheet.hows)
    order = list_address(report.query)
    between = "&" if len(order) > 1 else ""
    return f"{reverse(record.url_name('export'))}{order}{between}{urlencode(asked)}"
