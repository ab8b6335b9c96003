"""Making and changing a report: one form, with the builder of conditions that lists have (A17)."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from dangol.access import requires
from dangol.errors import RuleBroken
from dangol.records import Record
from dangol.records.filters.builder import DO, finished, read_form
from dangol.records.filters.drawing import draw, fitting
from dangol.records.filters.groups import Group
from dangol.records.filters.queries import conditions_of
from tenants.queries import desk
from tenants.reports.forms.editing import ReportForm, initial
from tenants.reports.models import Report
from tenants.reports.queries import finding
from tenants.reports.services import keeping
from tenants.reports.views.reports import VIEW, find
from tenants.requests import CompanyRequest

SAVE = "save"


@requires(VIEW)
@require_http_methods(["GET", "POST"])
def report_new(request: CompanyRequest) -> HttpResponse:
    """A new report of the type `record`; `query` is the list from which one comes."""
    record = desk.records().get(request.GET.get("record", ""))
    if record is None or record not in finding.types(request.user):
        raise Http404
    return _edit(request, record, None, request.GET.get("query", ""))


@requires(VIEW)
@require_http_methods(["GET", "POST"])
def report_edit(request: CompanyRequest, pk: UUID) -> HttpResponse:
    """Changes a report."""
    found, record = find(request, pk, change=True)
    return _edit(request, record, found, found.query)


def _edit(
    request: CompanyRequest, record: Record, report: Report | None, query: str
) -> HttpResponse:
    is_posted = request.method == "POST"
    begun = None if is_posted else initial(report, record, request.user, query)
    form = ReportForm(
        request.POST if is_posted else None, record=record, user=request.user, initial=begun
    )
    group, problem = _conditions(request, record, query)
    if is_posted and request.POST.get(DO) == SAVE and not problem and form.is_valid():
        made = _kept(request, form, record, report, finished(group))
        if made is not None:
            return redirect("tenants:report", pk=made.pk)
    facts = {
        "form": form,
        **form.choices,
        "record": record,
        "report": report,
        "box": draw(record, request.user, group),
        "problem": problem,
        "title": report.name if report else _("New report"),
    }
    is_refused = is_posted and request.POST.get(DO) == SAVE
    return render(request, "reports/edit.html", facts, status=422 if is_refused else 200)


def _conditions(request: CompanyRequest, record: Record, query: str) -> tuple[Group, str]:
    """The conditions as the form holds them; the sentence says why they are none."""
    if request.method == "POST":
        return read_form(record, request.user, dict(request.POST.lists())), ""
    return fitting(record, request.user, conditions_of(record, request.user, query))


def _kept(
    request: CompanyRequest, form: ReportForm, record: Record, report: Report | None, where: str
) -> Report | None:
    values: dict[str, Any] = form.values(where, report)
    try:
        if report is None:
            made = keeping.create(request.user, record.code, values)
        else:
            made = keeping.change(report.pk, values)
    except RuleBroken as broken:
        name = broken.field or ""
        form.add_error(name if name in form.fields else None, broken.message)
        return None
    messages.success(request, _("Saved."))
    return made
