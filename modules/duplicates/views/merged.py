"""What was merged, and taking it back (B21)."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from dangol.access import requires
from dangol.errors import RuleBroken
from dangol.records.cells import shown
from modules.duplicates.kinds import KINDS, Mergeable
from modules.duplicates.models import Merge
from modules.duplicates.queries import journal
from modules.duplicates.services.unmerging import conflicts, unmerge

ANSWER = "whose-"
"""Begins the names of the answers: whose-mobile=both."""


@requires("duplicates.pair.view")
@require_GET
def merge_list(request: HttpRequest) -> HttpResponse:
    """The merges of late, those that can still be taken back first."""
    context = {"merges": journal.listed(request.user), "title": _("What was merged")}
    return render(request, "duplicates/merges.html", context)


@requires("duplicates.pair.view")
@require_GET
def merge_page(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One merge: what it changed, and what must be said before it can be taken back."""
    merge, mergeable = _found(request, pk)
    return render(request, "duplicates/merge.html", _context(request, merge, mergeable))


@requires("duplicates.pair.decide")
@require_POST
def merge_undo(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Takes the merge back; asks first where something was changed since."""
    merge, mergeable = _found(request, pk)
    answers = {
        name.removeprefix(ANSWER): value
        for name, value in request.POST.items()
        if name.startswith(ANSWER)
    }
    try:
        unmerge(merge.pk, answers, by=request.user)  # type: ignore[arg-type]
    except RuleBroken as broken:
        messages.warning(request, str(broken))
        return redirect("duplicates:merge-page", pk)
    messages.success(
        request,
        _("%(name)s is a record of its own again. They are not asked about again.")
        % {"name": merge.name},
    )
    return redirect(mergeable.record.url_name("page"), merge.gone)


def _found(request: HttpRequest, pk: UUID) -> tuple[Merge, Mergeable]:
    """The merge, if its reader may see the record that stayed; Http404 else."""
    merge = Merge.objects.filter(pk=pk, record__in=list(KINDS)).select_related("by").first()
    if merge is None or not journal.is_seen(merge, request.user):
        raise Http404
    return merge, KINDS[merge.record]


def _context(request: HttpRequest, merge: Merge, mergeable: Mergeable) -> dict[str, Any]:
    record, user = mergeable.record, request.user
    hidden = record.hidden_from(user)
    holder = journal.holder_of(merge)
    kept = record.listed(record.visible_to(user)).filter(pk=holder).first()
    asked = [each for each in conflicts(merge) if merge.undone_at is None]
    return {
        "merge": merge, "record": record, "title": merge.name,
        "kept_name": shown(kept, record.title) if kept else "",
        "kept_url": reverse(record.url_name("page"), args=[holder]),
        "is_open": merge.undone_at is None and merge.closed_at is None,
        "changed": journal.changed(mergeable, merge, hidden),
        "asked": [journal.asked(mergeable, each, hidden) for each in asked],
        "moved": journal.moved(merge), "until": journal.until(merge),
        "undo_url": reverse("duplicates:merge-undo", args=[merge.pk]),
        "queue_url": reverse(f"duplicates:{record.noun}-queue"),
    }  # fmt: skip
