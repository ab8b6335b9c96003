"""The fields that a company has added to its record types (A15, U7)."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from dangol.access import requires
from dangol.errors import RuleBroken
from dangol.records import Record
from dangol.records.custom.formula.functions import FUNCTIONS
from dangol.records.custom.formula.types import OF_KIND
from dangol.records.custom.kinds import KINDS
from dangol.toasts import undoable
from tenants.customising.forms.fields import FieldForm
from tenants.customising.models import FieldDefinition
from tenants.customising.queries import fields as reading
from tenants.customising.queries.sets import offered
from tenants.customising.services import choosing, fields
from tenants.requests import CompanyRequest

MANAGE = "tenants.field.manage"
OF, KIND = "of", "kind"


@requires(MANAGE)
@require_GET
def field_list(request: CompanyRequest) -> HttpResponse:
    """The fields of one record type, in the order in which they are asked for."""
    record = _record(request.GET.get(OF, ""))
    rows = FieldDefinition.objects.filter(record=record.code).order_by("position", "made_at")
    used = [row for row in rows.select_related("table") if row.retired_at is None]
    page = {
        "record": record,
        "tabs": reading.tabs(record.code),
        "lines": [
            {"row": row, "kind": KINDS[row.kind], "up": used[place - 1].name if place else "",
             "down": used[place + 1].name if place + 1 < len(used) else ""}
            for place, row in enumerate(used)
        ],
        "sets": offered(record.code),
        "retired": [
            {"row": row, "kind": KINDS[row.kind], "filled": reading.filled(record, row.name)}
            for row in rows
            if row.retired_at is not None
        ],
    }  # fmt: skip
    return render(request, "customising/fields.html", page)


@requires(MANAGE)
@require_http_methods(["GET", "POST"])
def field_new(request: CompanyRequest) -> HttpResponse:
    """First the kind, then everything else."""
    record = _record(request.GET.get(OF, ""))
    kind = request.GET.get(KIND, "")
    if kind not in KINDS:
        kinds = sorted(KINDS.values(), key=lambda each: not each.is_written)
        page = {"record": record, "kinds": kinds}
        return render(request, "customising/field_kind.html", page)
    posted = request.POST if request.method == "POST" else None
    form = FieldForm(posted, record=record, kind=kind, user=request.user)
    if request.method == "POST" and form.is_valid():
        try:
            made = choosing.create(record.code, kind, form.values())
        except RuleBroken as broken:
            _tell(form, broken)
        else:
            messages.success(request, _("“%(name)s” added.") % {"name": made.label})
            return redirect(_list_of(record))
    return _form_page(request, record, form, None)


@requires(MANAGE)
@require_http_methods(["GET", "POST"])
def field_edit(request: CompanyRequest, key: UUID) -> HttpResponse:
    row = get_object_or_404(FieldDefinition, pk=key, retired_at=None)
    record = _record(row.record)
    posted = request.POST if request.method == "POST" else None
    form = FieldForm(posted, record=record, kind=row.kind, user=request.user, instance=row)
    if request.method == "POST" and form.is_valid():
        try:
            fields.change(FieldDefinition.objects.get(pk=key), form.values())
        except RuleBroken as broken:
            _tell(form, broken)
        else:
            messages.success(request, _("Saved."))
            return redirect(_list_of(record))
    return _form_page(request, record, form, FieldDefinition.objects.get(pk=key))


@requires(MANAGE)
@require_POST
def field_move(request: CompanyRequest, key: UUID) -> HttpResponse:
    """Lets a field change places with the one that is named."""
    row = get_object_or_404(FieldDefinition, pk=key, retired_at=None)
    record = _record(row.record)
    names = [each.name for each in reading.in_use(record.code)]
    other = request.POST.get("with", "")
    if other in names:
        one, two = names.index(row.name), names.index(other)
        names[one], names[two] = names[two], names[one]
        fields.arrange(record.code, names)
    return redirect(_list_of(record))


@requires(MANAGE)
@require_POST
def field_retire(request: CompanyRequest, key: UUID) -> HttpResponse:
    row = get_object_or_404(FieldDefinition, pk=key, retired_at=None)
    try:
        fields.retire(row)
    except RuleBroken as broken:
        messages.error(request, str(broken))
        return redirect("tenants:field-edit", key)
    undo = reverse("tenants:field-restore", args=[key])
    undoable(request, _("“%(name)s” is put away; its values stay.") % {"name": row.label}, undo)
    return redirect(_list_of(_record(row.record)))


@requires(MANAGE)
@require_POST
def field_restore(request: CompanyRequest, key: UUID) -> HttpResponse:
    row = get_object_or_404(FieldDefinition, pk=key, retired_at__isnull=False)
    try:
        fields.bring_back(row)
    except RuleBroken as broken:
        messages.error(request, str(broken))
    else:
        messages.success(request, _("“%(name)s” is back.") % {"name": row.label})
    return redirect(_list_of(_record(row.record)))


@requires(MANAGE)
@require_POST
def field_forget(request: CompanyRequest, key: UUID) -> HttpResponse:
    row = get_object_or_404(FieldDefinition, pk=key, retired_at__isnull=False)
    fields.forget(row)
    messages.success(request, _("“%(name)s” and its values are gone.") % {"name": row.label})
    return redirect(_list_of(_record(row.record)))


def _record(code: str) -> Record:
    """The record type; without a word the first one."""
    known = reading.customised()
    if not code:
        return next(iter(known.values()))
    if code not in known:
        raise Http404
    return known[code]


def _list_of(record: Record) -> str:
    return f"{reverse('tenants:field-list')}?{OF}={record.code}"


def _tell(form: Any, broken: RuleBroken) -> None:
    form.add_error(broken.field if broken.field in form.fields else None, str(broken))


def _form_page(
    request: CompanyRequest, record: Record, form: FieldForm, row: FieldDefinition | None
) -> HttpResponse:
    page = {
        "record": record,
        "form": form,
        "kind": form.kind,
        "row": row,
        "list": _list_of(record),
        "sections": reading.section_names(record.code),
        "rules": [form[name] for name in form.fields if name.startswith("rule_")],
        "conditions": [
            (label, help_, *(form[f"{name}_{part}"] for part in ("field", "compare", "values")))
            for name, label, help_ in (
                ("shown_when", _("Asked for"), _("Otherwise it stays away and keeps its value.")),
                ("required_when", _("Required when"), _("Besides when it must always be filled.")),
            )
            if f"{name}_field" in form.fields
        ],
        "switches": [
            form[name]
            for name in ("is_required", "is_unique", "in_list", "is_sorted", "is_searched")
            if name in form.fields
        ],
        "readable": [each for each in reading.in_use(record.code) if each.kind in FORMULA_READS],
        "functions": FUNCTIONS.values(),
    }  # fmt: skip
    return render(request, "customising/field.html", page, status=422 if form.errors else 200)


FORMULA_READS = (*OF_KIND, "formula")
