"""Making and changing a record by its form; what a colleague changed meanwhile is not lost (U2)."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from dangol.errors import RuleBroken
from dangol.records.cells import shown
from dangol.records.declaration import Record
from dangol.records.forms import form_for
from dangol.records.views.found import find, urls_of

VERSION = "version"


def record_new(request: HttpRequest, *, record: Record) -> HttpResponse:
    """The empty form, and the making of a record from it."""
    form = _form(record, request, None)
    if request.method == "POST" and form.is_valid():
        try:
            instance = record.create(form.values())
        except RuleBroken as broken:
            form.add_error(_own_field(form, broken), str(broken))
        else:
            messages.success(request, _("Saved."))
            return redirect(record.url_name("page"), instance.pk)
    return _form_page(request, record, form, None)


def record_edit(request: HttpRequest, pk: UUID, *, record: Record) -> HttpResponse:
    """The filled form, and the change of a record by it; what a colleague changed is not lost."""
    instance = find(record, request.user, pk, "edit")
    version = getattr(instance, record.version).isoformat()
    form = _form(record, request, instance)
    if request.method == "POST" and form.is_valid():
        try:
            record.edit(
                find(record, request.user, pk, "edit"), form.values(), request.POST.get(VERSION, "")
            )
        except RuleBroken as broken:
            form.add_error(_own_field(form, broken), str(broken))
        else:
            messages.success(request, _("Saved."))
            return redirect(record.url_name("page"), pk)
    return _form_page(request, record, form, find(record, request.user, pk), version)


def _form(record: Record, request: HttpRequest, instance: Model | None) -> Any:
    data = request.POST if request.method == "POST" else None
    return form_for(record, request.user, data, instance=instance)


def _own_field(form: Any, broken: RuleBroken) -> str | None:
    return broken.field if broken.field in form.fields else None


def _form_page(
    request: HttpRequest, record: Record, form: Any, instance: Model | None, version: str = ""
) -> HttpResponse:
    sections = [
        (number, section.label, [form[name] for name in section.fields if name in form.fields])
        for number, section in enumerate(record.sections_for(request.user))
    ]
    name = shown(instance, record.title) if instance else _("New %(noun)s") % {"noun": record.label}
    context = {
        "record": record,
        "urls": urls_of(record, instance),
        "form": form,
        "instance": instance,
        "title": name,
        "sections": sections,
        "version": request.POST.get(VERSION, version),
    }
    return render(
        request, "records/form.html", context, status=422 if request.method == "POST" else 200
    )
