"""The check of an import: what will happen, which cells are wrong, and mending them (U5)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from dangol.errors import RuleBroken
from dangol.i18n import figures
from dangol.imports.matches import BY_ID, keys_of
from dangol.imports.plan import OnDuplicate, Plan
from dangol.records import Record
from tenants.importing.addresses import address_of
from tenants.importing.intakes import kind_of, plan_of
from tenants.importing.models import ImportRun, ImportStep
from tenants.importing.queries import problems
from tenants.importing.queries.changes import changed_count, deed_in_words, last_deed
from tenants.importing.queries.problems import ALL, BAD, MENDED, PAGE
from tenants.importing.services import repairs, runs
from tenants.importing.tasks import check_soon
from tenants.importing.views.found import found_run, frame

SHOWS = (BAD, ALL, MENDED)


def check_page(
    request: HttpRequest,
    run: ImportRun,
    problem: str = "",
    said: str = "",
    asked: dict[str, Any] | None = None,
    status: int = 200,
) -> HttpResponse:
    """The whole page, or its changing part for htmx.

    `asked` is what the form of find-and-replace holds; None while it is closed.
    """
    if asked is None and "replace" in request.GET:
        asked = {}
    context = _context(request, run) | {"problem": problem, "said": said, "asked": asked}
    is_part = request.htmx  # type: ignore[attr-defined]
    template = "importing/check.html#check" if is_part else "importing/check.html"
    return render(request, template, context, status=422 if problem else status)


@require_GET
def import_rows(request: HttpRequest, pk: UUID, *, record: Record) -> HttpResponse:
    """The check's counts and rows alone; asked for each second while the check goes on."""
    run = found_run(request, record, pk)
    if not run.is_open:
        return redirect(address_of(run))
    return check_page(request, run)


@require_POST
def import_repair(request: HttpRequest, pk: UUID, *, record: Record) -> HttpResponse:
    """One repair: of a cell, of all like it, or leaving the row out."""
    run = found_run(request, record, pk)
    try:
        said = _repaired(run, request)
    except RuleBroken as broken:
        run.refresh_from_db()
        return check_page(request, run, problem=str(broken))
    run.refresh_from_db()
    if request.htmx:  # type: ignore[attr-defined]
        return check_page(request, run, said=said)
    return redirect(f"{address_of(run)}?{_state(request)}")


@require_POST
def import_rules(request: HttpRequest, pk: UUID, *, record: Record) -> HttpResponse:
    """Other rules for the columns as they are: the dry run begins anew, repairs stay."""
    run = found_run(request, record, pk)
    chosen = {column: field for field, column in run.mapping.items()}
    policy, keys = request.POST.get("on_duplicate", ""), request.POST.getlist("keys")
    try:
        runs.choose(run, chosen, policy, lambda: check_soon(run), keys=keys)
    except RuleBroken as broken:
        run.refresh_from_db()
        return check_page(request, run, problem=str(broken))
    run.refresh_from_db()
    if request.htmx:  # type: ignore[attr-defined]
        return check_page(request, run)
    return redirect(f"{address_of(run)}?{_state(request)}")


def _repaired(run: ImportRun, request: HttpRequest) -> str:
    """Does what was asked for and says it in a sentence."""
    asked = request.POST
    number = _whole(asked.get("number", ""))
    deeds: dict[str, Callable[[], Any]] = {
        "mend": lambda: repairs.mend(
            run, number, _whole(asked.get("column", "")), asked.get("text", "")
        ),
        "empty": lambda: repairs.mend(run, number, _whole(asked.get("column", "")), ""),
        "skip": lambda: repairs.leave_out(run, number),
        "back": lambda: repairs.put_back(run, number),
        "alike": lambda: repairs.mend_alike(run, asked.get("reason", "")),
        "empty-alike": lambda: repairs.empty_alike(run, asked.get("reason", "")),
        "undo": lambda: repairs.undo(run, lambda: check_soon(run)),
    }
    deed = deeds.get(asked.get("deed", ""))
    if deed is None:
        raise RuleBroken("import_deed", _("Choose what to do with the cell."))
    done = deed()
    if isinstance(done, ImportStep):
        return _("Undone: %(deed)s.") % {"deed": deed_in_words(done)}
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
    asked, plan = request.POST or request.GET, plan_of(run)
    kinds = problems.kinds(run)
    show = asked.get("show", "")
    if show not in SHOWS:
        show = BAD if kinds else ALL
    reason = asked.get("kind", "") if show == BAD else ""
    after = max(_whole(asked.get("after", "")), 0)
    is_checked = run.state == ImportRun.State.CHECKED
    lines = problems.lines(run, show, reason, after) if is_checked else []
    total = run.rows_total or 1
    return {
        **frame(plan.record, run),
        "will_words": plan.record.count_words(run.will_import, figures.number(run.will_import)),
        "kinds": kinds,
        "warnings": plan.record.imports.warnings(plan.mapping.keys()),
        "heads": problems.heads(run),
        **_rules(plan),
        "last_deed": last_deed(run),
        "show": show,
        "kind": reason,
        "after": after,
        "lines": lines[:PAGE],
        "next_after": lines[PAGE - 1].number if len(lines) > PAGE else 0,
        "is_about": run.rows_total > kind_of(plan).recounted,
        "mended": changed_count(run),
        "shares": {
            name: f"{100 * getattr(run, f'will_{name}') / total:.2f}"
            for name in ("create", "update", "skip", "reject")
        },
    }


def _rules(plan: Plan) -> dict[str, Any]:
    """The rules as they are and could be; a key needs its columns in the file."""
    chosen, known = {key.code for key in plan.keys}, keys_of(plan.record).values()
    usable = [key for key in known if set(key.fields) <= set(plan.mapping)]
    usual = [str(key.label) for key in usable if key.usual and key is not BY_ID]
    return {
        "policies": OnDuplicate.choices,
        "keys": [(each.code, each.label, each.code in chosen, each is BY_ID) for each in usable],
        "usual": ", ".join(usual),
    }


def _state(request: HttpRequest) -> str:
    """What is shown, as it stands in the address."""
    kept = {name: request.POST.get(name, "") for name in ("show", "kind", "after")}
    return urlencode({name: value for name, value in kept.items() if value})
