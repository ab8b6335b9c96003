"""The screen of clean data: rules at the left, old and new side by side (B22, B24)."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from dangol.access import requires, user_can
from dangol.errors import RuleBroken
from dangol.i18n import figures
from dangol.ids import read_id
from dangol.records import Record
from dangol.records.many.deeds import sentence
from dangol.records.many.runs import Course, runs
from dangol.toasts import triggered, undoable
from modules.cleansing.queries import scans
from modules.cleansing.queries import suggestions as found
from modules.cleansing.services import decisions
from modules.cleansing.types import open_to

DECIDE = "cleansing.suggestion.decide"


@requires(DECIDE)
@require_GET
def suggestions(request: HttpRequest) -> HttpResponse:
    """What is to decide of one record type: `of` names it, `rule` and `field` the group."""
    return _page(request, _record(request, request.GET.get("of", "")))


@requires(DECIDE)
@require_POST
def decide(request: HttpRequest) -> HttpResponse:
    """Accepts, edits or skips one suggestion (`id`) or all of a rule for a field (no `id`)."""
    record = _record(request, request.POST.get("of", ""))
    try:
        toast = _done(request, record)
    except RuleBroken as broken:
        toast = {"text": str(broken), "kind": "error"}
    if request.htmx:  # type: ignore[attr-defined]
        response = _page(request, record)
        return triggered(response, {"toast": toast}) if toast else response
    if toast.get("undo"):
        undoable(request, toast["text"], toast["undo"])
    elif toast:
        (messages.error if toast["kind"] == "error" else messages.success)(request, toast["text"])
    return redirect(_address(request, record))


@requires(DECIDE)
@require_POST
def undo(request: HttpRequest, run: UUID) -> HttpResponse:
    """Takes back what was accepted; a long one in the background."""
    for record in open_to(request.user).values():
        if runs().find(record, request.user, run) is None:
            continue
        try:
            course = runs().undo(record, request.user, run)
        except RuleBroken as broken:
            messages.error(request, str(broken))
        else:
            messages.success(request, sentence(record, course, request.user))
        return redirect(_address(request, record))
    raise Http404


@requires(DECIDE)
@require_POST
def reopen(request: HttpRequest) -> HttpResponse:
    """Asks again for what the user skipped last of a rule."""
    record = _record(request, request.GET.get("of", ""))
    rule, field = request.GET.get("rule", ""), request.GET.get("field", "")
    count = decisions.reopen(record, rule, field, request.user)  # type: ignore[arg-type]
    messages.success(request, _asked_again(count))
    return redirect(_address(request, record))


def _done(request: HttpRequest, record: Record) -> dict[str, Any]:
    """Does what was pressed; the toast that tells it."""
    posted, user = request.POST, request.user
    pk = read_id(posted.get("id", ""))
    ids = [pk] if pk else []
    rule, field = posted.get("rule", ""), posted.get("field", "")
    mine = found.of(record, user).filter(**({"pk": pk} if pk else {}))
    if posted.get("deed") == "skip":
        count = decisions.skip(record, rule, field, user, mine)  # type: ignore[arg-type]
        return _skipped(record, rule, field, count)
    if posted.get("deed") == "edit" and pk:
        if not mine.exists():
            raise RuleBroken("suggestion_gone", decisions.GONE)
        decisions.edit(record, user, pk, posted.get("new", ""))  # type: ignore[arg-type]
    course = decisions.accept(record, user, rule, field, ids)  # type: ignore[arg-type]
    if pk and not course.is_long and not course.changed:
        return {"text": str(decisions.CHANGED), "kind": "warning"}
    return _accepted(record, course, user) if not course.is_long else {}


def _accepted(record: Record, course: Course, user: Any) -> dict[str, Any]:
    toast = {
        "text": sentence(record, course, user),
        "kind": "success" if course.changed else "warning",
    }
    if course.may_undo:
        toast["undo"] = reverse("cleansing:undo", args=[course.code])
    return toast


def _skipped(record: Record, rule: str, field: str, count: int) -> dict[str, Any]:
    query = urlencode({"of": record.code, "rule": rule, "field": field})
    words = ngettext(
        "%(shown)s suggestion skipped; it is not made again.",
        "%(shown)s suggestions skipped; they are not made again.", count,
    )  # fmt: skip
    return {
        "text": words % {"shown": figures.number(count)},
        "kind": "success",
        "undo": f"{reverse('cleansing:reopen')}?{query}",
    }


def _asked_again(count: int) -> str:
    words = ngettext(
        "%(shown)s suggestion is here again.", "%(shown)s suggestions are here again.", count
    )
    return words % {"shown": figures.number(count)}


def _record(request: HttpRequest, code: str) -> Record:
    """The type that is asked for, else the first; 404 when the user may clean none."""
    types = open_to(request.user)
    if not types or (code and code not in types):
        raise Http404
    return types[code] if code else next(iter(types.values()))


def _address(request: HttpRequest, record: Record) -> str:
    asked = request.POST if request.method == "POST" else request.GET
    query = {"of": record.code} | {
        name: asked[name] for name in ("rule", "field", "after") if asked.get(name)
    }
    return f"{reverse('cleansing:suggestions')}?{urlencode(query)}"


def _page(request: HttpRequest, record: Record) -> HttpResponse:
    asked = request.POST if request.method == "POST" else request.GET
    user = request.user
    groups = found.groups(record, user)
    key = f"{asked.get('rule', '')}.{asked.get('field', '')}"
    group = next((each for each in groups if each.key == key), groups[0] if groups else None)
    after = read_id(asked.get("after", "")) if group and group.key == key else None
    lines, onward = found.page(record, user, group, after) if group else ([], None)
    if group and after and not lines:
        lines, onward = found.page(record, user, group, None)
        after = None
    scan, course = scans.last(record), scans.last_course(record, user)
    context = {
        "title": _("Clean data"),
        "record": record,
        "types": open_to(user).values(),
        "groups": groups,
        "group": group,
        "lines": lines,
        "after": after or "",
        "onward": onward,
        "total": sum(each.count for each in groups),
        "scan": scan,
        "percent": scans.percent(scan),
        "course": course,
        "may_scan": user_can(user, "cleansing.scan.start"),
        "is_busy": (scan and scan.state == scan.State.RUNNING) or (course and not course.is_over),
    }
    template = "cleansing/part.html" if request.htmx else "cleansing/suggestions.html"  # type: ignore[attr-defined]
    return render(request, template, context)
