"""The screens of links from records to other systems (A18)."""

from __future__ import annotations

from collections.abc import Callable
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
from dangol.records.page.outlinks import LONGEST, fields_of
from dangol.toasts import undoable
from tenants.pages.forms.outlinks import LinkForm
from tenants.pages.models import OutLink
from tenants.pages.queries import outlinks as reading
from tenants.pages.queries.previews import preview
from tenants.pages.services import outlinks
from tenants.people.models import AccessRole
from tenants.requests import CompanyRequest

RIGHT, OF = reading.RIGHT, reading.OF
WITH = "with_record"
READY = "ready"
"""In an address: the code of an offered look-up with which the form begins."""


@requires(RIGHT)
@require_GET
def link_list(request: CompanyRequest) -> HttpResponse:
    """The links of one record type, in the order in which pages show them."""
    record = _record(request.GET.get(OF, ""))
    names = dict(AccessRole.objects.values_list("pk", "name"))
    links = reading.of_type(record.code)
    lines = [
        {"link": each, "roles": [names[role] for role in each.roles if role in names],
         "is_first": place == 0, "is_last": place == len(links) - 1}
        for place, each in enumerate(links)
    ]  # fmt: skip
    page = {"record": record, "tabs": reading.tabs(record.code), "lines": lines}
    return render(request, "pages/links.html", page)


@requires(RIGHT)
@require_http_methods(["GET", "POST"])
def link_new(request: CompanyRequest) -> HttpResponse:
    record = _record(request.GET.get(OF, ""))
    posted = request.POST if request.method == "POST" else None
    form = LinkForm(posted, record=record, user=request.user)
    if ready := reading.ready(record.code).get(request.GET.get(READY, "")):
        form.initial.update(label=ready.label, address=ready.address, icon=ready.icon)
    return _form_page(
        request, form, record, None, lambda: outlinks.create(record.code, form.values())
    )


@requires(RIGHT)
@require_http_methods(["GET", "POST"])
def link(request: CompanyRequest, key: UUID) -> HttpResponse:
    found = get_object_or_404(OutLink, pk=key, deleted_at=None)
    record = _record(found.record)
    posted = request.POST if request.method == "POST" else None
    form = LinkForm(posted, record=record, user=request.user, link=found)
    return _form_page(request, form, record, found, lambda: outlinks.change(key, form.values()))


@requires(RIGHT)
@require_GET
def link_preview(request: CompanyRequest) -> HttpResponse:
    """The address as it is with a real record in it; asked for while somebody writes."""
    record = _record(request.GET.get(OF, ""))
    return render(request, "pages/parts/link_preview.html", _previewed(request, record))


@requires(RIGHT)
@require_POST
def link_move(request: CompanyRequest, key: UUID) -> HttpResponse:
    by = -1 if request.POST.get("by") == "up" else 1
    return _done(request, key, lambda: outlinks.move(key, by))


@requires(RIGHT)
@require_POST
def link_delete(request: CompanyRequest, key: UUID) -> HttpResponse:
    def deed() -> None:
        gone = outlinks.remove(key)
        text = _("The link “%(name)s” was removed.") % {"name": gone.label}
        undoable(request, text, reverse("tenants:link-restore", args=[key]))

    return _done(request, key, deed)


@requires(RIGHT)
@require_POST
def link_restore(request: CompanyRequest, key: UUID) -> HttpResponse:
    def deed() -> None:
        outlinks.restore(key)
        messages.success(request, _("Restored."))

    return _done(request, key, deed)


def _record(code: str) -> Record:
    """The record type; without a word the first one."""
    known = reading.types()
    if not code:
        return next(iter(known.values()))
    if code not in known:
        raise Http404
    return known[code]


def _list_of(record: str) -> str:
    return f"{reverse('tenants:link-list')}?{OF}={record}"


def _done(request: CompanyRequest, key: UUID, deed: Callable[[], None]) -> HttpResponse:
    record = get_object_or_404(OutLink, pk=key).record
    try:
        deed()
    except RuleBroken as broken:
        messages.error(request, str(broken))
    return redirect(_list_of(record))


def _form_page(
    request: CompanyRequest, form: LinkForm, record: Record, found: OutLink | None, keep: Any
) -> HttpResponse:
    """The form; posting keeps it, unless the button that tries the link out was pressed."""
    is_tried = request.POST.get("do") == "preview"
    if request.method == "POST" and not is_tried and form.is_valid():
        try:
            keep()
        except RuleBroken as broken:
            form.add_error(broken.field if broken.field in form.fields else None, str(broken))
        else:
            messages.success(request, _("Saved."))
            return redirect(_list_of(record.code))
    page = {
        "form": form,
        "found": found,
        "record": record,
        "list": _list_of(record.code),
        "ready": () if found else reading.ready(record.code).values(),
        "begun": request.GET.get(READY, ""),
        "preview": f"{reverse('tenants:link-preview')}?{OF}={record.code}",
        "fields": [(f"{{{name}}}", label) for name, label in fields_of(record).items()],
        **(_previewed(request, record) if is_tried else {}),
    }
    wrong = request.method == "POST" and not is_tried and bool(form.errors)
    return render(request, "pages/link.html", page, status=422 if wrong else 200)


def _previewed(request: CompanyRequest, record: Record) -> dict[str, Any]:
    asked = request.POST if request.method == "POST" else request.GET
    address = asked.get("address", "").strip()[: LONGEST + 1]
    return {"tried": preview(record, request.user, address, asked.get(WITH, "")[:200])}
