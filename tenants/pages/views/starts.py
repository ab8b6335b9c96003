"""What portals begin with: for everybody, and by role (A3)."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from dangol.access import requires
from dangol.errors import RuleBroken
from dangol.portal import pages
from dangol.portal.views.page import asked_page
from dangol.toasts import undoable
from tenants.pages.models import PortalStart
from tenants.pages.queries import starts as reading
from tenants.pages.services import starts
from tenants.people.models import AccessRole
from tenants.requests import CompanyRequest


@requires(reading.RIGHT)
@require_GET
def start_list(request: CompanyRequest) -> HttpResponse:
    """One page of the portal: with what everybody begins, and who has a role."""
    page = asked_page(request)
    context = {
        "page": page,
        "pages": pages.open_to(request.user),
        "lines": reading.lines(request.user, page),
    }
    return render(request, "pages/starts.html", context)


@requires(reading.RIGHT)
@require_POST
def start_put(request: CompanyRequest) -> HttpResponse:
    """Those that `role` names, or everybody, begin with the page as one has arranged it."""
    page, role = asked_page(request), _role(request)
    try:
        kept = starts.put(page, role, request.user)
    except RuleBroken as broken:
        messages.error(request, str(broken))
        return redirect(_address("start-list", page))
    name = role.name if role else _("Everybody")
    text = _("“%(name)s” begin with your arrangement. Who has arranged theirs keeps it.")
    return _done(request, page, kept, text % {"name": name})


@requires(reading.RIGHT)
@require_POST
def start_reset(request: CompanyRequest) -> HttpResponse:
    """Back to the start that stands behind: everybody's, or the declared one."""
    page = asked_page(request)
    return _done(request, page, starts.reset(page, _role(request)), _("The start is taken back."))


@requires(reading.RIGHT)
@require_POST
def start_undo(request: CompanyRequest) -> HttpResponse:
    """Takes the last change of a start back."""
    page = asked_page(request)
    try:
        starts.undo(page, _role(request), request.GET.get("seen", ""))
    except RuleBroken as broken:
        messages.error(request, str(broken))
    else:
        messages.success(request, _("Undone."))
    return redirect(_address("start-list", page))


def _role(request: CompanyRequest) -> AccessRole | None:
    """The role that was named; everybody's start for none. 404 for one that does not exist."""
    key = request.POST.get("role", "") or request.GET.get("role", "")
    if not key:
        return None
    try:
        return AccessRole.objects.get(pk=UUID(key))
    except (ValueError, AccessRole.DoesNotExist) as error:
        raise Http404 from error


def _address(name: str, page: pages.Page) -> str:
    return reverse(f"tenants:{name}") + page.query


def _done(request: CompanyRequest, page: pages.Page, kept: PortalStart, text: str) -> HttpResponse:
    facts = {pages.PARAMETER: page.code, "role": str(kept.role_id or "")}
    back = urlencode({**facts, "seen": kept.changed_at.isoformat()})
    undoable(request, text, f"{reverse('tenants:start-undo')}?{back}")
    return redirect(_address("start-list", page))
