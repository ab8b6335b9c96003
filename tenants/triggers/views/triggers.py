"""Triggers: which there are, one with its log, switching, trying again, removing (A29)."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from dangol.access import requires
from dangol.errors import RuleBroken
from tenants.queries import desk
from tenants.reports.queries import finding
from tenants.requests import CompanyRequest
from tenants.triggers import tasks
from tenants.triggers.models import Firing, Trigger
from tenants.triggers.queries import log, matching
from tenants.triggers.services import acting, keeping

MANAGE = "tenants.trigger.manage"
State = Trigger.State
SWITCHED = {
    State.ON.value: gettext_lazy("Switched on. What holds already does not set it off."),
    State.TRIAL.value: gettext_lazy(
        "On trial: its log tells what it would do, and nothing is done."
    ),
    State.OFF.value: gettext_lazy("Switched off."),
}


@requires(MANAGE)
@require_GET
def trigger_list(request: CompanyRequest) -> HttpResponse:
    """All triggers, with what they did lately."""
    lines = [
        {
            "trigger": each, "look": log.LOOKS[each.state], "moment": log.moment_words(each),
            "record": desk.records().get(each.record), "actions": log.action_words(each),
        }
        for each in log.triggers()
    ]  # fmt: skip
    facts = {"lines": lines, "types": finding.types(request.user)}
    return render(request, "triggers/list.html", facts)


@requires(MANAGE)
@require_GET
def trigger(request: CompanyRequest, pk: UUID) -> HttpResponse:
    """What it does, for how many records it holds now, and its log."""
    found = get_object_or_404(Trigger.objects.select_related("owner"), pk=pk)
    record = desk.records().get(found.record)
    state = request.GET.get("state", "")
    lines, after = log.page(found, request.user, state, request.GET.get("below", ""))
    query = matching.query(found)
    facts = {
        "trigger": found,
        "record": record,
        "look": log.LOOKS[found.state],
        "moment": log.moment_words(found),
        "conditions": matching.sentences(found),
        "actions": log.action_words(found),
        "count": log.matching_now(found),
        "list_url": f"{reverse(record.url_name('list'))}?{query}" if record else "",
        "counts": log.counts(found),
        "state": state,
        "lines": lines,
        "after": after,
    }
    return render(request, "triggers/trigger.html", facts)


@requires(MANAGE)
@require_POST
def trigger_switch(request: CompanyRequest, pk: UUID) -> HttpResponse:
    """On, on trial or off."""
    found, state = get_object_or_404(Trigger, pk=pk), request.POST.get("state", "")
    if state in State.values:
        try:
            keeping.switch(found, state, request.user)
        except RuleBroken as broken:
            messages.error(request, str(broken))
        else:
            messages.success(request, str(SWITCHED[state]))
    return redirect("tenants:trigger", pk)


@requires(MANAGE)
@require_POST
def trigger_again(request: CompanyRequest, pk: UUID, key: UUID) -> HttpResponse:
    """Tries once more what failed."""
    firing = get_object_or_404(Firing, pk=key, trigger_id=pk)
    try:
        acting.again(firing)
    except RuleBroken as broken:
        messages.error(request, str(broken))
    else:
        tasks.work.ring()
        messages.success(request, _("It is being tried again."))
    return redirect("tenants:trigger", pk)


@requires(MANAGE)
@require_http_methods(["GET", "POST"])
def trigger_remove(request: CompanyRequest, pk: UUID) -> HttpResponse:
    """Says what goes with it, then removes it."""
    found = get_object_or_404(Trigger, pk=pk)
    if request.method == "POST":
        try:
            keeping.remove(found)
        except RuleBroken as broken:
            messages.error(request, str(broken))
        else:
            messages.success(request, _("The trigger “%(name)s” is gone.") % {"name": found})
        return redirect("tenants:trigger-list")
    waiting = found.firings.filter(state=Firing.State.WAITING).count()
    return render(request, "triggers/remove.html", {"trigger": found, "waiting": waiting})
