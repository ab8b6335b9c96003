"""The trash of all record types on one screen: finding, taking out, removing for good (U4)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from dangol.access import requires
from dangol.errors import RuleBroken
from dangol.i18n import figures
from dangol.records.cells import mark, shown
from dangol.records.declaration import Record
from dangol.records.timeline import read_mark
from dangol.records.trash import bin
from dangol.records.trash.relations import held_words, needed_by, outermost_first

RIGHT = "tenants.trash.view"
TYPE, FIND, BELOW, OFFER = "type", "q", "below", "offer"
MOST = 200
WRONG = 422


@requires(RIGHT)
@require_GET
def trash_list(request: HttpRequest) -> HttpResponse:
    """What lies in the trash and the user may take out, of one type or of all, newest first."""
    types = bin.types_for(request.user)
    code, find = request.GET.get(TYPE, ""), request.GET.get(FIND, "").strip()[: bin.LONGEST]
    asked = [each for each in types if each.code == code] or types
    rows, onward = bin.read_bin(
        asked, request.user, find.replace("\x00", ""), read_mark(request.GET.get(BELOW, ""))
    )
    context = {
        "title": _("Trash"),
        "types": [(each.code, each.plural, each.code == code) for each in types],
        "type": code if len(asked) == 1 and asked[0].code == code else "",
        "find": find,
        "rows": [
            (row, mark(row.name, 20, person=row.record.person), _days(row.left)) for row in rows
        ],
        "onward": onward,
        "days": bin.DAYS,
        "is_later": bool(request.GET.get(BELOW)),
        "offer": _offer(request),
    }
    return render(request, "records/trash/list.html", context)


@requires(RIGHT)
@require_POST
def trash_restore(request: HttpRequest) -> HttpResponse:
    """Takes the chosen records out; what cannot come back is said, with what to do."""
    count, held = 0, []
    for record, rows in outermost_first(_asked(request)):
        above = {row.pk: needed_by(record, row) for row in rows}
        ready = [row for row in rows if not above[row.pk]]
        for row in rows:
            if above[row.pk]:
                held += [(record, row), *((each.record, each.instance) for each in above[row.pk])]
        problems = bin.kept().restore(record, ready)
        for problem in problems:
            messages.error(request, problem)
        count += len(ready) - len(problems)
    if count:
        done = ngettext("%(count)s restored.", "%(count)s restored.", count)
        messages.success(request, done % {"count": figures.number(count)})
    return redirect(offer_address(held) if held else _back(request))


def offer_address(rows: Sequence[tuple[Record, Any]]) -> str:
    """The trash, offering to take these records out together."""
    codes = dict.fromkeys(f"{record.code}:{row.pk}" for record, row in rows)
    return f"{reverse('trash')}?{urlencode({OFFER: list(codes)}, doseq=True)}"


def _offer(request: HttpRequest) -> dict[str, Any]:
    """Parts that cannot come back alone, with what they belong to; {} when nothing is offered."""
    codes = request.GET.getlist(OFFER)[:MOST]
    asked = bin.asked_for(bin.types_for(request.user), request.user, codes) if codes else []
    rows = [(record, row) for record, rows in asked for row in rows]
    parts = [(*each, needed) for each in rows if (needed := needed_by(*each))]
    if not parts:
        return {}
    record, row, needed = parts[0]
    words = held_words(record, row, needed[-1])
    more = len(parts) - 1
    return {
        "words": words,
        "more": ngettext("One more is like it.", "%(count)s more are like it.", more)
        % {"count": figures.number(more)}
        if more
        else "",
        "codes": [f"{record.code}:{row.pk}" for record, row in rows],
    }


@requires(RIGHT)
@require_POST
def trash_remove(request: HttpRequest) -> HttpResponse:
    """Removes the chosen records for good, once it is clear which and what goes with them."""
    asked = _asked(request)
    if not asked:
        return redirect(_back(request))
    count = sum(len(rows) for _record, rows in asked)
    if request.POST.get("confirmed") != str(count):
        return _confirm(request, asked, count)
    removed = 0
    for record, rows in asked:
        try:
            removed += bin.kept().remove(record, [row.pk for row in rows])
        except RuleBroken as broken:
            messages.error(request, f"{record.plural}: {broken}")
    if not removed:
        return redirect(_back(request))
    done = ngettext("%(count)s removed for good.", "%(count)s removed for good.", removed)
    messages.success(request, done % {"count": figures.number(removed)})
    return redirect(_back(request))


def _confirm(
    request: HttpRequest, asked: list[tuple[Record, list[Any]]], count: int
) -> HttpResponse:
    lines = [
        {
            "label": record.plural,
            "names": [shown(row, record.title) or "—" for row in rows[:10]],
            "more": max(0, len(rows) - 10),
            "along": bin.kept().belonging(record, [row.pk for row in rows]),
        }
        for record, rows in asked
    ]
    context = {
        "title": _("Remove for good"),
        "count": count,
        "lines": lines,
        "chosen": [f"{record.code}:{row.pk}" for record, rows in asked for row in rows],
        "back": _back(request),
        "is_wrong": "confirmed" in request.POST,
        TYPE: request.POST.get(TYPE, ""),
        FIND: request.POST.get(FIND, ""),
    }
    return render(request, "records/trash/remove.html", context, status=WRONG)


def _asked(request: HttpRequest) -> list[tuple[Record, list[Any]]]:
    """The chosen records; says so when there are none."""
    codes = request.POST.getlist("chosen")[:MOST]
    found = bin.asked_for(bin.types_for(request.user), request.user, codes)
    if not found:
        messages.error(request, _("Choose the rows first."))
    return found


def _days(left: int) -> str:
    if not left:
        return _("Last day")
    return ngettext("%(left)s day", "%(left)s days", left) % {"left": left}


def _back(request: HttpRequest) -> str:
    kept = {name: request.POST.get(name, "") for name in (TYPE, FIND)}
    query = urlencode({name: value for name, value in kept.items() if value})
    return f"{reverse('trash')}?{query}".rstrip("?")
