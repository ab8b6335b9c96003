"""The designer of record pages: what stands where, for whom (A16)."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from dangol.access import requires
from dangol.errors import RuleBroken
from dangol.records import Record
from dangol.toasts import undoable
from tenants.pages.forms.arranging import after, read_arrangement
from tenants.pages.models import Layout
from tenants.pages.queries import designer
from tenants.pages.services import layouts
from tenants.people.models import AccessRole
from tenants.requests import CompanyRequest

RIGHT = "tenants.layout.manage"


@requires(RIGHT)
@require_GET
def layout_list(request: CompanyRequest) -> HttpResponse:
    """Which record types and roles have an arrangement of their own."""
    return render(request, "pages/layouts.html", {"types": designer.choices(("", None))})


@requires(RIGHT)
@require_http_methods(["GET", "POST"])
def layout(request: CompanyRequest, record: str, role: UUID | None = None) -> HttpResponse:
    """One arrangement. Posting keeps it, or does `do` with it and shows it again, not kept yet."""
    of, whose = _asked(record, role)
    row = designer.kept(of, whose)
    wanted, seen, problem = designer.begins(of, whose, row), layouts.state_of(row), ""
    if request.method == "POST":
        wanted = read_arrangement(of, designer.fields_of(of), request.POST)
        if "do" in request.POST:
            wanted, seen = after(wanted, request.POST["do"], request.POST), request.POST["seen"]
        else:
            try:
                kept = layouts.put(of, whose, wanted, request.POST.get("seen", ""))
            except RuleBroken as broken:
                problem = str(broken)
            else:
                return _done(request, of, whose, kept, _("The page is arranged."))
    page = {
        "record": of,
        "role": whose,
        "types": designer.choices((of.code, role)),
        "seen": seen,
        "problem": problem,
        "is_own": row is not None and row.arrangement is not None,
        "is_changed": request.method == "POST",
        "reset": designer.address_of(of, whose, "layout-reset"),
        **designer.drawn(of, designer.whole(of, wanted)),
    }
    return render(request, "pages/layout.html", page, status=422 if problem else 200)


@requires(RIGHT)
@require_POST
def layout_reset(request: CompanyRequest, record: str, role: UUID | None = None) -> HttpResponse:
    of, whose = _asked(record, role)
    kept = layouts.reset(of, whose)
    return _done(request, of, whose, kept, _("The page is as it was at first."))


@requires(RIGHT)
@require_POST
def layout_undo(request: CompanyRequest, record: str, role: UUID | None = None) -> HttpResponse:
    """Takes the last saving or resetting back."""
    of, whose = _asked(record, role)
    try:
        layouts.undo(of, whose, request.GET.get("seen", ""))
    except RuleBroken as broken:
        messages.error(request, str(broken))
    else:
        messages.success(request, _("Undone."))
    return redirect(designer.address_of(of, whose))


def _asked(code: str, role: UUID | None) -> tuple[Record, AccessRole | None]:
    record = designer.record_of(code)
    if record is None:
        raise Http404
    return record, get_object_or_404(AccessRole, pk=role) if role else None


def _done(
    request: CompanyRequest, record: Record, role: AccessRole | None, kept: Layout, text: str
) -> HttpResponse:
    back = urlencode({"seen": layouts.state_of(kept)})
    undoable(request, text, f"{designer.address_of(record, role, 'layout-undo')}?{back}")
    return redirect(designer.address_of(record, role))
