"""Merging two spellings of a source into one (B25)."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from dangol.access import requires, user_can
from dangol.errors import RuleBroken
from dangol.i18n import figures
from dangol.ids import read_id
from modules.base.models import Source
from modules.base.records import source_record
from modules.base.services import sources
from tenants.requests import CompanyRequest


@requires("base.source.edit")
@require_POST
def source_merge(request: CompanyRequest, pk: UUID) -> HttpResponse:
    """All that have this source get the one that is named. It goes, so one must be allowed to."""
    if not user_can(request.user, source_record.permission("delete")):
        raise Http404
    source, into = _find(request, pk), _find(request, read_id(request.POST.get("into", "")))
    try:
        count = sources.merge(source, into)
    except RuleBroken as broken:
        messages.error(request, str(broken))
        return redirect("base:source-page", source.pk)
    words = ngettext(
        "“%(old)s” is “%(new)s” now, with %(n)s customer.",
        "“%(old)s” is “%(new)s” now, with %(n)s customers.",
        count,
    )
    said = {"old": source.name, "new": into.name, "n": figures.number(count)}
    messages.success(request, words % said)
    return redirect("base:source-page", into.pk)


def _find(request: CompanyRequest, pk: UUID | None) -> Source:
    """A source that the user may change."""
    found: Source | None = source_record.visible_to(request.user, "edit").filter(pk=pk).first()
    if found is None:
        raise Http404
    return found
