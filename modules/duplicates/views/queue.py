"""The queue of pairs and the two records side by side (B20, B21)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from dangol.access import requires
from dangol.errors import RuleBroken
from dangol.records.cells import mark, shown
from dangol.toasts import undoable
from modules.duplicates.choices import GONE, KEPT
from modules.duplicates.kinds import KINDS, Mergeable
from modules.duplicates.models import Pair
from modules.duplicates.queries import queue
from modules.duplicates.queries.comparing import SAME, compared
from modules.duplicates.queries.counting import tallies
from modules.duplicates.queries.evidence import reasons
from modules.duplicates.services import merges, pairs
from modules.duplicates.views.scans import scan_context

SIDE = "side-"
"""Begins the names of the form's choices: side-title=gone."""


@requires("duplicates.pair.view")
@require_GET
def pair_queue(request: HttpRequest, *, code: str) -> HttpResponse:
    """The pairs that wait, and the one that is looked at."""
    mergeable = KINDS[code]
    state = request.GET.get("state", Pair.State.OPEN)
    order = request.GET.get("sort", "score")
    if state not in queue.STATES or order not in queue.ORDERS:
        raise Http404
    waiting = queue.waiting(mergeable, request.user, state)
    listed = list(waiting.order_by(*queue.ORDERS[order])[: queue.PAGE])
    pair = _asked(mergeable, request, listed)
    if pair is not None and pair not in listed:
        listed.insert(0, pair)
    context = {
        "mergeable": mergeable, "record": mergeable.record, "state": state, "order": order,
        "lines": queue.lines(mergeable, request.user, listed), "count": queue.count(waiting),
        "sure": queue.count(queue.sure(mergeable, request.user)), "SURE": queue.SURE,
        "states": _states(mergeable, request.user, state), "COUNTED": queue.COUNTED,
        **_addresses(mergeable, state, order), **scan_context(code),
        **_around(listed, pair), **_comparison(mergeable, request, pair),
    }  # fmt: skip
    return render(request, "duplicates/queue.html", context)


