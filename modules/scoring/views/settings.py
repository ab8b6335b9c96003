"""The rules of scores: seen, tried out, saved (B15-B19, B32)."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from dangol.access import requires
from dangol.errors import RuleBroken
from modules.base.score_drawings import GLYPHS
from modules.scoring.forms.rules import ROWS, RuleForm
from modules.scoring.queries import current
from modules.scoring.queries.foreseen import Foreseen, foreseen, ordered
from modules.scoring.queries.wording import grade_words, stage_words
from modules.scoring.services import rule_sets, runs
from modules.scoring.tasks import compute_scores
from modules.scoring.views.runs import run_context

PREVIEW = "preview"


@requires("scoring.settings.manage")
@require_http_methods(["GET", "POST"])
def rule_settings(request: HttpRequest) -> HttpResponse:
    """Shows the rules; with `deed` preview what others would change, otherwise saves them."""
    form = RuleForm(request.POST or None, now=current.rules())
    found = None
    if request.method == "POST" and form.is_valid():
        if request.POST.get("deed") != PREVIEW:
            return _saved(request, form)
        found = foreseen(form.rules())
    page = {
        "title": _("Scores of customers"),
        "form": form,
        "rows": {row.name: form.row(row.name) for row in ROWS},
        "foreseen": found,
        "steps": _steps(found) if found else [],
        **run_context(),
    }
    return render(request, "scoring/settings.html", page, status=422 if form.errors else 200)


def _saved(request: HttpRequest, form: RuleForm) -> HttpResponse:
    user: Any = request.user
    if rule_sets.save(form.rules(), user) is None:
        messages.info(request, _("The rules are these already."))
        return redirect("scoring:settings")
    try:
        runs.start(user, compute_scores.ring)
    except RuleBroken:
        words = _("Saved. A computation by the old rules is going on; start another after it.")
    else:
        words = _("Saved. The scores are being computed.")
    messages.success(request, words)
    return redirect("scoring:settings")


def _steps(found: Foreseen) -> list[dict[str, Any]]:
    """How many would go from which stage to which, and from which grade to which."""
    stages = [
        {
            "before": stage_words(before), "after": stage_words(after), "count": count,
            "signs": (GLYPHS[before], GLYPHS[after]),
        }
        for (before, after), count in ordered(found.stages)
    ]  # fmt: skip
    grades = [
        {
            "before": grade_words(before) or _("No grade"),
            "after": grade_words(after) or _("No grade"), "count": count,
        }
        for (before, after), count in ordered(found.grades)
    ]  # fmt: skip
    return [
        {"label": _("Life cycle"), "rows": stages},
        {"label": _("Grade"), "rows": grades},
    ]
