"""What the screens of an import share: the run, its addresses, what stands around them (U5)."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _

from dangol.records import Record
from tenants.importing.addresses import address_of
from tenants.importing.models import ImportRun
from tenants.importing.queries.runs import runs_of

PAGES = (
    "page", "columns", "reading", "sheet", "rows", "repair", "rules", "replace", "drop", "start",
    "revert", "progress", "rejected",
)  # fmt: skip


def found_run(request: HttpRequest, record: Record, pk: UUID) -> ImportRun:
    """The run, for those who may look at it; Http404."""
    return get_object_or_404(runs_of(record, request.user), pk=pk)


def frame(record: Record, run: ImportRun | None = None) -> dict[str, Any]:
    """What every step shows."""
    return {
        "title": _("Import: %(records)s") % {"records": record.plural},
        "record": record,
        "run": run,
        "list_url": reverse(record.url_name("list")),
        "upload_url": reverse(record.url_name("import")),
        "urls": {page: address_of(run, page) for page in PAGES} if run else {},
    }
