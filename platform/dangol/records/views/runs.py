"""A deed with many records while it goes on and when it is over: stopping, undoing (U1, U4)."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from dangol import access
from dangol.errors import RuleBroken
from dangol.ids import read_id
from dangol.records.cells import shown
from dangol.records.declaration import Record
from dangol.records.lists.own import RUN, Own, keep_own
from dangol.records.many.deeds import BULK, TRASH, sentence
from dangol.records.many.runs import Course, runs
from dangol.records.saved.offered import list_address
from dangol.records.views.bulk import tell
from dangol.records.views.found import urls_of

LISTED = 100
"""Rows of the page that tells what was left as it was."""


def strip_of(record: Record, user: Any, own: Own) -> dict[str, Any]:
    """What the list tells of the user's run, for its template; {} when there is none."""
    code = own.get(RUN)
    if not code or not access.user_can(user, record.permission(BULK)):
        return {}
    course = runs().find(record, user, UUID(code))
    return _strip(record, course, user) if course else {}


def run_progress(request: HttpRequest, run: UUID, *, record: Record) -> HttpResponse:
    """The strip above the list, as it is now; when the run has just ended, with a toast."""
    course = _found(record, request, run)
    response = render(request, "records/bulk/strip.html", _strip(record, course, request.user) | {
        "record": record, "shown_now": _address(request) if course.is_over else "",
    })  # fmt: skip
    if course.is_over:
        toast = {"text": sentence(record, course, request.user), "kind": _kind(course)}
        if course.may_undo:
            toast["undo"] = reverse(record.url_name("run-undo"), args=[run])
        response["HX-Trigger"] = json.dumps({"toast": toast})
    return response


def run_cancel(request: HttpRequest, run: UUID, *, record: Record) -> HttpResponse:
    """Stops it where it is."""
    try:
        course = runs().cancel(record, request.user, run)
    except RuleBroken as broken:
        messages.error(request, str(broken))
        return redirect(record.url_name("list"))
    return redirect(_list(record, course))


def run_undo(request: HttpRequest, run: UUID, *, record: Record) -> HttpResponse:
    """Takes it back; a long one in the background."""
    try:
        course = runs().undo(record, request.user, run)
    except RuleBroken as broken:
        messages.error(request, str(broken))
        return redirect(record.url_name("list"))
    keep_own(record, request.user, RUN, str(course.code) if course.is_long else None)
    if not course.is_long:
        tell(request, record, course)
    return redirect(_list(record, course))


def run_close(request: HttpRequest, run: UUID, *, record: Record) -> HttpResponse:
    """The user has seen how it ended."""
    course = _found(record, request, run)
    keep_own(record, request.user, RUN, None)
    return redirect(_list(record, course))


def run_left(request: HttpRequest, run: UUID, *, record: Record) -> HttpResponse:
    """Which records it left as they were, and why; names only of those that the user may see."""
    course = _found(record, request, run)
    after = read_id(request.GET.get("after", ""))
    left = runs().left_out(record, request.user, run, after, LISTED + 1)
    rows = record.visible_to(request.user).in_bulk([pk for pk, _why in left])
    page = record.url_name("page")
    lines = [
        {
            "name": shown(rows[pk], record.title) if pk in rows else "",
            "address": reverse(page, args=[pk]) if pk in rows else "",
            "why": why,
        }
        for pk, why in left[:LISTED]
    ]
    context = {
        "record": record,
        "urls": urls_of(record),
        "title": _("Left as they were"),
        "course": course,
        "sentence": sentence(record, course, request.user),
        "lines": lines,
        "onward": left[LISTED - 1][0] if len(left) > LISTED else "",
        "back": _list(record, course),
    }
    return render(request, "records/bulk/left.html", context)


def _strip(record: Record, course: Course, user: Any) -> dict[str, Any]:
    def url(view: str) -> str:
        return reverse(record.url_name(view), args=[course.code])

    return {
        "course": course,
        "course_urls": {
            "progress": url("progress"),
            "left": url("left"),
            **{each: url(f"run-{each}") for each in ("cancel", "undo", "close")},
        },
        "course_words": sentence(record, course, user)
        if course.is_over
        else _under_way(record, course),
        "course_kind": {"success": "ok", "warning": "warn", "error": "err"}[_kind(course)],
    }  # fmt: skip


def _under_way(record: Record, course: Course) -> str:
    if course.is_undo:
        return _("Putting back what was changed")
    if course.deed == TRASH:
        return _("Moving to the trash")
    return _("Changing “%(field)s”") % {"field": record.label_of(course.field)}


def _kind(course: Course) -> str:
    if course.state == "failed":
        return "error"
    return "warning" if course.left or course.state == "cancelled" else "success"


def _found(record: Record, request: HttpRequest, run: UUID) -> Course:
    course = runs().find(record, request.user, run)
    if course is None:
        raise Http404
    return course


def _list(record: Record, course: Course) -> str:
    return f"{reverse(record.url_name('list'))}{list_address(course.query)}"


def _address(request: HttpRequest) -> str:
    """What the browser shows at the moment, so that its rows can be drawn anew."""
    shown = urlsplit(request.headers.get("HX-Current-URL", ""))
    return f"{shown.path}?{shown.query}" if shown.path.startswith("/") else ""
