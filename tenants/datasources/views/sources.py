"""Linked data: which there is, adding, changing, asking, pausing, removing (A20)."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from dangol.access import requires
from dangol.errors import RuleBroken
from tenants.datasources.declared import MANAGE
from tenants.datasources.forms import DataSourceForm
from tenants.datasources.models import DataSource
from tenants.datasources.queries import log
from tenants.datasources.services import keeping
from tenants.queries import desk
from tenants.requests import CompanyRequest


@requires(MANAGE)
@require_GET
def datasource_list(request: CompanyRequest) -> HttpResponse:
    """Every source with its last fetch."""
    lines = [
        {
            "source": each, "look": log.LOOKS[each.state], "when": log.when_words(each),
            "record": desk.records().get(each.record), "has_failed": each.last_state == "failed",
        }
        for each in log.sources()
    ]  # fmt: skip
    return render(request, "datasources/list.html", {"lines": lines})


@requires(MANAGE)
@require_http_methods(["GET", "POST"])
def datasource_new(request: CompanyRequest) -> HttpResponse:
    """The form; what is added is fetched at once. `?record=` chooses the type."""
    form = DataSourceForm(request.POST or None, user=request.user)
    if request.method == "POST" and form.is_valid():
        values = (form.cleaned_data["record"], form.values, form.cleaned_data["secret"])
        try:
            source = keeping.add(request.user, *values)
        except RuleBroken as broken:
            _refuse(form, broken)
        else:
            return redirect("tenants:datasource", source.pk)
    elif request.method == "GET":
        form.initial["record"] = request.GET.get("record", "")
    return _form_page(request, form, None)


@requires(MANAGE)
@require_http_methods(["GET", "POST"])
def datasource_edit(request: CompanyRequest, pk: UUID) -> HttpResponse:
    source = get_object_or_404(DataSource, pk=pk)
    form = DataSourceForm(request.POST or None, user=request.user, source=source)
    if request.method == "POST" and form.is_valid():
        try:
            keeping.change(source, request.user, form.values, form.cleaned_data["secret"])
        except RuleBroken as broken:
            _refuse(form, broken)
        else:
            messages.success(request, _("Saved."))
            return redirect("tenants:datasource", pk)
    return _form_page(request, form, source)


@requires(MANAGE)
@require_GET
def datasource(request: CompanyRequest, pk: UUID) -> HttpResponse:
    """What it is, what it waits for, and its log; `?before=` a moment."""
    source = get_object_or_404(DataSource.objects.select_related("owner"), pk=pk)
    facts = _page(source, request.GET.get("before", ""))
    return render(request, "datasources/source.html", facts)


@requires(MANAGE, asked_by_page=True)
@require_GET
def datasource_progress(request: CompanyRequest, pk: UUID) -> HttpResponse:
    """State and log alone, asked for while something is under way."""
    source = DataSource.objects.select_related("owner").filter(pk=pk).first()
    if source is None:
        raise Http404
    return render(request, "datasources/part.html", _page(source, ""))


@requires(MANAGE)
@require_POST
def datasource_ask(request: CompanyRequest, pk: UUID) -> HttpResponse:
    """Fetches it now."""
    keeping.ask(get_object_or_404(DataSource, pk=pk))
    return redirect("tenants:datasource", pk)


@requires(MANAGE)
@require_POST
def datasource_pause(request: CompanyRequest, pk: UUID) -> HttpResponse:
    keeping.pause(get_object_or_404(DataSource, pk=pk))
    messages.success(request, _("Paused. It is not fetched by itself any more."))
    return redirect("tenants:datasource", pk)


@requires(MANAGE)
@require_POST
def datasource_resume(request: CompanyRequest, pk: UUID) -> HttpResponse:
    keeping.resume(get_object_or_404(DataSource, pk=pk))
    messages.success(request, _("In use again."))
    return redirect("tenants:datasource", pk)


@requires(MANAGE)
@require_http_methods(["GET", "POST"])
def datasource_remove(request: CompanyRequest, pk: UUID) -> HttpResponse:
    """Says what goes with it, then removes it."""
    source = get_object_or_404(DataSource, pk=pk)
    if request.method == "POST":
        keeping.remove(source)
        messages.success(request, _("“%(name)s” is not linked any more.") % {"name": source})
        return redirect("tenants:datasource-list")
    return render(request, "datasources/remove.html", {"source": source})


def _page(source: DataSource, before: str) -> dict[str, Any]:
    lines, after = log.page(source, _moment(before))
    return {
        "source": source,
        "record": desk.records().get(source.record),
        "look": log.LOOKS[source.state],
        "when": log.when_words(source),
        "lines": lines,
        "after": after.isoformat() if after else "",
        "waiting": log.waiting(source),
        "is_running": log.is_running(source),
    }


def _moment(text: str) -> Any:
    """The moment that an address names; None for none, and for what is none."""
    try:
        found = parse_datetime(text)
    except ValueError:
        return None
    return found if found and found.tzinfo else None


def _refuse(form: DataSourceForm, broken: RuleBroken) -> None:
    name = broken.field or ""
    form.add_error(name if name in form.fields else None, broken.message)


def _form_page(
    request: CompanyRequest, form: DataSourceForm, source: DataSource | None
) -> HttpResponse:
    page = {"form": form, "source": source}
    status = 422 if form.errors else 200
    return render(request, "datasources/edit.html", page, status=status)
