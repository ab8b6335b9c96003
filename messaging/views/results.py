"""The rows of a send as a file (S9, decision 20)."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from typing import Any
from uuid import UUID

from django.http import HttpRequest, StreamingHttpResponse
from django.shortcuts import get_object_or_404
from django.utils.text import slugify
from django.views.decorators.http import require_GET

from dangol.access import requires
from messaging.models import Send
from messaging.queries import results
from messaging.services import exports


@requires("messaging.send.export")
@require_GET
def send_csv(request: HttpRequest, key: UUID) -> StreamingHttpResponse:
    """Every row as CSV with a byte order mark, so that spreadsheets read the Korean in it."""
    send = get_object_or_404(Send, pk=key)
    exports.note(send)
    response = StreamingHttpResponse(_lines(send), content_type="text/csv; charset=utf-8")
    name = slugify(send.name, allow_unicode=True) or str(send.pk)
    response.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{_quoted(name)}.csv"
    return response


def _quoted(name: str) -> str:
    return "".join(f"%{byte:02X}" for byte in name.encode())


class _Echo:
    """A file that hands back what is written to it."""

    def write(self, line: str) -> str:
        return line


def _lines(send: Send) -> Iterator[str]:
    writer = csv.writer(_Echo())
    yield "\ufeff"
    for number, row in enumerate(results.every_row(send)):
        if not number:
            yield writer.writerow(row)
        yield writer.writerow([_cell(value) for value in row.values()])


def _cell(value: Any) -> Any:
    """A text that a spreadsheet would take for a formula is kept as text."""
    if isinstance(value, str) and value[:1] in ("=", "+", "-", "@", "\t", "\r"):
        return "'" + value
    return value
