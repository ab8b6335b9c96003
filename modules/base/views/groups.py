"""Putting the chosen customers of a list into a group, or taking them out of one (B26)."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qs

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from dangol.access import requires
from dangol.errors import RuleBroken
from dangol.i18n import figures
from dangol.ids import read_id
from dangol.records.lists.listing import OWN
from dangol.records.saved.offered import list_address
from dangol.records.views.bulk import chosen_of
from modules.base.forms.groups import ChooseForm
from modules.base.models import Group
from modules.base.records import customer_group_record, customer_record
from modules.base.services import groups
from modules.base.services.groups import Joined
from tenants.requests import CompanyRequest


@requires("base.group.edit")
@require_POST
def group_join(request: CompanyRequest) -> HttpResponse:
    """Into the group that is named, at once; without one the name of a new one is asked for."""
    try:
        chosen = _chosen(request)
        if request.POST.get("group"):
            group = _group(request)
            _say_joined(request, group, groups.join(group, chosen))
            return redirect(_back(request))
        return _new(request, chosen)
    except RuleBroken as broken:
        messages.error(request, str(broken))
        return redirect(_back(request))


@requires("base.group.edit")
@require_POST
def group_leave(request: CompanyRequest) -> HttpResponse:
    """Out of the group that is named."""
    try:
        group = _group(request)
        gone = groups.leave(group, _chosen(request))
    except RuleBroken as broken:
        messages.error(request, str(broken))
    else:
        words = ngettext(
            "%(n)s customer is out of “%(group)s”.", "%(n)s customers are out of “%(group)s”.", gone
        )
        messages.success(request, words % {"n": figures.number(gone), "group": group.name})
    return redirect(_back(request))


def _new(request: CompanyRequest, chosen: Any) -> HttpResponse:
    """A new group of the chosen customers, or of whoever fits what the list is filtered by."""
    may_follow = bool(request.POST.get("all"))
    posted = request.POST if "apply" in request.POST else None
    form = ChooseForm(posted, may_follow=may_follow)
    if posted is not None and form.is_valid():
        kind = form.cleaned_data.get("kind", Group.Kind.STATIC)
        try:
            group = groups.groups.create(
                {"name": form.cleaned_data["name"], "kind": kind, "query": _conditions(request)}
            )
        except RuleBroken as broken:
            form.add_error(broken.field if broken.field in form.fields else None, str(broken))
        else:
            if kind == Group.Kind.STATIC:
                _say_joined(request, group, groups.join(group, chosen))
            else:
                messages.success(request, _("“%(name)s” is saved.") % {"name": group.name})
            return redirect("base:group-page", group.pk)
    context = {
        "form": form,
        "query": request.POST.get("query", ""),
        "all": request.POST.get("all", ""),
        "chosen": request.POST.getlist("chosen"),
        "count_words": customer_record.count_words(chosen.count(), figures.number(chosen.count())),
        "back": _back(request),
    }
    return render(request, "base/group_new.html", context, status=422 if form.errors else 200)


def _chosen(request: CompanyRequest) -> Any:
    """The ticked customers, or all that the list finds, as far as the user may see them."""
    return chosen_of(request, customer_record, customer_record.visible_to(request.user))


def _conditions(request: CompanyRequest) -> str:
    """What the list is filtered by, without its order; nobody is called `me` in it."""
    asked = parse_qs(request.POST.get("query", ""))
    mine = str(request.user.pk)
    pairs = [
        f"{name}={mine if value == 'me' else value}"
        for name, values in asked.items()
        if name not in OWN
        for value in values
    ]
    return "&".join(pairs)


def _group(request: CompanyRequest) -> Group:
    """A group that the user may change."""
    pk = read_id(request.POST.get("group", ""))
    found: Group | None = (
        customer_group_record.visible_to(request.user, "edit").filter(pk=pk).first()
    )
    if found is None:
        raise Http404
    return found


def _say_joined(request: CompanyRequest, group: Group, joined: Joined) -> None:
    words = ngettext(
        "%(n)s customer added to “%(group)s”.", "%(n)s customers added to “%(group)s”.",
        joined.added,
    ) % {"n": figures.number(joined.added), "group": group.name}  # fmt: skip
    if joined.there:
        there = ngettext("%(n)s was in it already.", "%(n)s were in it already.", joined.there)
        words = f"{words} {there % {'n': figures.number(joined.there)}}"
    messages.success(request, words)


def _back(request: CompanyRequest) -> str:
    return f"{reverse('base:customer-list')}{list_address(request.POST.get('query', ''))}"
