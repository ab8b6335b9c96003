"""The third step: everything that is wrong in one list, a test, and the start (G16-G19).

A refused form is drawn at the address that it was sent to; opened again, that leads to the step.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from dangol.access import requires, user_can
from dangol.errors import RuleBroken
from messaging.models import Send
from messaging.ports import audience
from messaging.queries import conditions, standing
from messaging.senders.queries import allowed
from messaging.services import sends
from modules.campaign.forms.projects import PaceForm, ReserveForm, StartForm, TestForm
from modules.campaign.models import Project
from modules.campaign.queries import previews, problems, reach
from modules.campaign.services import sending
from modules.campaign.views.projects import find_project
from modules.campaign.views.steps import step_facts

SOLVED_HERE = ("account_short",)
"""Problems that a choice on this very screen puts right."""


@requires("campaign.project.view")
@require_GET
def project_check(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Recipients, cost, account, and every problem with the place to put it right."""
    project = find_project(request, pk)
    if not project.is_draft:
        return redirect("campaign:project-page", pk)
    return _check_page(request, project)


@requires("campaign.send.test")
@require_http_methods(["GET", "POST"])
def project_test(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Sends one message to the address that was typed, usually the user's own."""
    project = find_project(request, pk)
    if request.method == "GET":
        return redirect("campaign:project-check", pk)
    form = TestForm(request.POST)
    if form.is_valid():
        try:
            sending.test(project, form.cleaned_data["address"], by=request.user)  # type: ignore[arg-type]
        except RuleBroken as broken:
            form.add_error(broken.field if broken.field == "address" else None, str(broken))
        else:
            words = {"address": form.cleaned_data["address"]}
            messages.success(request, _("The test is on its way to %(address)s.") % words)
            return redirect(_next(request, pk))
    return _check_page(request, project, test=form)


@requires("campaign.send.start")
@require_http_methods(["GET", "POST"])
def project_start(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Sends now, once the number of recipients was typed."""
    project = find_project(request, pk)
    if request.method == "GET":
        return redirect("campaign:project-check", pk)
    form = StartForm(request.POST)
    if form.is_valid():
        try:
            send = sending.start(project, **form.cleaned_data)
        except RuleBroken as broken:
            form.add_error(broken.field if broken.field in form.fields else None, str(broken))
        else:
            messages.success(request, _("The send has started."))
            return redirect("messaging:send-page", send.pk)
    return _check_page(request, project, start=form)


@requires("campaign.send.start")
@require_http_methods(["GET", "POST"])
def project_reserve(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Sends at a time to come."""
    project = find_project(request, pk)
    if request.method == "GET":
        return redirect("campaign:project-check", pk)
    form = ReserveForm(request.POST)
    if form.is_valid():
        try:
            facts = dict(form.cleaned_data)
            send = sending.reserve(project, at=facts.pop("scheduled_at"), **facts)
        except RuleBroken as broken:
            form.add_error(broken.field if broken.field in form.fields else None, str(broken))
        else:
            messages.success(request, _("The send is reserved."))
            return redirect("messaging:send-page", send.pk)
    return _check_page(request, project, reserve=form)


@requires("campaign.project.edit")
@require_http_methods(["GET", "POST"])
def project_pace(request: HttpRequest, pk: UUID) -> HttpResponse:
    """At what hours it leaves and how fast: kept with the draft (S5)."""
    project = find_project(request, pk)
    if request.method == "GET":
        return redirect("campaign:project-check", pk)
    form = PaceForm.of(project.send, request.POST)
    if form.is_valid():
        try:
            sends.update(project.send, **form.values())
        except RuleBroken as broken:
            form.add_error(None, str(broken))
        else:
            messages.success(request, _("Saved."))
            return redirect("campaign:project-check", pk)
    return _check_page(request, project, pace=form)


def _check_page(
    request: HttpRequest,
    project: Project,
    *,
    pace: forms.Form | None = None,
    test: forms.Form | None = None,
    start: forms.Form | None = None,
    reserve: forms.Form | None = None,
) -> HttpResponse:
    project = find_project(request, project.pk)
    if not project.is_draft:
        messages.error(request, _("This project has been started already. Look at its progress."))
        return redirect("campaign:project-page", project.pk)
    found, figures = problems.now(project), _figures(project)
    stopping = [each for each in found if each.stops and each.code not in SOLVED_HERE]
    money = [each for each in stopping if each.place == problems.ACCOUNT]
    may_manage = user_can(request.user, "messaging.sender.manage")
    facts = {
        **step_facts(request, project, "check", recipients=figures.get("reach")),
        **figures,
        "found": [
            {"problem": each, "address": _place(project, each, may_manage=may_manage)}
            for each in found
        ],
        "is_short": any(each.code in SOLVED_HERE for each in found),
        "is_stopped": bool(stopping),
        "is_unready": len(stopping) > len(money),
        "may_start": user_can(request.user, "campaign.send.start"),
        "may_test": user_can(request.user, "campaign.send.test"),
        "may_approve": user_can(request.user, "campaign.campaign.approve"),
        "start": start or StartForm(),
        "reserve": reserve or ReserveForm(),
        "refused": [form for form in (start, test) if form is not None],
        "pace": pace or PaceForm.of(project.send),
        "hours": conditions.hours_of(project.send),
        "lasts": _lasts(project.send, figures),
        "may_edit": user_can(request.user, "campaign.project.edit"),
        "is_later": reserve is not None,
        "start_covered": _covers(start),
        "reserve_covered": _covers(reserve),
    }
    facts["is_refused"] = any(form is not None for form in (test, start, reserve, pace))
    status = 422 if facts["is_refused"] else 200
    return render(request, "campaign/projects/check.html", facts, status=status)


def _next(request: HttpRequest, pk: UUID) -> str:
    """The step that the test was sent from."""
    asked = request.POST.get("next", "")
    own = [reverse(f"campaign:project-{step}", args=[pk]) for step in ("content", "check")]
    return asked if asked in own else own[-1]


def _lasts(send: Send, figures: dict[str, Any]) -> str:
    """How long it takes at its own speed, in words; "" while that is not set or nobody counted."""
    if not send.per_hour or "reach" not in figures:
        return ""
    hours = timedelta(hours=figures["reach"].reachable / send.per_hour)
    return standing.duration(max(hours, timedelta(minutes=1)))


def _covers(form: forms.Form | None) -> bool:
    """Whether the user asked to send as far as the account goes."""
    return form is not None and form.data.get("funding") == Send.Funding.COVERED


def _figures(project: Project) -> dict[str, Any]:
    """People, cost, account and text; nothing of it before the recipients are chosen, nor when the
    selection no longer holds."""
    send = project.send
    if project.audience_count is None:
        return {}
    try:
        counts, cost = reach.of_send(send), sends.estimate(send)
        people = reach.samples(send.audience, send.channel, advertising=send.advertising)
        selected = audience().describe(send.audience)
    except RuleBroken:
        return {}
    return {
        "reach": counts,
        "selected": selected,
        "estimate": cost,
        "left_after": cost.account.available - cost.cost,
        "preview": previews.preview(send, people[0] if people else None),
    }


def _place(project: Project, problem: problems.Problem, *, may_manage: bool) -> str:
    """Where the problem is put right; "" for what a button beside it does. `may_manage` says
    whether the user looks after senders."""
    if problem.place == problems.AUDIENCE:
        return reverse("campaign:project-audience", args=[project.pk])
    if problem.code in allowed.CODES and may_manage:
        return reverse("messaging:senders")
    if problem.place == problems.CONTENT:
        field = f"#id_{problem.field}" if problem.field else ""
        return reverse("campaign:project-content", args=[project.pk]) + field
    return ""
