"""The screens of a record type: list, page, form, export. All work without scripts (U1, U2, U6)."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db.models import Model
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _

from dangol import access, clock, visits
from dangol.errors import RuleBroken
from dangol.records.cells import shown
from dangol.records.declaration import Record
from dangol.records.export import csv_lines
from dangol.records.listing import Listing, read_listing

VERSION = "version"


def record_list(request: HttpRequest, *, record: Record) -> HttpResponse:
    """One page of the list; htmx gets the results alone."""
    listing = read_listing(record, request.user, dict(request.GET.lists()))
    context = {
        "record": record,
        "urls": _addresses(record),
        "title": record.plural,
        "listing": listing,
        "rows": _rows(listing),
        "filters": _filters(listing, request.user),
        "may": _may(record, request.user, "create", "export"),
        "actions": [
            each for each in record.actions if access.user_can(request.user, each.permission)
        ],
        **_undo(record, request),
    }
    if not request.htmx:  # type: ignore[attr-defined]
        return render(request, "records/list.html", context)
    response = render(request, "records/list.html#results", context)
    response["HX-Push-Url"] = f"{request.path}?{listing.query}".rstrip("?")  # without empty fields
    return response


def record_page(request: HttpRequest, pk: UUID, *, record: Record) -> HttpResponse:
    """One record: its fields by section, and the panels that its declaration adds."""
    instance = _find(record, request.user, pk)
    visits.opened(request.user, record.code, pk)
    panels = [
        {"template": panel.template, **panel.context(request.user, instance)}
        for panel in record.panels
    ]
    context = {
        "record": record,
        "urls": _addresses(record, instance),
        "instance": instance,
        "title": shown(instance, record.title),
        "subtitle": _subtitle(record, request.user, instance),
        "sections": _facts(record, request.user, instance),
        "panels": panels,
        "may": _may(record, request.user, "edit", "delete"),
    }
    return render(request, "records/page.html", context)


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
    instance = _find(record, request.user, pk)
    version = getattr(instance, record.version).isoformat()
    form = _form(record, request, instance)
    if request.method == "POST" and form.is_valid():
        try:
            record.edit(
                _find(record, request.user, pk), form.values(), request.POST.get(VERSION, "")
            )
        except RuleBroken as broken:
            form.add_error(_own_field(form, broken), str(broken))
        else:
            messages.success(request, _("Saved."))
            return redirect(record.url_name("page"), pk)
    return _form_page(request, record, form, _find(record, request.user, pk), version)


def record_delete(request: HttpRequest, pk: UUID, *, record: Record) -> HttpResponse:
    """Into the trash, and back to the list, which offers to undo it."""
    record.remove(_find(record, request.user, pk))
    return redirect(f"{reverse(record.url_name('list'))}?undo={pk}")


def record_restore(request: HttpRequest, pk: UUID, *, record: Record) -> HttpResponse:
    """Out of the trash again."""
    instance = record.trash_of(request.user).filter(pk=pk).first()
    if instance is None:
        raise Http404
    try:
        record.restore(instance)
    except RuleBroken as broken:
        messages.error(request, str(broken))
        return redirect(record.url_name("list"))
    messages.success(request, _("Restored."))
    return redirect(record.url_name("page"), pk)


def record_export(request: HttpRequest, *, record: Record) -> StreamingHttpResponse:
    """The list as CSV, streamed, so that its length does not matter."""
    listing = read_listing(record, request.user, dict(request.GET.lists()), size=1)
    record.exported(listing.count, listing.query)
    name = f"{record.plural} {clock.today():%Y-%m-%d}.csv"
    response = StreamingHttpResponse(
        csv_lines(listing, request.user), content_type="text/csv; charset=utf-8"
    )
    response["Content-Disposition"] = content_disposition_header(True, name) or ""
    return response


def _find(record: Record, user: Any, pk: UUID) -> Model:
    """The record if this user may see it; everything else does not exist for them (V1)."""
    instance = record.visible_to(user).filter(pk=pk).first()
    if instance is None:
        raise Http404
    return instance


def _may(record: Record, user: Any, *verbs: str) -> dict[str, bool]:
    return {verb: access.user_can(user, record.permission(verb)) for verb in verbs}


def _addresses(record: Record, instance: Model | None = None) -> dict[str, str]:
    """{view: address} of the type, and of the record when there is one."""
    found = {view: reverse(record.url_name(view)) for view in ("list", "new", "export")}
    if instance is not None:
        for view in ("page", "edit", "delete", "restore"):
            found[view] = reverse(record.url_name(view), args=[instance.pk])
    return found


def _rows(listing: Listing) -> list[dict[str, Any]]:
    page = listing.record.url_name("page")
    return [
        {
            "address": reverse(page, args=[row.pk]),
            "cells": [
                (head, shown(row, head.column.name), head.column.name == listing.record.title)
                for head in listing.heads
            ],
        }
        for row in listing.page.rows
    ]


def _filters(listing: Listing, user: Any) -> list[dict[str, Any]]:
    """What the filter form draws for each filter: its control, its options and what is chosen."""
    model = listing.record.model
    found = []
    for each in listing.record.filters_for(user):
        chosen = [listing.parameters.get(name, []) for name in each.parameters]
        options = each.options(model, user) if hasattr(each, "options") else []
        found.append(
            {
                "kind": each.kind,
                "name": each.field,
                "label": each.label(model),
                "parameters": [
                    (name, "".join(values[:1]))
                    for name, values in zip(each.parameters, chosen, strict=True)
                ],
                "is_several": bool(chosen and len(chosen[0]) > 1),
                "options": [(value, label, value in chosen[0]) for value, label in options],
            }
        )
    return found


def _undo(record: Record, request: HttpRequest) -> dict[str, Any]:
    """The record that was just moved to the trash and the address that brings it back."""
    try:
        pk = UUID(request.GET.get("undo", ""))
    except ValueError:
        return {}
    if not access.user_can(request.user, record.permission("delete")):
        return {}
    removed = record.trash_of(request.user).filter(pk=pk).first()
    if removed is None:
        return {}
    return {"removed": removed, "undo": _addresses(record, removed)["restore"]}


def _subtitle(record: Record, user: Any, instance: Model) -> str:
    hidden = record.hidden_from(user)
    words = [shown(instance, name) for name in record.subtitle if name not in hidden]
    return " · ".join(word for word in words if word)


def _facts(record: Record, user: Any, instance: Model) -> list[tuple[Any, list[tuple[Any, str]]]]:
    hidden = record.hidden_from(user)
    return [
        (
            section.label,
            [
                (record.label_of(name), shown(instance, name))
                for name in section.fields
                if name not in hidden
            ],
        )
        for section in record.sections
        if section.on_page
    ]


def _form(record: Record, request: HttpRequest, instance: Model | None) -> Any:
    form = record.form(request.POST if request.method == "POST" else None, instance=instance)
    for name in record.hidden_from(request.user):
        form.fields.pop(name, None)
    return form


def _own_field(form: Any, broken: RuleBroken) -> str | None:
    return broken.field if broken.field in form.fields else None


def _form_page(
    request: HttpRequest, record: Record, form: Any, instance: Model | None, version: str = ""
) -> HttpResponse:
    sections = [
        (section.label, [form[name] for name in section.fields if name in form.fields])
        for section in record.sections
    ]
    name = shown(instance, record.title) if instance else _("New %(noun)s") % {"noun": record.label}
    context = {
        "record": record,
        "urls": _addresses(record, instance),
        "form": form,
        "instance": instance,
        "title": name,
        "sections": sections,
        "version": request.POST.get(VERSION, version),
    }
    return render(
        request, "records/form.html", context, status=422 if request.method == "POST" else 200
    )
