"""Making and changing a record by its form; what a colleague changed meanwhile is not lost (U2).

A new one is also made in the drawer of another record's page: the same form, asked for by htmx.
"""

from __future__ import annotations

from copy import copy
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db import transaction
from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from dangol.errors import RuleBroken
from dangol.records.cells import shown
from dangol.records.declaration import Record
from dangol.records.edits import undo
from dangol.records.edits.in_place import MEANWHILE, version_of
from dangol.records.edits.merging import PICK, Merge, merge
from dangol.records.edits.sent import as_sent
from dangol.records.filters.links import links_of
from dangol.records.forms import prints
from dangol.records.forms.base import form_for
from dangol.records.forms.conditions import is_redrawn
from dangol.records.links.own_files import hold_uploads, show_held
from dangol.records.similar import finder_for
from dangol.records.views.adding import IN_DRAWER, is_drawer, told_there
from dangol.records.views.attaching import Attached, attached, keep
from dangol.records.views.found import find, urls_of
from dangol.toasts import undoable

VERSION = "version"
TRIES = 3
"""How often a save looks again at a record that changes under it."""


def record_new(request: HttpRequest, *, record: Record) -> HttpResponse:
    """The empty form, and the making of a record from it."""
    form = _form(record, request, None)
    with_it = None if is_drawer(request) else attached(request, record)
    if is_redrawn(request):
        return _redrawn(request, record, form, None, with_it)
    if request.method == "POST" and _is_good(form) and not (with_it and with_it.refused):
        try:
            instance = _made(request, record, form, with_it)
        except RuleBroken as broken:
            form.add_error(_own_field(form, broken), str(broken))
        else:
            if is_drawer(request):
                return told_there(request, record, instance)
            messages.success(request, _("Saved."))
            return redirect(*_next_page(record, instance))
    return _form_page(request, record, form, None, with_it=with_it)


@transaction.atomic
def _made(request: HttpRequest, record: Record, form: Any, with_it: Attached | None) -> Any:
    instance = record.create(form.values())
    keep(request, record, instance, with_it)
    return instance


def record_edit(request: HttpRequest, pk: UUID, *, record: Record) -> HttpResponse:
    """The filled form, and the change of a record by it; what a colleague changed is not lost."""
    instance = find(record, request.user, pk, "edit")
    form = _form(record, request, copy(instance))
    merged = None
    if is_redrawn(request):
        return _redrawn(request, record, form, instance)
    if request.method == "POST" and _is_good(form):
        before = undo.held(record, request.user, instance)
        merged = _keep(request, record, form, instance)
        if merged and not merged.is_open:
            after = undo.held(record, request.user, find(record, request.user, pk))
            token = undo.remember(record, request.user, pk, before, after)
            _say(request, record, merged, token)
            return redirect(*_next_page(record, instance))
    return _form_page(request, record, form, instance, merged)


def _keep(request: HttpRequest, record: Record, form: Any, instance: Model) -> Merge | None:
    """Saves what both sides make together, unless something is to be chosen; None when refused.

    The record may change once more between the look and the saving: then it is looked at again.
    """
    for _try in range(TRIES):
        merged = merge(record, instance, form.values(), request.POST)
        if merged.is_open:
            return merged
        try:
            record.edit(instance, merged.values, version_of(record, instance))
        except RuleBroken as broken:
            if broken.code != MEANWHILE:
                form.add_error(_own_field(form, broken), str(broken))
                return None
            instance = find(record, request.user, instance.pk, "edit")
        else:
            return merged
    form.add_error(None, _("Others are changing this very record; try again in a moment."))
    return None


def _next_page(record: Record, instance: Any) -> tuple[str, UUID]:
    """Where one goes on: to the record, or to what it is a part of."""
    if record.within is None:
        return record.url_name("page"), instance.pk
    other = record.model_field(record.within.field)
    return record.within.record.url_name("page"), getattr(instance, other.attname)


def edit_back(request: HttpRequest, token: UUID, *, record: Record) -> HttpResponse:
    """Takes back what the user's last save changed; what others changed since stays."""
    kept = undo.remembered(record, request.user, token)
    if kept is None:
        messages.error(request, _("This can no longer be undone; something else was done since."))
        return redirect(record.url_name("list"))
    pk = UUID(kept["pk"])
    instance = find(record, request.user, pk, "edit")
    try:
        stay = undo.put_back(record, request.user, instance, kept["fields"])
    except RuleBroken as broken:
        messages.error(request, str(broken))
        return redirect(*_next_page(record, instance))
    hidden = record.hidden_from(request.user)
    labels = ", ".join(str(record.label_of(name)) for name in stay if name not in hidden)
    changed = _("Undone. Changed since, so it stays: %(fields)s.") % {"fields": labels}
    messages.success(request, changed if labels else _("Undone."))
    return redirect(*_next_page(record, instance))


