"""The check of an import: what will happen, which cells are wrong, and mending them (U5)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from dangol.access import requires
from dangol.errors import RuleBroken
from modules.base.models import ImportRun
from modules.base.queries import import_problems
from modules.base.queries.import_problems import ALL, BAD, MENDED, PAGE
from modules.base.queries.matches import KEYS
from modules.base.services import import_repairs
from modules.base.services.import_checks import RECOUNTED

RIGHT = "base.customer.import"
SHOWS = (BAD, ALL, MENDED)


def check_page(
    request: HttpRequest, run: ImportRun, problem: str = "", said: str = ""
) -> HttpResponse:
    """The whole page, or its changing part for htmx."""
    context = _context(request, run) | {"problem": problem, "said": said}
    is_part = request.htmx  # type: ignore[attr-defined]
    template = "base/imports/check.html#check" if is_part else "base/imports/check.html"
    return render(request, template, context, status=422 if problem else 200)


@requires(RIGHT, asked_by_page=True)
@require_GET
def import_rows(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The check's counts and rows alone; asked for each second while the check goes on."""
    run = get_object_or_404(ImportRun, pk=pk)
    if not run.is_open:
        return redirect("base:customer-import-page", pk)
    return check_page(request, run)


@requires(RIGHT)
@require_POST
def import_repair(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One repair: of a cell, of all like it, or leaving the row out."""
    run = get_object_or_404(ImportRun, pk=pk)
    try:
        said = _repaired(run, request)
    except RuleBroken as broken:
        run.refresh_from_db()
        return check_page(request, run, problem=str(broken))
    run.refresh_from_db()
    if request.htmx:  # type: ignore[attr-defined]
        return check_page(request, run, said=said)
    return redirect(f"{reverse('base:customer-import-page', args=[pk])}?{_state(request)}")


def _repaired(run: ImportRun, request: HttpRequest) -> str:
    """Does what was asked for and says it in a sentence."""
    asked = request.POST
    number = _whole(asked.get("number", ""))
    deeds: dict[str, Callable[[], Any]] = {
        "mend": lambda: import_repairs.mend(
            run, number, _whole(asked.get("column", "")), asked.get("text", "")
        ),
        "empty": lambda: import_repairs.mend(run, number, _whole(asked.get("column", "")), ""),
        "skip": lambda: import_repairs.leave_out(run, number),
        "back": lambda: import_repairs.put_back(run, number),
        "alike": lambda: import_repairs.mend_alike(run, asked.get("reason", "")),
        "empty-alike": lambda: import_repairs.empty_alike(run, asked.get("reason", "")),
    }
    deed = deeds.get(asked.get("deed", ""))
    if deed is None:
        raise RuleBroken("import_deed", _("Choose what to do with the cell."))
    done = deed()
    if isinstance(done, int):
        return ngettext("One row was mended.", "%(count)s rows were mended.", done) % {
            "count": f"{done:,}"
        }
    if done.reason and not done.left_out:
        return _("Row %(number)s: something is still wrong.") % {"number": done.number}
    return _("Row %(number)s: done.") % {"number": done.number}


def _whole(text: str) -> int:
    """A number out of a form; one that is none means a row or column that is not there."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else -1


def _context(request: HttpRequest, run: ImportRun) -> dict[str, Any]:
    asked = request.POST or request.GET
    kinds = import_problems.kinds(run)
    show = asked.get("show", "")
    if show not in SHOWS:
        show = BAD if kinds else ALL
    reason = asked.get("kind", "") if show == BAD else ""
    after = max(_whole(asked.get("after", "")), 0)
    is_checked = run.state == ImportRun.State.CHECKED
    lines = import_problems.lines(run, show, reason, after) if is_checked else []
    total = run.rows_total or 1
    return {
        "title": _("Import customers"),
        "run": run,
        "kinds": kinds,
        "heads": import_problems.heads(run),
        "key_labels": ", ".join(str(KEYS[key][0]) for key in run.keys),
        "show": show,
        "kind": reason,
        "after": after,
        "lines": lines[:PAGE],
        "next_after": lines[PAGE - 1].number if len(lines) > PAGE else 0,
        "is_about": run.rows_total > RECOUNTED,
        "mended": run.problems.exclude(mended=None).count(),
        "shares": {
            name: f"{100 * getattr(run, f'will_{name}') / total:.2f}"
            for name in ("create", "update", "skip", "reject")
        },
    }


def _state(request: HttpRequest) -> str:
    """What is shown, as it stands in the address."""
    kept = {name: request.POST.get(name, "") for name in ("show", "kind", "after")}
    return urlencode({name: value for name, value in kept.items() if value})
