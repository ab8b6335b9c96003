"""The addresses of a record type, each with its permission."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from django.urls import URLPattern, path
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from dangol.access import requires
from dangol.records import views
from dangol.records.declaration import Record

require_form = require_http_methods(["GET", "POST"])


def record_urls(record: Record, prefix: str) -> list[URLPattern]:
    """List, page, form, trash and export below `prefix`, named `<noun>-list` and so on."""

    def address(route: str, name: str, verb: str, view: Callable[..., Any]) -> URLPattern:
        opened = requires(record.permission(verb))(partial(view, record=record))
        return path(f"{prefix}/{route}", opened, name=f"{record.noun}-{name}")

    return [
        address("", "list", "view", require_GET(views.record_list)),
        address("new", "new", "create", require_form(views.record_new)),
        address("export", "export", "export", require_GET(views.record_export)),
        address("<uuid:pk>/", "page", "view", require_GET(views.record_page)),
        address("<uuid:pk>/edit", "edit", "edit", require_form(views.record_edit)),
        address("<uuid:pk>/delete", "delete", "delete", require_POST(views.record_delete)),
        address("<uuid:pk>/restore", "restore", "delete", require_POST(views.record_restore)),
    ]
