"""Customers by segment, and the rules of these (B33, B34)."""

from __future__ import annotations

from dataclasses import replace
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from dangol.access import requires, user_can
from dangol.errors import RuleBroken
from modules.base.records import customer_record
from modules.scoring.axes import PLANS, Plan
from modules.scoring.forms.segments import MatrixForm
from modules.scoring.matrices import LONGEST
from modules.scoring.queries import current, segments
from modules.scoring.queries.segmentations import matrix_of
from modules.scoring.services import rule_sets
from tenants.reports.ready.asked import choices, people_of

MANAGE = "scoring.settings.manage"


@requires(customer_record.permission("view"))
@require_GET
def segment_grid(request: HttpRequest) -> HttpResponse:
    """The grid of one segmentation: of everybody's customers, or of somebody's."""
    user: Any = request.user
    plan = PLANS.get(request.GET.get("matrix", "")) or next(iter(PLANS.values()))
    whose = request.GET.get("whose", "")
    knows_owners = "owner" not in customer_record.hidden_from(user)
    people, problem = _people(whose if knows_owners else "", user)
    departments, everybody = choices() if knows_owners else ([], [])
    run = current.last_done()
    page = {
        "title": _("Customer segments"),
        "grid": segments.read(user, segments.Asked(plan=plan, people=people)),
        "plan": plan,
        "tabs": [(each, _query(each, whose), each is plan) for each in PLANS.values()],
        "problem": problem,
        "run": run,
        "months": (current.rules_of(run) if run else current.rules()).rfm_months,
        "whose": whose,
        "knows_owners": knows_owners,
        "departments": departments,
        "people": everybody,
        "may_manage": user_can(user, MANAGE),
    }
    return render(request, "scoring/segments.html", page, status=422 if problem else 200)


@requires(MANAGE)
@require_http_methods(["GET", "POST"])
def segment_rules(request: HttpRequest, code: str) -> HttpResponse:
    """The grades, borders and clubs of one segmentation; saving them computes nothing."""
    plan = PLANS.get(code)
    if plan is None:
        raise Http404
    form = MatrixForm(request.POST or None, plan=plan, now=matrix_of(plan))
    if request.method == "POST" and form.is_valid():
        return _saved(request, plan, form)
    page = {
        "title": _("Rules of segments"),
        "form": form,
        "plan": plan,
        "back": _address(plan),
        "longest": LONGEST,
        "months": current.rules().rfm_months,
    }
    return render(request, "scoring/segment_rules.html", page, status=422 if form.errors else 200)


def _saved(request: HttpRequest, plan: Plan, form: MatrixForm) -> HttpResponse:
    user: Any = request.user
    now = current.rules()
    rules = replace(now, segments={**now.segments, plan.code: form.matrix()})
    if rule_sets.save(rules, user) is None:
        messages.info(request, _("The rules are these already."))
    else:
        messages.success(request, _("Saved. Customers stand in their new segments already."))
    return redirect(_address(plan))


def _people(whose: str, user: Any) -> tuple[list[str], str]:
    """(ids of whom is asked for, why they make no sense)."""
    try:
        return people_of(whose, user), ""
    except RuleBroken as broken:
        return [], str(broken)


def _address(plan: Plan) -> str:
    return reverse("scoring:segments") + _query(plan, "")


def _query(plan: Plan, whose: str) -> str:
    said = {name: text for name, text in (("matrix", plan.code), ("whose", whose)) if text}
    return f"?{urlencode(said)}"
