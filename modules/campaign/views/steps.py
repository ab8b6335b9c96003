"""The first two steps to a send, recipients and content: both work without scripts (G6, G17)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from dangol.access import requires, user_can
from dangol.errors import RuleBroken
from dangol.records.filters import as_parameters
from messaging.ports import audience, meter
from modules.base.models import Customer
from modules.campaign.forms.projects import ContentForm, content_form
from modules.campaign.models import Project
from modules.campaign.queries import controls, previews, problems, reach
from modules.campaign.services import projects
from modules.campaign.views.projects import find_project

STEPS = (
    ("audience", _("Recipients"), "campaign:project-audience"),
    ("content", _("Content"), "campaign:project-content"),
    ("check", _("Check and send"), "campaign:project-check"),
)
NOT_FILTERS = ("csrfmiddlewaretoken", "sort", "after", "before", "undo")
"""Parameters of a form or of a list's address that select nobody."""
Parameters = dict[str, list[str]]


def step_facts(request: HttpRequest, project: Project, step: str) -> dict[str, Any]:
    """What the frame of every step draws."""
    return {
        "project": project,
        "campaign": project.campaign,
        "step": step,
        "steps": STEPS,
        "may_delete": user_can(request.user, "campaign.project.delete"),
    }


# --- 1. Recipients -----------------------------------------------------------------------------


@requires("campaign.project.edit")
@require_http_methods(["GET", "POST"])
def project_audience(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Chooses the recipients by the filters of the customers' list; its address works here too."""
    project = find_project(request, pk)
    if not project.is_draft:
        return redirect("campaign:project-page", pk)
    problem = ""
    parameters = _parameters(request.POST if request.method == "POST" else request.GET)
    if request.method == "POST":
        try:
            projects.choose_audience(project, parameters)
        except RuleBroken as broken:
            problem = str(broken)
        else:
            return redirect("campaign:project-content", pk)
    elif not request.GET:
        parameters = as_parameters(project.send.audience)
    facts = {
        **step_facts(request, project, "audience"),
        **_reach_facts(project, parameters),
        "controls": controls.controls(request.user, parameters),
        "find": controls.find_text(parameters),
        "problem": problem,
    }
    status = 422 if problem else 200
    return render(request, "campaign/projects/audience.html", facts, status=status)


@requires("campaign.project.edit")
@require_GET
def project_reach(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The counts for the filters as they stand in the form, while the user still chooses."""
    project = find_project(request, pk)
    facts = {"project": project, **_reach_facts(project, _parameters(request.GET))}
    return render(request, "campaign/parts/reach.html", facts)


def _parameters(data: QueryDict) -> Parameters:
    return {name: values for name, values in data.lists() if name not in NOT_FILTERS}


def _reach_facts(project: Project, parameters: Parameters) -> dict[str, Any]:
    """Counts, prices and samples of a selection, or what is wrong with it."""
    send = project.send
    try:
        query = reach.query_of(parameters)
    except RuleBroken as broken:
        return {"reach_problem": str(broken)}
    counts = reach.count(query, send.channel, advertising=send.advertising)
    forms = ("email",) if project.is_mail else ("sms", "lms")
    prices = [(form, meter().unit_price(form)) for form in forms]
    return {
        "reach": counts,
        "selected": audience().describe(query),
        "samples": reach.samples(query, send.channel, advertising=send.advertising),
        "costs": [(form, price, counts.reachable * price) for form, price in prices],
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
def project_preview(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What a recipient would read of the text in the form, and what is wrong with it."""
    project = find_project(request, pk)
    form = content_form(project, request.POST)
    form.is_valid()
    facts = {"project": project, **_preview_facts(project, form, request.POST)}
    return render(request, "campaign/parts/preview.html", facts)


def _with_field(request: HttpRequest, project: Project) -> HttpResponse:
    """Without scripts: the form again, with the merge field at the end of the text."""
    data = request.POST.copy()
    data["body"] = f"{data.get('body', '')}{{{{ {data['insert']} }}}}"
    form = content_form(project, data)
    form.is_valid()
    return _content_page(request, project, form)


def _content_page(
    request: HttpRequest, project: Project, form: ContentForm, status: int = 200
) -> HttpResponse:
    own = ("body", "advertising")
    facts = {
        **step_facts(request, project, "content"),
        **_preview_facts(project, form, request.POST or request.GET),
        "form": form,
        "fields": [field for field in form.visible_fields() if field.name not in own],
        "merge_fields": audience().merge_fields(),
    }
    return render(request, "campaign/projects/content.html", facts, status=status)


def _preview_facts(project: Project, form: ContentForm, data: Mapping[str, Any]) -> dict[str, Any]:
    """The preview for one of a few real recipients; `as` in the data is the one to show."""
    send = form.instance
    people = reach.samples(send.audience, send.channel, advertising=send.advertising)
    shown = _chosen(people, str(data.get("as", "")))
    return {
        "people": people,
        "shown": shown,
        "preview": previews.preview(send, shown),
        "found": problems.content(send) if send.body.strip() else [],
    }


def _chosen(people: list[Customer], key: str) -> Customer | None:
    first = people[0] if people else None
    return next((person for person in people if str(person.pk) == key), first)
