"""A project's own screens: its plan, and its way to the step that is next (G4)."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from dangol import clock
from dangol.access import Scope, requires, scope_of
from dangol.errors import RuleBroken
from modules.base.records import customer_record
from modules.campaign.forms.projects import NewProjectForm, PlanForm
from modules.campaign.models import Campaign, Project
from modules.campaign.queries import origins, previews, reach
from modules.campaign.records import campaign_record
from modules.campaign.services import projects


def _refuse_narrowed(user: Any) -> None:
    """A project chooses among all customers and counts them: nobody learns by it what their role
    does not show. PermissionDenied for whom the role narrows rows or hides what one selects by."""
    selecting = {each.field for each in customer_record.filters}
    selecting |= {each.field for each in customer_record.search}
    scope = scope_of(user, customer_record.permission("view"))
    if scope is not Scope.ALL or customer_record.hidden_from(user) & selecting:
        raise PermissionDenied(
            _("A project reaches all customers, and your role shows you only some of them.")
        )


def find_project(request: HttpRequest, pk: UUID) -> Project:
    """The project, with its campaign and send, if the user may see its campaign; else 404."""
    _refuse_narrowed(request.user)
    rows = Project.objects.select_related("campaign", "send")
    return get_object_or_404(rows, pk=pk, campaign__in=campaign_record.visible_to(request.user))


@requires("campaign.project.view")
@require_GET
def project_page(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Leads to the step that is next, or to the progress of what was started."""
    project = find_project(request, pk)
    if not project.is_draft:
        return redirect("messaging:send-page", project.send_id)
    if project.audience_count is None:
        return redirect("campaign:project-audience", pk)
    return redirect(
        "campaign:project-check" if project.send.body else "campaign:project-content", pk
    )


@requires("campaign.project.create")
@require_http_methods(["GET", "POST"])
def project_new(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The plan of a new project of the campaign, filled in as far as can be guessed."""
    campaign = get_object_or_404(campaign_record.visible_to(request.user), pk=pk)
    form = NewProjectForm(request.POST or None, initial=_initial(request, campaign))
    if request.method == "POST" and form.is_valid():
        try:
            project = projects.create(campaign, form.cleaned_data, by=request.user)  # type: ignore[arg-type]
        except RuleBroken as broken:
            form.add_error(broken.field, str(broken))
        else:
            return redirect("campaign:project-audience", project.pk)
    facts = {"form": form, "campaign": campaign}
    status = 422 if form.errors else 200
    return render(request, "campaign/projects/new.html", facts, status=status)


@requires("campaign.project.edit")
@require_http_methods(["GET", "POST"])
def project_edit(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Name, type and period of a project that was not started."""
    project = find_project(request, pk)
    form = PlanForm(request.POST or None, instance=find_project(request, pk))
    if request.method == "POST" and form.is_valid():
        try:
            projects.edit(project, form.cleaned_data)
        except RuleBroken as broken:
            form.add_error(broken.field, str(broken))
        else:
            messages.success(request, _("Saved."))
            return redirect("campaign:project-page", pk)
    facts = {"form": form, "project": project}
    status = 422 if form.errors else 200
    return render(request, "campaign/projects/edit.html", facts, status=status)


@requires("campaign.project.delete")
@require_POST
def project_delete(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Throws away a project that was not started."""
    project = find_project(request, pk)
    try:
        projects.delete(project)
    except RuleBroken as broken:
        messages.error(request, str(broken))
    else:
        messages.success(request, _("“%(name)s” is deleted.") % {"name": project.name})
    return redirect("campaign:campaign-page", project.campaign_id)


@requires("campaign.project.create")
@require_POST
def project_copy(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A new project with the people and the text of this one."""
    project = find_project(request, pk)
    try:
        fresh = projects.copy(project, by=request.user)  # type: ignore[arg-type]
    except RuleBroken as broken:
        messages.error(request, str(broken))
        return redirect("campaign:project-page", pk)
    messages.success(request, _("Copied. Look through it before you send."))
    return redirect("campaign:project-audience", fresh.pk)


@requires("campaign.project.create")
@require_POST
def project_again(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A new project with this text for those of whom nothing came (G5)."""
    project = find_project(request, pk)
    who = request.POST.get("who", "")
    if who not in projects.AGAIN:
        raise Http404
    try:
        fresh = projects.again(project, who, by=request.user)  # type: ignore[arg-type]
    except RuleBroken as broken:
        messages.error(request, str(broken))
        return redirect("campaign:project-page", pk)
    messages.success(request, _("Copied. Look through it before you send."))
    return redirect("campaign:project-audience", fresh.pk)


@requires("campaign.project.view")
@require_GET
def project_message(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What was sent, as one of its recipients reads it; a draft is still written."""
    project = find_project(request, pk)
    if project.is_draft:
        return redirect("campaign:project-content", pk)
    send = project.send
    people = reach.samples(send.audience, send.channel, advertising=send.advertising)
    shown = previews.chosen(people, request.GET.get("as", ""))
    facts = {
        "project": project,
        "campaign": project.campaign,
        "origin": origins.origin(send.pk, request.user),
        "people": people,
        "shown": shown,
        "preview": previews.preview(send, shown),
    }
    return render(request, "campaign/projects/message.html", facts)


def _initial(request: HttpRequest, campaign: Campaign) -> dict[str, object]:
    medium = request.GET.get("medium", "")
    if medium not in Project.Medium:
        medium = Project.Medium.EMAIL
    number = campaign.projects.filter(medium=medium).count() + 1
    words = {"campaign": campaign.name[:60], "medium": Project.Medium(medium).label, "n": number}
    return {
        "medium": medium,
        "name": _("%(campaign)s – %(medium)s %(n)s") % words,
        "starts_on": max(clock.today(), campaign.starts_on),
        "ends_on": max(clock.today(), campaign.ends_on),
    }
