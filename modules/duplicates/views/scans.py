"""Looking through everything, and merging what is sure (B20, B21)."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from dangol.access import requires
from dangol.errors import RuleBroken
from dangol.toasts import undoable
from modules.duplicates.forms.rules import RuleForm
from modules.duplicates.kinds import KINDS
from modules.duplicates.models import Scan, Sweep
from modules.duplicates.queries import queue
from modules.duplicates.queries.sure import PAGE, shown_pairs
from modules.duplicates.services import scans, sweeps
from modules.duplicates.tasks import look_through, sweep


@requires("duplicates.scan.start")
@require_POST
def scan_start(request: HttpRequest, *, code: str) -> HttpResponse:
    """Begins a search through everything."""
    try:
        scans.start(KINDS[code], request.user, look_through.ring)  # type: ignore[arg-type]
    except RuleBroken as broken:
        messages.warning(request, str(broken))
    return redirect(_queue_of(code))


@requires("duplicates.pair.view", asked_by_page=True)
@require_GET
def scan_progress(request: HttpRequest, *, code: str) -> HttpResponse:
    """How far the search is; asked for each second while it goes on."""
    response = render(request, "duplicates/scan.html", scan_context(code))
    if not Scan.objects.filter(record=code, state=Scan.State.RUNNING).exists():
        response["HX-Refresh"] = "true"
    return response


def scan_context(code: str) -> dict[str, Any]:
    """The last search of a type, for the foot of the queue."""
    noun = code.partition(".")[2]
    steps = {
        "read": _("Reading"), "clean": _("Cleaning"), "block": _("Looking for likely pairs"),
        "learn": _("Learning what counts"), "judge": _("Comparing"), "keep": _("Keeping"),
    }  # fmt: skip
    scan = Scan.objects.filter(record=code).order_by("-begun_at").first()
    return {
        "scan": scan,
        "step": steps.get(scan.step, "") if scan else "",
        "percent": round(scan.share * 100) if scan else 0,
        "scan_url": reverse(f"duplicates:{noun}-scan"),
        "progress_url": reverse(f"duplicates:{noun}-scan-progress"),
    }


@requires("duplicates.pair.view")
@require_GET
def sure_list(request: HttpRequest, *, code: str) -> HttpResponse:
    """The pairs that the rule would merge, and those in which something stands against it."""
    mergeable = KINDS[code]
    rule = sweeps.rule_of(mergeable)
    pairs = queue.waiting(mergeable, request.user).filter(score__gte=rule.minimum)
    context = {
        "mergeable": mergeable, "record": mergeable.record, "rule": rule,
        "form": RuleForm(mergeable, instance=rule), "count": queue.count(pairs), "PAGE": PAGE,
        "pairs": shown_pairs(mergeable, request.user, rule, pairs),
        "last": Sweep.objects.filter(record=code).order_by("-begun_at").first(),
        "queue_url": _queue_of(code), "here": request.path,
        "rule_url": reverse(f"duplicates:{mergeable.record.noun}-rule"),
        "sweep_url": reverse(f"duplicates:{mergeable.record.noun}-sweep"),
    }  # fmt: skip
    return render(request, "duplicates/sure.html", context)


@requires("duplicates.rule.edit")
@require_http_methods(["POST"])
def rule_save(request: HttpRequest, *, code: str) -> HttpResponse:
    """Keeps the rule by which pairs are merged."""
    mergeable = KINDS[code]
    form = RuleForm(mergeable, request.POST, instance=sweeps.rule_of(mergeable))
    if form.is_valid():
        sweeps.keep_rule(mergeable, form.cleaned_data)
        messages.success(request, _("The rule is kept."))
    else:
        messages.error(
            request, " ".join(str(words) for each in form.errors.values() for words in each)
        )
    return redirect(f"duplicates:{mergeable.record.noun}-sure")


@requires("duplicates.pair.decide")
@require_POST
def sweep_start(request: HttpRequest, *, code: str) -> HttpResponse:
    """Merges every pair that the rule allows, in the background."""
    mergeable = KINDS[code]
    try:
        begun = sweeps.start(mergeable, request.user, sweep.ring)  # type: ignore[arg-type]
    except RuleBroken as broken:
        messages.warning(request, str(broken))
    else:
        words = _("Pairs without anything against it are being merged.")
        undoable(request, words, reverse("duplicates:sweep-undo", args=[begun.pk]))
    return redirect(f"duplicates:{mergeable.record.noun}-sure")


@requires("duplicates.pair.decide")
@require_POST
def sweep_undo(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Takes all merges of a round back."""
    found = Sweep.objects.filter(pk=pk, record__in=list(KINDS)).first()
    if found is None:
        raise Http404
    try:
        sweeps.undo(pk, sweep.ring)
    except RuleBroken as broken:
        messages.warning(request, str(broken))
    else:
        messages.success(request, _("The merges of this round are being taken back."))
    return redirect(f"duplicates:{KINDS[found.record].record.noun}-sure")


def _queue_of(code: str) -> str:
    return reverse(f"duplicates:{code.partition('.')[2]}-queue")
