"""Merging two records that nobody has found yet: from the page of one of them (B21)."""

from __future__ import annotations

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from dangol.access import requires
from dangol.errors import RuleBroken
from dangol.records.cells import shown
from modules.duplicates.forms.choosing import OtherForm
from modules.duplicates.kinds import KINDS
from modules.duplicates.queries.entry import judged
from modules.duplicates.services import pairs


@requires("duplicates.pair.decide")
@require_http_methods(["GET", "POST"])
def record_merge(request: HttpRequest, pk: UUID, *, code: str) -> HttpResponse:
    """Asks which other record is the same, and leads to the two side by side."""
    mergeable = KINDS[code]
    record = mergeable.record
    instance = record.listed(record.visible_to(request.user)).filter(pk=pk).first()
    if instance is None:
        raise Http404
    form = OtherForm(mergeable, request.user, request.POST or None)
    if request.method == "POST" and form.is_valid():
        other = form.cleaned_data["other"]
        found = judged(mergeable, instance, other)
        try:
            pair = pairs.ask(code, pk, other.pk, score=found.score, evidence=found.evidence)
        except RuleBroken as broken:
            form.add_error("other", str(broken))
        else:
            queue = reverse(f"duplicates:{record.noun}-queue")
            return redirect(f"{queue}?pair={pair.pk}&kept={pk}")
    context = {
        "form": form, "record": record, "instance": instance,
        "name": shown(instance, record.title),
        "page_url": reverse(record.url_name("page"), args=[pk]),
    }  # fmt: skip
    return render(request, "duplicates/choose.html", context, status=422 if form.errors else 200)