def _say(request: HttpRequest, record: Record, merged: Merge, token: str) -> None:
    """That it is saved, what was taken over from others, and the way back."""
    if token:
        undoable(request, _saved(merged), reverse(record.url_name("edit-undo"), args=[token]))
    else:
        messages.success(request, _saved(merged))


def _saved(merged: Merge) -> str:
    if not merged.kept:
        return _("Saved.")
    facts = {
        "who": ", ".join(dict.fromkeys(each.who for each in merged.kept if each.who)),
        "fields": ", ".join(each.label for each in merged.kept),
    }
    text = _("Saved. What others changed meanwhile was kept: %(fields)s.")
    if facts["who"]:
        text = _("Saved. What %(who)s changed meanwhile was kept: %(fields)s.")
    return text % facts


def _form(record: Record, request: HttpRequest, instance: Model | None, data: Any = None) -> Any:
    """The form of this user, as it was sent unless other `data` are given."""
    if data is None and request.method == "POST":
        data = request.POST
    sent, only = request.FILES or None, _placed(record, request)
    if instance is None:
        only |= links_of(record).keys() & request.GET.keys()
    form = form_for(record, request.user, data, files=sent, instance=instance, only=only)
    if instance is None:  # a link on another record's page names that one
        asked = request.GET.items()
        form.initial.update({name: text for name, text in asked if name in form.fields})
    if is_drawer(request):
        form.auto_id = IN_DRAWER
    return form


def _is_good(form: Any) -> bool:
    """Whether what was sent can be saved; files are kept aside, whatever becomes of it."""
    hold_uploads(form)
    return bool(form.is_valid())


def _placed(record: Record, request: HttpRequest) -> set[str]:
    """Fields that the form shows; one that was left out is not taken for emptied."""
    return {name for section in record.sections_for(request.user) for name in section.all_fields}


def _own_field(form: Any, broken: RuleBroken) -> str | None:
    return broken.field if broken.field in form.fields else None


def _form_page(
    request: HttpRequest,
    record: Record,
    form: Any,
    instance: Model | None,
    merged: Merge | None = None,
    with_it: Attached | None = None,
) -> HttpResponse:
    if merged is not None:
        form = _with_theirs(record, request, form, merged)
    sections = [
        (number, section, [form[name] for name in section.fields if name in form.fields])
        for number, section in enumerate(record.sections_for(request.user))
    ]
    placed = {name for _number, section, _fields in sections for name in section.all_fields}
    name = shown(instance, record.title) if instance else _("New %(noun)s") % {"noun": record.label}
    context = {
        "record": record,
        "urls": urls_of(record, instance),
        "form": form,
        "instance": instance,
        "unplaced": [form[name] for name in form.fields.keys() - placed],
        "title": name,
        "sections": sections,
        "attached": with_it,
        "merged": merged,
        "looks_for": record.url_name("similar") if finder_for(record.code) else "",
        "was_chosen": any(name.startswith(PICK) for name in request.POST),
        "seen": _seen(request, record, form, instance, merged) if instance else "",
        "version": request.POST.get(VERSION) or (version_of(record, instance) if instance else ""),
    }
    template = "records/add.html" if is_drawer(request) else "records/form.html"
    refused = 409 if merged else 422
    is_saved = request.method == "POST" and not is_redrawn(request)
    return render(request, template, context, status=refused if is_saved else 200)


def _redrawn(
    request: HttpRequest,
    record: Record,
    form: Any,
    instance: Model | None,
    with_it: Attached | None = None,
) -> HttpResponse:
    """The form as it was sent, with the deed of a button inside it done and nothing saved."""
    hold_uploads(form)
    form.errors.clear()
    return _form_page(request, record, form, instance, with_it=with_it)


def _seen(
    request: HttpRequest, record: Record, form: Any, instance: Model, merged: Merge | None
) -> str:
    """The seals of what this form shows: those it came with, while it was only refused."""
    if merged is not None:
        return prints.written(merged.seals)
    if request.method == "POST":
        return request.POST.get("seen", "")
    return prints.written(prints.seals_now(record, instance, form.fields))


def _with_theirs(record: Record, request: HttpRequest, form: Any, merged: Merge) -> Any:
    """The form as it was sent, but with the values that only the others have changed."""
    data = form.data.copy()
    instance = find(record, request.user, form.instance.pk)
    now = form_for(record, request.user, instance=instance)
    for each in merged.kept:
        for key, values in as_sent(now[each.name]).items():
            data.setlist(key, values)
    again = _form(record, request, instance, data)
    show_held(form, again)
    return again
