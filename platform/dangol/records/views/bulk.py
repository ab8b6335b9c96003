"""Doing something with all chosen rows of a list, or with all that it finds (U1)."""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from urllib.parse import parse_qs
from uuid import UUID

from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from dangol.errors import RuleBroken
from dangol.i18n import figures
from dangol.records.declaration import Record
from dangol.records.lists.listing import OWN
from dangol.records.lists.own import RUN, keep_own
from dangol.records.lists.selection import read_selection
from dangol.records.many.deeds import (
    CHANGE,
    OWNER,
    TRASH,
    changeable,
    deeds_for,
    sentence,
    to_set,
    to_trash,
    value_form,
)
from dangol.records.many.runs import NOW, Asked, Course, runs
from dangol.records.saved.offered import list_address
from dangol.records.views.found import urls_of
from dangol.toasts import undoable

MOST = NOW
"""Rows that are chosen by hand; a page holds fewer."""
WRONG = 422


def record_bulk(request: HttpRequest, deed: str, *, record: Record) -> HttpResponse:
    """Does the deed with the chosen rows; or asks for the value, or whether it is really meant."""
    found = next((each for each in deeds_for(record, request.user) if each.code == deed), None)
    if found is None or found.url_name:
        raise Http404
    try:
        chosen = chosen_rows(request)
        if deed == TRASH:
            return _trash(request, record, chosen)
        return _set(request, record, deed, chosen)
    except RuleBroken as broken:
        messages.error(request, str(broken))
        return redirect(_back(request, record))


def _trash(request: HttpRequest, record: Record, chosen: list[UUID]) -> HttpResponse:
    """To the trash; a mass of records only after their number was typed."""
    count = 0 if chosen else _count(request, record)
    if count > MOST:
        typed = "".join(each for each in request.POST.get("confirmed", "") if each.isdigit())
        if typed != str(count):
            return _ask_number(request, record, count)
    return _begin(request, record, to_trash(record), chosen)


def _set(request: HttpRequest, record: Record, deed: str, chosen: list[UUID]) -> HttpResponse:
    """Sets a field; without a value, or with a wrong one, it is asked for."""
    posted = request.POST
    name = record.owner if deed == OWNER else posted.get("field", "")
    if deed == CHANGE and "apply" not in posted:
        return _ask_value(request, record, name, chosen)
    data = {name: posted.get("value", "")} if deed == OWNER else posted
    form = value_form(record, request.user, name, data)
    if form.is_valid():
        value = {name: form.cleaned_data[name]}
        return _begin(request, record, to_set(record, name, value), chosen)
    if deed == CHANGE:
        return _ask_value(request, record, name, chosen, form)
    raise RuleBroken("value", str(next(iter(form.errors.values()))[0]), field=name)


def _begin(request: HttpRequest, record: Record, asked: Asked, chosen: list[UUID]) -> HttpResponse:
    query = request.POST.get("query", "")
    course = runs().begin(record, request.user, replace(asked, query=query, chosen=chosen))
    if course.is_long:
        keep_own(record, request.user, RUN, str(course.code))
    else:
        tell(request, record, course)
    return redirect(_back(request, record))


def tell(request: HttpRequest, record: Record, course: Course) -> None:
    """Says on the next page what a run did, with the way back where there is one."""
    text = sentence(record, course, request.user)
    if course.may_undo:
        undoable(request, text, reverse(record.url_name("run-undo"), args=[course.code]))
    else:
        messages.success(request, text)


def _ask_value(
    request: HttpRequest, record: Record, name: str, chosen: list[UUID], form: Any = None
) -> HttpResponse:
    """The form for one field of many records: a page, or what the drawer holds."""
    names = changeable(record, request.user)
    if name not in names:
        name = names[0]
    asked = form or value_form(record, request.user, name)
    is_piece = bool(request.htmx)  # type: ignore[attr-defined]
    context = {
        **_asking(request, record, CHANGE, chosen),
        "title": _("Change a field"),
        "field": asked[name],
        "name": name,
        "names": [(each, record.label_of(each)) for each in names],
        "is_required": asked.fields[name].required,
        "count_words": _count_words(request, record, chosen),
    }
    template = "records/bulk/value.html" if is_piece else "records/bulk/change.html"
    return render(request, template, context, status=WRONG if form else 200)


def _ask_number(request: HttpRequest, record: Record, count: int) -> HttpResponse:
    """Whether a mass of records is really meant to go: the number is typed."""
    context = {
        **_asking(request, record, TRASH, []),
        "title": _("To trash"),
        "count": count,
        "count_words": record.count_words(count, figures.number(count)),
        "conditions": _selection(request, record).sentences,
        "is_wrong": "confirmed" in request.POST,
    }
    return render(request, "records/bulk/trash.html", context, status=WRONG)


def _asking(request: HttpRequest, record: Record, deed: str, chosen: list[UUID]) -> dict[str, Any]:
    return {
        "action": reverse(record.url_name("bulk"), args=[deed]),
        "record": record,
        "urls": urls_of(record),
        "query": request.POST.get("query", ""),
        "chosen": chosen,
        "back": _back(request, record),
    }


def _count_words(request: HttpRequest, record: Record, chosen: list[UUID]) -> str:
    count = len(chosen) or _count(request, record)
    return record.count_words(count, figures.number(count))


def _selection(request: HttpRequest, record: Record) -> Any:
    parameters = parse_qs(request.POST.get("query", ""))
    return read_selection(record, request.user, parameters, also=OWN, strict=True)


def _count(request: HttpRequest, record: Record) -> int:
    """How many the list finds; RuleBroken when its selection cannot be read."""
    return int(_selection(request, record).of(record.visible_to(request.user)).count())


def chosen_rows(request: HttpRequest) -> list[UUID]:
    """The ticked rows; [] for all that the list finds. RuleBroken for none and for too many."""
    if request.POST.get("all"):
        return []
    try:
        asked = [UUID(text) for text in request.POST.getlist("chosen")]
    except ValueError:
        asked = []
    if len(asked) > MOST:
        raise RuleBroken("bulk_many", _("Choose at most %(most)s rows at once.") % {"most": MOST})
    if not asked:
        raise RuleBroken("bulk_none", _("Choose the rows first."))
    return asked


def chosen_of(request: HttpRequest, record: Record, rows: QuerySet[Any]) -> QuerySet[Any]:
    """Of these rows the ticked ones, or all that the list finds; RuleBroken as `chosen_rows`."""
    ids = chosen_rows(request)
    if ids:
        return rows.filter(pk__in=ids)
    return _selection(request, record).of(rows)  # type: ignore[no-any-return]


def _back(request: HttpRequest, record: Record) -> str:
    query = request.POST.get("query", "")
    return f"{reverse(record.url_name('list'))}{list_address(query)}"
