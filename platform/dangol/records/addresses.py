"""The addresses of a record type, each with its permission."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial, wraps
from typing import Any

from django.http import HttpRequest
from django.urls import URLPattern, path
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from dangol.access import requires
from dangol.imports.pages import import_pages
from dangol.imports.types import is_importable
from dangol.records.declaration import Record
from dangol.records.saved.offered import forget_counts
from dangol.records.views import (
    bulk,
    cells,
    choices,
    exports,
    files,
    forms,
    groups,
    lists,
    looks,
    moves,
    notes,
    pages,
    papers,
    peeks,
    related,
    runs,
    saved,
    shares,
    similar,
    timelines,
    trash,
)

WRITING = frozenset({"create", "edit", "delete", "import", "bulk"})
"""Verbs after which the views of a list may hold another number of records."""
RESTORE_VIEW = require_POST(saved.view_restore)
WATCHED = require_GET(runs.run_progress)
require_form = require_http_methods(["GET", "POST"])


def record_urls(record: Record, prefix: str) -> list[URLPattern]:
    """List, page, form, trash and export below `prefix`, named `<noun>-list` and so on."""

    def address(
        route: str, name: str, verb: str, view: Callable[..., Any], **marks: Any
    ) -> URLPattern:
        shown = _counting(view) if verb in WRITING else view
        opened = requires(record.permission(verb), **marks)(partial(shown, record=record))
        return path(f"{prefix}/{route}", opened, name=f"{record.noun}-{name}")

    return [
        address("", "list", "view", require_GET(lists.record_list)),
        *_forms(address),
        address(
            "export", "export", "export", require_form(exports.record_export), while_suspended=True
        ),
        *_imports(record, address),
        address("filters", "filters", "view", require_GET(lists.record_filters)),
        address("grouped", "group", "view", require_GET(looks.record_group)),
        address("board", "board", "view", require_GET(looks.record_board)),
        address("day", "day", "view", require_GET(looks.record_day)),
        address("look", "look", "view", require_POST(looks.record_look)),
        address("<uuid:pk>/put", "put", "edit", require_POST(moves.record_put)),
        address("puts/<uuid:token>/undo", "put-undo", "edit", require_POST(moves.put_undo)),
        address("filters/groups", "group-filters", "view", require_GET(groups.record_groups)),
        *_views(address),
        address("columns", "columns", "view", require_POST(saved.record_columns)),
        address("peek-width", "peek-width", "view", require_POST(peeks.peek_width)),
        *_many(address),
        address("<uuid:pk>/cells/<slug:field>", "cell", "edit", require_form(cells.record_cell)),
        address("cells/<uuid:token>/undo", "cell-undo", "edit", require_POST(cells.cell_undo)),
        address("<uuid:pk>/peek", "peek", "view", require_GET(peeks.record_peek)),
        address("<uuid:pk>/swipe", "swipe", "view", require_GET(peeks.record_swipe)),
        *_page(address),
        address("<uuid:pk>/shares", "shares", "edit", require_form(shares.record_shares)),
        address(
            "<uuid:pk>/shares/<uuid:key>/end",
            "share-end",
            "edit",
            require_POST(shares.record_share_end),
        ),
        *_files(address),
        *_timeline(address),
        address("<uuid:pk>/delete", "delete", "delete", require_POST(trash.record_delete)),
        address("<uuid:pk>/restore", "restore", "delete", require_POST(trash.record_restore)),
    ]


def _counting(view: Callable[..., Any]) -> Callable[..., Any]:
    """The view; who writes by it, or sees work on many end, finds the list counted anew."""

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, record: Record, **kwargs: Any) -> Any:
        response = view(request, *args, record=record, **kwargs)
        if request.method == "POST" or view is WATCHED:
            forget_counts(record, request.user)
        return response

    return answer


def _forms(address: Callable[..., URLPattern]) -> list[URLPattern]:
    """The form of a record, what it looks for while somebody writes, and taking a save back."""
    holds_files = {"upload": files.MOST_AT_ONCE}  # a field of the form may hold one
    return [
        address("new", "new", "create", require_form(forms.record_new), **holds_files),
        address("<uuid:pk>/edit", "edit", "edit", require_form(forms.record_edit), **holds_files),
        address("edits/<uuid:token>/undo", "edit-undo", "edit", require_POST(forms.edit_back)),
        address(
            "similar",
            "similar",
            "view",
            require_POST(similar.record_similar),
            while_suspended=True,
            asked_by_page=True,
        ),
    ]


def _page(address: Callable[..., URLPattern]) -> list[URLPattern]:
    """The page of a record, and what comes after it."""
    return [
        address("<uuid:pk>/", "page", "view", require_GET(pages.record_page)),
        address("<uuid:pk>/print", "print", "view", require_GET(papers.record_print)),
        address("<uuid:pk>/place", "place", "view", require_GET(pages.record_place)),
        address(
            "<uuid:pk>/beside",
            "beside",
            "view",
            require_GET(related.record_beside),
            asked_by_page=True,
        ),
        address(
            "<uuid:pk>/related/<slug:code>", "related", "view", require_GET(related.record_related)
        ),
    ]


def _timeline(address: Callable[..., URLPattern]) -> list[URLPattern]:
    """What happened with a record. Who may write something down is asked where it is known."""
    return [
        address(
            "<uuid:pk>/timeline/kinds", "kinds", "view", require_GET(timelines.record_kinds),
            asked_by_page=True,
        ),
        address("<uuid:pk>/timeline/pin", "pin", "edit", require_POST(timelines.record_pin)),
        address("<uuid:pk>/notes", "note-add", "view", require_POST(notes.record_note_add)),
        address(
            "<uuid:pk>/notes/<uuid:key>", "note", "edit",
            require_form(notes.record_note_edit),
        ),
        address(
            "<uuid:pk>/notes/<uuid:key>/delete", "note-delete", "edit",
            require_POST(notes.record_note_delete),
        ),
        address(
            "<uuid:pk>/notes/<uuid:key>/restore", "note-restore", "edit",
            require_POST(notes.record_note_restore),
        ),
        address("<uuid:pk>/mentions", "mentions", "view", require_GET(notes.record_mentions)),
        address("<uuid:pk>/mentions/reach", "reach", "view", require_POST(notes.record_reach)),
    ]  # fmt: skip


def _imports(record: Record, address: Callable[..., URLPattern]) -> list[URLPattern]:
    """Files in, where the type can be imported."""
    found = []
    for page in import_pages() if is_importable(record) else ():
        pattern = address(page.route, page.name, "import", page.view, **page.marks)
        if page.own_forgery_check:
            pattern.callback = csrf_exempt(pattern.callback)
        found.append(pattern)
    return found


def _files(address: Callable[..., URLPattern]) -> list[URLPattern]:
    """Files of a record."""
    small = partial(files.record_file, small=True)
    return [
        address(
            "<uuid:pk>/files/add", "file-add", "edit", require_POST(files.record_file_add),
            upload=files.MOST_AT_ONCE,
        ),
        address("<uuid:pk>/files/<uuid:key>", "file", "view", require_GET(files.record_file)),
        address("<uuid:pk>/files/<uuid:key>/small", "file-small", "view", require_GET(small)),
        address(
            "<uuid:pk>/files/<uuid:key>/delete", "file-delete", "edit",
            require_POST(files.record_file_delete),
        ),
        address(
            "<uuid:pk>/files/<uuid:key>/restore", "file-restore", "edit",
            require_POST(files.record_file_restore),
        ),
    ]  # fmt: skip


def _views(address: Callable[..., URLPattern]) -> list[URLPattern]:
    """The views above a list: kept, changed, shared, arranged."""
    return [
        address("views", "views", "view", require_form(saved.record_views)),
        address("views/<uuid:view>", "view", "view", require_POST(saved.view_change)),
        address("views/<uuid:view>/delete", "view-delete", "view", require_POST(saved.view_delete)),
        address("views/<uuid:view>/restore", "view-restore", "view", RESTORE_VIEW),
        address("views/<uuid:view>/share", "view-share", "view", require_POST(saved.view_share)),
        address("views/<slug:view>/menu", "view-menu", "view", require_GET(saved.view_menu)),
        address("views/arrange", "view-arrange", "view", require_POST(saved.view_arrange)),
        address("choices", "choices", "view", require_GET(choices.record_choices)),
    ]


def _many(address: Callable[..., URLPattern]) -> list[URLPattern]:
    """What is done with many records, and how that goes on."""
    return [
        address("bulk/<slug:deed>", "bulk", "bulk", require_POST(bulk.record_bulk)),
        address(
            "bulk/<uuid:run>/progress",
            "progress",
            "bulk",
            WATCHED,
            asked_by_page=True,
        ),
        address("bulk/<uuid:run>/cancel", "run-cancel", "bulk", require_POST(runs.run_cancel)),
        address("bulk/<uuid:run>/undo", "run-undo", "bulk", require_POST(runs.run_undo)),
        address("bulk/<uuid:run>/close", "run-close", "bulk", require_POST(runs.run_close)),
        address("bulk/<uuid:run>/left", "left", "bulk", require_GET(runs.run_left)),
    ]
