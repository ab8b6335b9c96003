"""Computing the scores by hand, and how far it is (B15-B19)."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_POST

from dangol.access import requires
from dangol.errors import RuleBroken
from modules.scoring.models import Run
from modules.scoring.queries import current
from modules.scoring.services import runs
from modules.scoring.tasks import compute_scores


@requires("scoring.settings.manage")
@require_POST
def run_start(request: HttpRequest) -> HttpResponse:
    """Begins to compute all scores now."""
    try:
        runs.start(request.user, compute_scores.ring)  # type: ignore[arg-type]
    except RuleBroken as broken:
        messages.warning(request, str(broken))
    return redirect("scoring:settings")


@requires("scoring.settings.manage")
@require_POST
def run_stop(request: HttpRequest) -> HttpResponse:
    """Stops it; what was written stays."""
    runs.stop()
    return redirect("scoring:settings")


@requires("scoring.settings.manage", asked_by_page=True)
@require_GET
def progress(request: HttpRequest) -> HttpResponse:
    """How far the computation is; asked for each second while it goes on."""
    return render(request, "scoring/run.html", run_context())


def run_context() -> dict[str, Any]:
    """The computation that is running, or the last one."""
    run = current.last_run()
    running = run is not None and run.state == Run.State.RUNNING
    percent = min(99, 100 * run.seen // run.total) if run and run.total else 0
    return {"run": run, "is_running": running, "percent": percent, "last_done": current.last_done()}
