"""Looking through everything, by hand (B22)."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from dangol.access import requires
from dangol.errors import RuleBroken
from dangol.records import Record
from modules.cleansing.services import scans
from modules.cleansing.tasks import scan_records
from modules.cleansing.types import open_to


@requires("cleansing.scan.start")
@require_POST
def scan_start(request: HttpRequest) -> HttpResponse:
    """Begins to look through every record of a type."""
    record = _record(request)
    try:
        scans.start(record, request.user, scan_records.ring)  # type: ignore[arg-type]
    except RuleBroken as broken:
        messages.error(request, str(broken))
    return redirect(f"{reverse('cleansing:suggestions')}?of={record.code}")


@requires("cleansing.scan.start")
@require_POST
def scan_stop(request: HttpRequest) -> HttpResponse:
    """Stops it; what it found stays."""
    record = _record(request)
    scans.stop(record)
    return redirect(f"{reverse('cleansing:suggestions')}?of={record.code}")


def _record(request: HttpRequest) -> Record:
    record = open_to(request.user).get(request.POST.get("of", ""))
    if record is None:
        raise Http404
    return record