@requires("duplicates.pair.view", asked_by_page=True)
@require_GET
def pair_rows(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The comparison alone, with the choices of the form: asked for when one of them changes."""
    pair, mergeable = _found(request, pk)
    context = {"mergeable": mergeable, "record": mergeable.record}
    context |= _comparison(mergeable, request, pair)
    return render(request, "duplicates/queue.html#comparison", context)


@requires("duplicates.pair.decide")
@require_POST
def pair_merge(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Makes the two one, as chosen, and goes on to the next pair."""
    pair, mergeable = _found(request, pk)
    following = request.POST.get("next", "")
    kept, gone = _sides(pair, request.POST)
    try:
        wanted = merges.Wanted(kept, gone, _choices(request.POST))
        made = merges.merge(mergeable, wanted, by=request.user)  # type: ignore[arg-type]
    except RuleBroken as broken:
        messages.error(request, str(broken))
        return _to(mergeable, str(pk))
    words = _("%(name)s: merged into one.") % {"name": made.name}
    undoable(request, words, reverse("duplicates:merge-undo", args=[made.pk]))
    return _to(mergeable, following)


@requires("duplicates.pair.decide")
@require_POST
def pair_decide(request: HttpRequest, pk: UUID, *, state: str) -> HttpResponse:
    """Puts the pair aside, says they are two, or asks again; then the next one."""
    pair, mergeable = _found(request, pk)
    before = pair.state
    try:
        pairs.decide(pair.pk, state, by=request.user)  # type: ignore[arg-type]
    except RuleBroken as broken:
        messages.error(request, str(broken))
        return _to(mergeable, "")
    said = {
        Pair.State.DIFFERENT: _("They stay two; nobody asks again."),
        Pair.State.LATER: _("Put aside for later."),
        Pair.State.OPEN: _("The pair waits again."),
    }
    back = reverse(f"duplicates:pair-{before}", args=[pk])
    undoable(request, said[Pair.State(state)], back)
    return _to(mergeable, request.POST.get("next", ""))


def _asked(mergeable: Mergeable, request: HttpRequest, listed: list[Pair]) -> Pair | None:
    """The pair of the address, else the first; Http404 for one that the user may not see."""
    key = request.GET.get("pair", "")
    if not key:
        return listed[0] if listed else None
    found = next((each for each in listed if str(each.pk) == key), None)
    if found is None:
        try:
            found, _kind = _found(request, UUID(key))
        except ValueError as error:
            raise Http404 from error
    return None if found.state == Pair.State.MERGED else found


def _found(request: HttpRequest, pk: UUID) -> tuple[Pair, Mergeable]:
    """The pair, if its reader may see both records; Http404 else."""
    pair = Pair.objects.filter(pk=pk, record__in=list(KINDS)).first()
    if pair is None:
        raise Http404
    mergeable = KINDS[pair.record]
    both = mergeable.record.visible_to(request.user).filter(pk__in=[pair.first, pair.second])
    if pair.state != Pair.State.MERGED and both.count() < 2:
        raise Http404
    return pair, mergeable


def _around(listed: list[Pair], pair: Pair | None) -> dict[str, Any]:
    """The places of the pair and its neighbours in the list."""
    if pair is None:
        return {"place": 0, "previous": None, "following": None}
    place = listed.index(pair)
    return {
        "place": place + 1,
        "previous": listed[place - 1] if place else None,
        "following": listed[place + 1] if place + 1 < len(listed) else None,
    }


def _comparison(mergeable: Mergeable, request: HttpRequest, pair: Pair | None) -> dict[str, Any]:
    if pair is None:
        return {"pair": None}
    record, user = mergeable.record, request.user
    found = record.listed(record.visible_to(user)).in_bulk([pair.first, pair.second])
    counts = tallies(mergeable, list(found))
    kept_id, gone_id = _sides(pair, request.GET, counts)
    kept, gone = found[kept_id], found[gone_id]
    rows = compared(mergeable, user, kept, gone, _choices(request.GET))
    return {
        "pair": pair, "queue_path": reverse(f"duplicates:{record.noun}-queue"),
        "kept": kept, "gone": gone,
        "heads": [_head(mergeable, user, each, counts[each.pk]) for each in (kept, gone)],
        "rows": [each for each in rows if each.state != SAME or each.name == record.title],
        "same": [each for each in rows if each.state == SAME and each.name != record.title],
        "result": [each for each in rows if each.name != record.title],
        "result_name": next((each.result for each in rows if each.name == record.title), ""),
        "moving": counts[gone_id], "moving_count": sum(each.count for each in counts[gone_id]),
        "reasons": reasons(mergeable, user, pair), "KEPT": KEPT, "GONE": GONE,
    }  # fmt: skip


def _head(mergeable: Mergeable, user: Any, instance: Any, counts: Any) -> dict[str, Any]:
    record = mergeable.record
    title = shown(instance, record.title)
    hidden = record.hidden_from(user)
    names = [name for name in record.keys if name not in hidden]
    code = next((word for name in names[:1] if (word := shown(instance, name))), "")
    return {
        "title": title, "mark": mark(title, 32, person=record.person), "code": code,
        "count": sum(each.count for each in counts),
        "href": reverse(record.url_name("page"), args=[instance.pk]),
    }  # fmt: skip


def _sides(
    pair: Pair, asked: Mapping[str, str], counts: Mapping[UUID, Any] | None = None
) -> tuple[UUID, UUID]:
    """(the one that stays, the other): as asked, else the one with more to its name stays."""
    both = [pair.first, pair.second]
    wanted = asked.get("swap") or asked.get("kept", "")
    if wanted not in map(str, both) and counts is not None:
        both.sort(key=lambda key: -sum(each.count for each in counts[key]))
    elif wanted == str(pair.second):
        both.reverse()
    return both[0], both[1]


def _choices(asked: Mapping[str, str]) -> dict[str, str]:
    """{field: side} as the form says it."""
    return {
        name.removeprefix(SIDE): side
        for name, side in asked.items()
        if name.startswith(SIDE) and side in (KEPT, GONE)
    }


def _addresses(mergeable: Mergeable, state: str, order: str) -> dict[str, Any]:
    """Names of the addresses around, and what an address of the queue keeps of this one."""
    noun = mergeable.record.noun
    other = next(each for code, each in KINDS.items() if code != mergeable.code)
    kept = {"state": state, "sort": order}
    usual = {"state": Pair.State.OPEN.value, "sort": "score"}
    keeps = urlencode({name: value for name, value in kept.items() if value != usual[name]})
    return {
        "record_list": mergeable.record.url_name("list"), "sure_url": f"duplicates:{noun}-sure",
        "other_queue": f"duplicates:{other.record.noun}-queue",
        "other_plural": other.record.plural, "keeps": f"&{keeps}" if keeps else "",
    }  # fmt: skip


def _states(mergeable: Mergeable, user: Any, active: str) -> list[dict[str, Any]]:
    return [
        {
            "code": each.value, "label": each.label, "is_active": each == active,
            "count": queue.count(queue.waiting(mergeable, user, each)),
        }
        for each in queue.STATES
    ]  # fmt: skip


def _to(mergeable: Mergeable, pair: str) -> HttpResponse:
    address = reverse(f"duplicates:{mergeable.record.noun}-queue")
    return redirect(f"{address}?pair={pair}" if pair else address)
