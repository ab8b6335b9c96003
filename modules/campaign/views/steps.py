"""The first two steps to a send, recipients and content: both work without scripts (G6, G17)."""

from __future__ import annotations

from collections.abc import Mapping
from time import perf_counter
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from dangol.access import requires, user_can
from dangol.errors import RuleBroken
from dangol.records.filters.base import as_parameters
from messaging.content import advertising, merge
from messaging.ports import audience, meter
from modules.campaign.forms.projects import ContentForm, content_form
from modules.campaign.models import Project
from modules.campaign.queries import (
    checks,
    controls,
    costs,
    drafts,
    makeup,
    previews,
    problems,
    reach,
)
from modules.campaign.services import projects
from modules.campaign.views.projects import find_project

STEPS = (
    ("audience", _("Recipients"), "campaign:project-audience"),
    ("content", _("Content"), "campaign:project-content"),
    ("check", _("Check and send"), "campaign:project-check"),
)
NOT_FILTERS = (
    "csrfmiddlewaretoken", "sort", "after", "before", "undo", "row", "add", "drop",
    "turn", "compare",
)  # fmt: skip
"""Parameters of a form or of a list's address that select nobody."""
Parameters = dict[str, list[str]]


def step_facts(
    request: HttpRequest, project: Project, step: str, recipients: reach.Reach | None = None
) -> dict[str, Any]:
    """What the frame of every step draws; `recipients` as the step itself counted them."""
    count = recipients.reachable if recipients else project.audience_count
    return {
        "project": project,
        "campaign": project.campaign,
        "step": step,
        "steps": _steps(project, step, count),
        "saved_at": drafts.saved_at(project),
        "may_delete": user_can(request.user, "campaign.project.delete"),
        "may_test": user_can(request.user, "campaign.send.test"),
        "own_address": request.user.email if project.is_mail else "",  # type: ignore[union-attr]
    }


def _steps(project: Project, step: str, count: int | None) -> list[dict[str, Any]]:
    """The three steps; one that is finished carries a check, any of them can be gone to."""
    finished = {"audience": project.audience_count is not None, "content": project.send.body != ""}
    return [
        {
            "number": number,
            "word": word,
            "address": reverse(name, args=[project.pk]),
            "look": "now" if code == step else "done" if finished.get(code) else "",
            "count": count if code == "audience" else None,
        }
        for number, (code, word, name) in enumerate(STEPS, 1)
    ]


def saved(request: HttpRequest, project: Project, problem: str = "") -> HttpResponse:
    """The answer to a draft kept in passing: when, or why not. Without scripts, the step again."""
    if request.headers.get("X-Requested-With") != "fetch":
        if problem:
            messages.error(request, problem)
        else:
            messages.success(request, _("Saved."))
        return redirect("campaign:project-page", project.pk)
    facts = {"saved_at": drafts.saved_at(project), "problem": problem}
    status = 422 if problem else 200
    return render(request, "campaign/parts/saved.html", facts, status=status)


# --- 1. Recipients -----------------------------------------------------------------------------


