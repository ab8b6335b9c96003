"""Making and changing a trigger: one form, with the builder of conditions that lists have (A29)."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from dangol.access import requires
from dangol.errors import RuleBroken
from dangol.i18n import figures
from dangol.records import Record
from dangol.records.filters.builder import finished, read_form
from dangol.records.filters.drawing import draw, fitting, problems_in
from dangol.records.filters.groups import WHERE, Group
from dangol.records.filters.queries import conditions_of
from dangol.records.lists.selection import read_selection
from tenants.queries import desk
from tenants.reports.queries import finding
from tenants.requests import CompanyRequest
from tenants.triggers.forms.editing import DO, Actions, TriggerForm, initial
from tenants.triggers.models import Trigger
from tenants.triggers.recipients import PERSON
from tenants.triggers.services import keeping
from tenants.triggers.views.triggers import MANAGE

SAVE = "save"
REPORT = "tenants.report"


@requires(MANAGE)
@require_http_methods(["GET", "POST"])
def trigger_new(request: CompanyRequest) -> HttpResponse:
    """A new trigger of the type `record`; `query` is the list from which one comes.

    Without a type one chooses it at the head of the list of triggers.
    """
    if not request.GET.get("record"):
        return redirect("tenants:trigger-list")
    record = desk.records().get(request.GET.get("record", ""))
    if record is None or record not in finding.types(request.user):
        raise Http404
    where = conditions_of(record, request.user, request.GET.get("query", ""))
    return _edit(request, record, None, where)


@requires(MANAGE)
@require_http_methods(["GET", "POST"])
def trigger_edit(request: CompanyRequest, pk: UUID) -> HttpResponse:
    found = get_object_or_404(Trigger.objects.select_related("owner"), pk=pk)
    record = desk.records().get(found.record)
    if record is None or record not in finding.types(request.user):
        raise Http404
    return _edit(request, record, found, found.where)


def _edit(
    request: CompanyRequest, record: Record, trigger: Trigger | None, where: str
) -> HttpResponse:
    is_posted = request.method == "POST"
    is_save = request.POST.get(DO) == SAVE
    begun = None if is_posted else initial(trigger, request.GET)
    form = TriggerForm(
        request.POST if is_posted else None, record=record, user=request.user, initial=begun
    )
    group, problem = _conditions(request, record, where)
    actions = _actions(request, record, trigger, form)
    box = draw(record, request.user, group)
    if is_save and not _say_what_lacks(form, actions, group, box):
        made = _kept(request, form, actions, record, trigger, finished(group))
        if made is not None:
            return redirect("tenants:trigger", pk=made.pk)
    if is_posted and not is_save:
        form.errors.clear()
    facts = {
        "form": form,
        "record": record,
        "trigger": trigger,
        "box": box,
        "problem": problem,
        "actions": actions,
        "watched": form.watched_choices,
        "count": _count(request, record, group, box),
        "title": trigger.name if trigger else _("New trigger"),
    }
    return render(request, "triggers/edit.html", facts, status=422 if is_save else 200)


def _actions(
    request: CompanyRequest, record: Record, trigger: Trigger | None, form: TriggerForm
) -> Actions:
    actions = Actions(record, request.user, form.chosen_moment)
    if request.method == "POST":
        actions.read(request.POST)
    elif trigger is not None:
        actions.begin(trigger.actions)
    elif request.GET.get("report"):
        options = {"report": request.GET["report"], "to": [f"{PERSON}{request.user.pk}"]}
        actions.begin([{"code": REPORT, "options": options}])
    return actions


def _conditions(request: CompanyRequest, record: Record, where: str) -> tuple[Group, str]:
    """The conditions as the form holds them; the sentence says why they are none."""
    if request.method == "POST":
        return read_form(record, request.user, dict(request.POST.lists())), ""
    return fitting(record, request.user, where)


def _say_what_lacks(form: TriggerForm, actions: Actions, group: Group, box: Any) -> bool:
    """Whether something lacks that no field of the form says; it is said with what the fields say.

    A condition that cannot be used says so itself.
    """
    is_wrong = bool(problems_in(box))
    where = "?" if is_wrong else finished(group)
    for broken in keeping.lacking(form.chosen_moment, where, actions.asked):
        form.add_error(None, broken.message)
        is_wrong = True
    return is_wrong


def _count(request: CompanyRequest, record: Record, group: Group, box: Any) -> str:
    """For how many records the conditions hold now, in words; "" while they cannot be asked."""
    if problems_in(box):
        return ""
    where = finished(group)
    asked = {WHERE: [where]} if where else {}
    rows = read_selection(record, request.user, asked).of(record.visible_to(request.user))
    count = rows.count()
    return record.count_words(count, figures.number(count))


def _kept(
    request: CompanyRequest, form: TriggerForm, actions: Actions, record: Record,
    trigger: Trigger | None, where: str,
) -> Trigger | None:  # fmt: skip
    is_fit, chosen = form.is_valid(), actions.values()
    if not is_fit or chosen is None:
        return None
    values = form.values(where, chosen)
    try:
        if trigger is None:
            made = keeping.create(request.user, record.code, values)
        else:
            made = keeping.change(trigger, request.user, values)
    except RuleBroken as broken:
        name = broken.field or ""
        form.add_error(name if name in form.fields else None, broken.message)
        return None
    messages.success(request, _("Saved."))
    return made
