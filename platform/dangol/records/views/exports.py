"""Taking a list away as a file: asked for a reason, noted in the audit (U6, A14)."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from django.http import FileResponse, HttpRequest, StreamingHttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _

from dangol.errors import RuleBroken
from dangol.records.declaration import Record
from dangol.records.filters import groups
from dangol.records.filters.base import ME
from dangol.records.filters.groups import WHERE
from dangol.records.lists import export, taken
from dangol.records.lists.columns import chosen_columns
from dangol.records.lists.export import CSV, XLSX, Table, csv_blocks, table_of, too_long, workbook
from dangol.records.lists.listing import Listing, read_listing
from dangol.records.lists.own import read_own
from dangol.records.looks.subtotals import Wanted, read_subtotals, read_wanted, written
from dangol.records.parts import Column
from dangol.records.saved.offered import read_views
from dangol.records.text import clean_line
from dangol.records.views.found import urls_of

LONGEST_REASON = 200
ONLY = "only"
"""Of the address: the columns, where they are not those of the list."""
SUBTOTALS = "subtotals"
"""Of the address: what the groups of a report are added up by."""
XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def record_export(request: HttpRequest, *, record: Record) -> HttpResponseBase:
    """What is asked before a list is taken away (GET); its file, or where that is made (POST)."""
    parameters = dict(request.GET.lists())
    only = parameters.pop(ONLY, [])
    sums = "".join(parameters.pop(SUBTOTALS, [])[:1])
    wanted = read_wanted(record, request.user, sums)
    own = read_own(record, request.user)
    view = read_views(record, request.user, parameters, own).active.code
    columns = _named(record, request.user, only) or chosen_columns(record, request.user, own, view)
    listing = read_listing(record, request.user, parameters, columns=columns)
    if request.method != "POST":
        return _page(request, record, listing, wanted)
    if request.POST.get("columns") == "all":
        columns = export.every_column(record, request.user)
    page = [row.pk for row in listing.page.rows] if request.POST.get("scope") == "page" else None
    table = table_of(record, request.user, listing.selection, parameters, columns, page)
    kind = XLSX if request.POST.get("kind") == XLSX else CSV
    try:
        asked = taken.Asked(
            kind=kind,
            query=_for_everybody(listing, request.user),
            columns=[each.name for each in columns],
            reason=reason_of(request),
            count=table.rows.count(),
            subtotals=written(wanted.levels, wanted.hows) if wanted else "",
        )
        if kind == XLSX and asked.count > export.LONGEST_WORKBOOK:
            raise RuleBroken("export_long", too_long(export.LONGEST_WORKBOOK))
        if asked.count > taken.NOW:
            return redirect(taken.takings().begin(record, request.user, asked))
        if wanted:
            table = replace(table, subtotals=read_subtotals(table.rows, wanted))
        taken.takings().note(record, request.user, asked)
    except RuleBroken as broken:
        return _page(request, record, listing, wanted, str(broken))
    return _file(table, kind)


def _named(record: Record, user: Any, asked: list[str]) -> list[Column]:
    """The columns that the address names, in its order, as far as the user may see them."""
    offered = {each.name: each for each in record.columns_for(user)}
    names = dict.fromkeys("".join(asked[:1]).split(","))
    return [offered[name] for name in names if name in offered]


def reason_of(request: HttpRequest) -> str:
    """Why the list is taken away, chosen or written. RuleBroken when nothing is said."""
    written = clean_line(request.POST.get("reason_text", ""))[:LONGEST_REASON]
    chosen = request.POST.get("reason", "")
    reason = written or str(dict(reasons()).get(chosen, ""))
    if not reason:
        raise RuleBroken("export_reason", _("Say why you take the list away."), field="reason")
    return reason


def reasons() -> list[tuple[str, str]]:
    """(code, words) of why lists are usually taken away."""
    return [
        ("work", _("Work on the list")),
        ("report", _("Report within the company")),
        ("partner", _("Hand over to a partner")),
        ("backup", _("Backup")),
    ]


def _page(
    request: HttpRequest,
    record: Record,
    listing: Listing,
    wanted: Wanted | None,
    problem: str = "",
) -> HttpResponseBase:
    context = {
        "record": record,
        "urls": urls_of(record),
        "title": _("Export %(nouns)s") % {"nouns": record.plural},
        "listing": listing,
        "on_page": len(listing.page.rows),
        "wanted": wanted,
        "conditions": listing.selection.sentences,
        "is_long": listing.count > taken.NOW,
        "reasons": reasons(),
        "asked": request.POST,
        "problem": problem,
    }
    return render(request, "records/export.html", context, status=422 if problem else 200)


def _file(table: Table, kind: str) -> HttpResponseBase:
    name = taken.file_name(table.record, kind)
    if kind == XLSX:
        return FileResponse(
            workbook(table), as_attachment=True, filename=name, content_type=XLSX_TYPE
        )
    response = StreamingHttpResponse(csv_blocks(table), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = content_disposition_header(True, name) or ""
    return response


def _for_everybody(listing: Listing, user: Any) -> str:
    """The query as others read it: who is meant by `me` has to be named."""
    people = [each for each in listing.record.filters if getattr(each, "people", False)]
    own: dict[str, str | list[str]] = {}
    for name in {name for each in people for name in each.parameters}:
        if ME in listing.parameters.get(name, []):
            own[name] = [
                str(user.pk) if value == ME else value for value in listing.parameters[name]
            ]
    for where in listing.parameters.get(WHERE, []):
        names = {name for each in people for name in each.parameters}
        own[WHERE] = groups.named(where, names, {ME: str(user.pk)})
    return listing.address(own).removeprefix("?")
