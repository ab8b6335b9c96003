"""What readers do on the page of a post (A24)."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from dangol.access import requires
from dangol.errors import RuleBroken
from dangol.records.views.found import find
from modules.boards.models import Post
from modules.boards.records.posts import post_record
from modules.boards.services import reading
from tenants.requests import CompanyRequest

VIEW, EDIT = post_record.permission("view"), post_record.permission("edit")


@requires(VIEW, asked_by_page=True, while_suspended=True)
@require_POST
def post_read(request: CompanyRequest, pk: UUID) -> HttpResponse:
    """The page tells that it was seen: only then it counts as read."""
    reading.seen(_post(request, pk), request.user)
    return HttpResponse(status=204)


@requires(VIEW)
@require_POST
def post_confirm(request: CompanyRequest, pk: UUID) -> HttpResponse:
    """One has read it, and says so."""
    reading.confirm(_post(request, pk), request.user)
    messages.success(request, _("You have confirmed it."))
    return redirect("boards:post-page", pk)


@requires(VIEW)
@require_POST
def post_helpful(request: CompanyRequest, pk: UUID) -> HttpResponse:
    """It helped, or not after all."""
    reading.mark_helpful(_post(request, pk), request.user)
    return redirect("boards:post-page", pk)


@requires(EDIT)
@require_POST
def post_accept(request: CompanyRequest, pk: UUID, note: UUID) -> HttpResponse:
    """A note answers the question, or no longer."""
    try:
        reading.accept(find(post_record, request.user, pk, "edit"), note)  # type: ignore[arg-type]
    except RuleBroken as broken:
        messages.error(request, str(broken))
    return redirect("boards:post-page", pk)


@requires(EDIT)
@require_POST
def post_put_back(request: CompanyRequest, pk: UUID, number: int) -> HttpResponse:
    """The post reads again as in that version."""
    post = find(post_record, request.user, pk, "edit")
    version = post.versions.filter(number=number).first()  # type: ignore[attr-defined]
    if version is None:
        raise Http404
    reading.put_back(post, version)  # type: ignore[arg-type]
    messages.success(request, _("The post reads as in version %(number)s.") % {"number": number})
    return redirect("boards:post-page", pk)


def _post(request: CompanyRequest, pk: UUID) -> Post:
    return find(post_record, request.user, pk)  # type: ignore[return-value]
