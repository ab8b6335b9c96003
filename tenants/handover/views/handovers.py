"""The screen of hand-overs: what somebody has, what goes to whom, and what became of it (B35)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from dangol.access import requires, user_can
from dangol.errors import RuleBroken
from dangol.ids import read_id
from tenants.handover.queries import offered, runs
from tenants.handover.services import asking
from tenants.handover.services.asking import Wanted
from tenants.people.models import User
from tenants.requests import CompanyRequest

MANAGE = runs.MANAGE


@dataclass(frozen=True)
class Row:
    """One line of the form: what can pass, whether it is chosen, and what a preview says of it."""

    line: offered.Line
    is_chosen: bool
    view: str
    passes: int | None = None

    @property
    def stays(self) -> int:
        return self.line.has - (self.passes or 0)


@requires(MANAGE)
@require_GET
def handover_list(request: CompanyRequest) -> HttpResponse:
    """The newest hand-overs."""
    context = {"title": _("Hand-overs"), "lines": runs.page(request.user)}
    return render(request, "handover/list.html", context)


@requires(MANAGE)
@require_http_methods(["GET", "POST"])
def handover_new(request: CompanyRequest) -> HttpResponse:
    """Whose, what, to whom; a preview of it; and its beginning."""
    posted = request.POST
    giver = _giver(posted.get("giver", "") or request.GET.get("giver", ""))
    rows = _rows(request, giver) if giver else []
    heirs = [key for key in map(read_id, posted.getlist("heirs")) if key]
    problem: RuleBroken | None = None
    is_previewed = False
    if request.method == "POST" and giver:
        try:
            rows = _looked_through(request, giver, rows)
            is_previewed = bool([row for row in rows if row.is_chosen])
            if posted.get("deed") == "start":
                wanted = _wanted(request, rows)
                made = asking.begin(giver, heirs, wanted, posted.get("reason", ""), request.user)
                messages.success(request, _("The hand-over has begun; it goes on by itself."))
                return redirect("tenants:handover-page", made.pk)
            if not is_previewed:
                raise RuleBroken("nothing", _("Choose what is handed over."), field="wanted")
        except RuleBroken as broken:
            problem = broken
    context = {
        "title": _("New hand-over"),
        "people": list(User.objects.order_by("-is_active", "name", "pk")),
        "giver": giver,
        "rows": rows,
        "colleagues": _colleagues(giver, heirs) if giver else [],
        "reason": posted.get("reason", ""),
        "is_previewed": is_previewed and problem is None,
        "each": _each(rows, len(heirs)),
        "problem": problem,
        "undo_days": 30,
    }
    return render(request, "handover/new.html", context, status=422 if problem else 200)


@requires("desk.own.use")
@require_GET
def handover_page(request: CompanyRequest, pk: UUID) -> HttpResponse:
    """What became of one; also for those who gave or got something."""
    return render(request, "handover/page.html", _page(request, pk))


@requires("desk.own.use", asked_by_page=True)
@never_cache
@require_GET
def handover_progress(request: CompanyRequest, pk: UUID) -> HttpResponse:
    """The inside of its page, which looks again by itself while it is under way."""
    return render(request, "handover/part.html", _page(request, pk))


def _page(request: CompanyRequest, pk: UUID) -> dict[str, Any]:
    handover = runs.open_to(request.user).filter(pk=pk).first()
    if handover is None:
        raise Http404
    return {
        "title": _("Hand-over of %(name)s") % {"name": handover.giver.name},
        "handover": handover,
        "heirs": runs.heir_names(handover),
        "results": runs.results(handover),
        "may_undo": handover.may_return and user_can(request.user, MANAGE),
        "may_manage": user_can(request.user, MANAGE),
    }


@requires(MANAGE)
@require_POST
def handover_undo(request: CompanyRequest, pk: UUID) -> HttpResponse:
    """Gives back what nobody has given to another since."""
    handover = get_object_or_404(runs.open_to(request.user), pk=pk)
    try:
        asking.undo(handover, request.user)
    except RuleBroken as broken:
        messages.error(request, str(broken))
    else:
        messages.success(request, _("It is given back; that goes on by itself."))
    return redirect("tenants:handover-page", pk)


def _giver(text: str) -> User | None:
    key = read_id(text)
    return User.objects.filter(pk=key).first() if key else None


def _rows(request: CompanyRequest, giver: User) -> list[Row]:
    """Everything that the giver has; at first all of it that passes is chosen."""
    posted = request.POST
    chosen = posted.getlist("wanted")
    is_new = request.method != "POST"
    return [
        Row(line, (is_new and line.passes > 0) or line.code in chosen,
            posted.get(f"view:{line.code}", ""))
        for line in offered.lines(request.user, giver.pk)
    ]  # fmt: skip


def _looked_through(request: CompanyRequest, giver: User, rows: Sequence[Row]) -> list[Row]:
    """The same with how much of each passes; RuleBroken for a view that cannot be read."""
    found = []
    for row in rows:
        record, passing = row.line.record, row.line.passing
        query, _label = offered.query_of(record, request.user, row.view)
        rows_of = offered.passing_rows(record, passing, request.user, giver.pk, query)
        found.append(Row(row.line, row.is_chosen, row.view, rows_of.count()))
    return found


def _wanted(request: CompanyRequest, rows: Sequence[Row]) -> list[Wanted]:
    found = []
    for row in rows:
        if row.is_chosen:
            query, label = offered.query_of(row.line.record, request.user, row.view)
            found.append(Wanted(row.line.code, query, label))
    return found


def _colleagues(giver: User, chosen: Sequence[UUID]) -> list[tuple[User, bool]]:
    people = User.objects.filter(is_active=True).exclude(pk=giver.pk).order_by("name", "pk")
    return [(each, each.pk in chosen) for each in people.prefetch_related("licences")]


def _each(rows: Sequence[Row], heirs: int) -> int | None:
    """How many each heir gets at least, where there are several."""
    total: Any = sum(row.passes or 0 for row in rows if row.is_chosen)
    return total // heirs if heirs > 1 else None