@requires("campaign.project.edit")
@require_http_methods(["GET", "POST"])
def project_audience(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Chooses the recipients by the filters of the customers' list; its address works here too."""
    project = find_project(request, pk)
    if not project.is_draft:
        return redirect("campaign:project-page", pk)
    problem = ""
    data = request.POST if request.method == "POST" else request.GET
    parameters, asked = _parameters(data), _operators(data)
    if request.method == "POST":
        try:
            projects.choose_audience(project, parameters)
        except RuleBroken as broken:
            problem = str(broken)
        else:
            return redirect("campaign:project-content", pk)
    elif not request.GET:
        parameters = as_parameters(project.send.audience)
    if dropped := data.get("drop"):
        parameters = controls.without(parameters, dropped)
    shown = [name for name in (*data.getlist("row"), *data.getlist("add")) if name != dropped]
    rows, others = controls.rows(request.user, parameters, shown, asked)
    facts = {
        **step_facts(request, project, "audience"),
        **_reach_facts(request, project, parameters),
        "rows": rows,
        "others": others,
        "added": data.get("add", ""),
        "problem": problem,
    }
    status = 422 if problem else 200
    return render(request, "campaign/projects/audience.html", facts, status=status)


@requires("campaign.project.edit")
@require_POST
def project_keep_audience(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Keeps the conditions as they stand, while the user goes on choosing."""
    project = find_project(request, pk)
    try:
        parameters = _parameters(request.POST)
        if reach.query_of(parameters) != as_parameters(project.send.audience):
            project = projects.choose_audience(project, parameters)
    except RuleBroken as broken:
        return saved(request, project, str(broken))
    return saved(request, project)


@requires("campaign.project.edit")
@require_GET
def project_reach(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The counts for the conditions as they stand in the form, while the user still chooses."""
    project, parameters = find_project(request, pk), _parameters(request.GET)
    shown, asked = request.GET.getlist("row"), _operators(request.GET)
    rows, _others = controls.rows(request.user, parameters, shown, asked)
    facts = {"project": project, "rows": rows, **_reach_facts(request, project, parameters)}
    return render(request, "campaign/parts/counted.html", facts)


def _parameters(data: QueryDict) -> Parameters:
    """The conditions in a form or an address, each written by the operator chosen for it."""
    conditions = {
        name: values
        for name, values in data.lists()
        if name not in NOT_FILTERS and not name.startswith(controls.OPERATOR)
    }
    return controls.turned(conditions, _operators(data))


def _operators(data: QueryDict) -> dict[str, str]:
    """{filter: code of the operator chosen for it}"""
    start = len(controls.OPERATOR)
    return {name[start:]: str(data[name]) for name in data if name.startswith(controls.OPERATOR)}


def _reach_facts(request: HttpRequest, project: Project, parameters: Parameters) -> dict[str, Any]:
    """Counts, prices, shares and samples of a selection, or what is wrong with it."""
    send, started = project.send, perf_counter()
    try:
        query = reach.query_of(parameters)
    except RuleBroken as broken:
        return {"reach_problem": str(broken)}
    counts = reach.count(query, send.channel, advertising=send.advertising)
    taken = round((perf_counter() - started) * 1_000)
    turn = request.GET.get("turn", "")
    return {
        "reach": counts,
        "counted_in": taken,
        "selected": audience().describe(query),
        "samples": reach.samples(
            query,
            send.channel,
            advertising=send.advertising,
            turn=int(turn) if turn.isascii() and turn.isdigit() else 0,
        ),
        "turn": (int(turn) + 1) % reach.TURNS if turn.isascii() and turn.isdigit() else 1,
        "costs": costs.compared(query, send, counts),
        "makeup": makeup.makeup(query),
        "account": meter().account(),
    }


# --- 2. Content --------------------------------------------------------------------------------


@requires("campaign.project.edit")
@require_http_methods(["GET", "POST"])
def project_content(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Sender, subject and text. What was typed is kept even when something is wrong with it."""
    project = find_project(request, pk)
    if not project.is_draft:
        return redirect("campaign:project-page", pk)
    if request.method == "GET":
        return _content_page(request, project, content_form(project))
    if "insert" in request.POST:
        return _with_field(request, project)
    form = content_form(project, request.POST)
    if not form.is_valid():
        return _content_page(request, project, form, status=422)
    try:
        project = projects.write(find_project(request, pk), form.values())
    except RuleBroken as broken:
        form.add_error(None, str(broken))
        return _content_page(request, project, form, status=422)
    found = problems.content(project.send)
    if not found:
        return redirect("campaign:project-check", pk)
    for each in found:
        form.add_error(each.field if each.field in form.fields else None, each.sentence)
    return _content_page(request, project, form, status=422)


@requires("campaign.project.edit")
@require_POST
def project_keep_content(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Keeps what is written so far, whatever is still missing in it."""
    project = find_project(request, pk)
    form = content_form(project, request.POST)
    if not form.is_valid():
        return saved(request, project, " ".join(str(each[0]) for each in form.errors.values()))
    before = find_project(request, pk)
    if any(getattr(before.send, name) != value for name, value in form.values().items()):
        try:
            projects.write(before, form.values())
        except RuleBroken as broken:
            return saved(request, project, str(broken))
    return saved(request, project)


@requires("campaign.project.edit")
@require_POST
def project_preview(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What a recipient would read of the text in the form, and what is wrong with it."""
    project = find_project(request, pk)
    form = content_form(project, request.POST)
    form.is_valid()
    facts = {"project": project, **_preview_facts(project, form, request.POST)}
    return render(request, "campaign/parts/written.html", facts)


def _with_field(request: HttpRequest, project: Project) -> HttpResponse:
    """Without scripts: the form again, with the merge field at the end of the text."""
    data = request.POST.copy()
    data["body"] = data.get("body", "") + merge.told(merge.written(str(data["insert"])))
    form = content_form(project, data)
    form.is_valid()
    return _content_page(request, project, form)


def _content_page(
    request: HttpRequest, project: Project, form: ContentForm, status: int = 200
) -> HttpResponse:
    own = ("subject", "body", "advertising")
    facts = {
        **step_facts(request, project, "content"),
        **_preview_facts(project, form, request.POST or request.GET),
        "form": form,
        "may_manage_senders": user_can(request.user, "messaging.sender.manage"),
        "fields": [field for field in form.visible_fields() if field.name not in own],
        "merge_fields": [
            (code, label, merge.written(label)) for code, label in audience().merge_fields().items()
        ],
        "label": advertising.LABEL,
        "opt_out": advertising.OPT_OUT,
    }
    return render(request, "campaign/projects/content.html", facts, status=status)


def _preview_facts(project: Project, form: ContentForm, data: Mapping[str, Any]) -> dict[str, Any]:
    """The preview for one of a few real recipients, and the checks; `as` names the one to show."""
    send = form.instance
    people = reach.samples(send.audience, send.channel, advertising=send.advertising)
    shown = previews.chosen(people, str(data.get("as", "")))
    preview = previews.preview(send, shown)
    found = problems.content(send)
    lines = checks.checks(send, preview, found)
    return {
        "people": people,
        "shown": shown,
        "preview": preview,
        "lms_price": meter().unit_price("lms"),
        "found": found,
        "checks": lines,
        "passed": sum(each.look == "pass" for each in lines),
        "looks": sum(each.look == "look" for each in lines),
    }
