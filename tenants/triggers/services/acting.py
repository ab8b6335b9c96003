"""Doing what a trigger was set off for, once (A29).

A firing is claimed by putting its next attempt off, in a transaction of its own: a worker that is
killed over it has used up an attempt. All its actions are done in the transaction that marks it
done, so a kill in between leaves nothing of them. What goes outside is promised in rows there
(mail as errands, webhooks as deliveries).
"""

from __future__ import annotations

import logging
import time
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from dangol import clock
from dangol.about_triggers import Fired
from dangol.errors import RuleBroken
from tenants import audit
from tenants.triggers import chain, deeds
from tenants.triggers.models import Firing, Trigger
from tenants.triggers.queries import matching
from tenants.triggers.services import evaluating, timing

log = logging.getLogger(__name__)
ROUND = 60
"""Seconds that one round goes on."""
MOST_ATTEMPTS = 8
FIRST_PAUSE = timedelta(seconds=60)
State = Firing.State


def work() -> bool:
    """Looks at what happened and does what waits, for a minute; whether work is left."""
    end = time.monotonic() + ROUND
    while time.monotonic() < end:
        if not (evaluating.evaluate() or timing.due() or do_next()):
            return False
    return True


def do_next() -> bool:
    """Does the next firing that is due; False when there is none."""
    firing = _claim()
    if firing is None:
        return False
    try:
        _do(firing)
    except Exception as error:
        log.exception("Trigger %s failed at %s.", firing.trigger_id, firing.pk)
        _put_off(firing, f"{type(error).__name__}: {error}")
    return True


@transaction.atomic
def _claim() -> Firing | None:
    waiting = Firing.objects.filter(state=State.WAITING, next_at__lte=clock.real_now())
    rows = waiting.select_for_update(skip_locked=True, of=("self",)).order_by("next_at", "pk")
    firing = rows.first()
    if firing is None:
        return None
    firing.attempts += 1
    firing.next_at = clock.real_now() + FIRST_PAUSE * 2 ** (firing.attempts - 1)
    firing.save(update_fields=["attempts", "next_at"])
    return firing


def _put_off(firing: Firing, error: str) -> None:
    is_last = firing.attempts >= MOST_ATTEMPTS
    Firing.objects.filter(pk=firing.pk, state=State.WAITING).update(
        error=error[:300],
        state=State.FAILED if is_last else State.WAITING,
        done_at=clock.now() if is_last else None,
    )


@transaction.atomic
def _do(claimed: Firing) -> None:
    rows = Firing.objects.select_for_update(of=("self",)).select_related("trigger__owner")
    firing = rows.filter(pk=claimed.pk, state=State.WAITING, attempts=claimed.attempts).first()
    if firing is None:
        return
    trigger = firing.trigger
    try:
        fired = _fired(firing, trigger)
    except RuleBroken as broken:
        _end(firing, State.FAILED, str(broken), [])
        return
    who = audit.Actor(name=trigger.name)
    with override(fired.user.language), audit.acting(who), chain.within(firing.causes, trigger.pk):
        results = _all(firing, fired)
    is_done = all("problem" not in each for each in results)
    _end(firing, State.DONE if is_done else State.FAILED, "", results)


def _fired(firing: Firing, trigger: Trigger) -> Fired:
    record, user = matching.record_of(trigger), matching.keeper(trigger)
    instance, count = None, 0
    if firing.object_id is not None:
        instance = record.visible_to(user).filter(pk=firing.object_id).first()
        if instance is None:
            raise RuleBroken("trigger_gone", _("The record is not there any more."))
    else:
        count = matching.rows(trigger).count()
    return Fired(
        key=firing.pk, trigger=trigger.pk, name=trigger.name, record=record, instance=instance,
        user=user, doer=firing.doer, query=matching.query(trigger), count=count,
    )  # fmt: skip


def _all(firing: Firing, fired: Fired) -> list[dict[str, Any]]:
    """Every action in its order; what an earlier attempt did is not done again."""
    results, before = [], firing.results
    for place, action in enumerate(firing.trigger.actions):
        was = before[place] if place < len(before) else {}
        is_done = was.get("code") == action["code"] and "facts" in was
        results.append(was if is_done else _one(action, fired))
    return results


def _one(action: dict[str, Any], fired: Fired) -> dict[str, Any]:
    """One action, or why it could not be done; the others are done all the same."""
    code = action["code"]
    if code not in deeds.actions():
        return {"code": code, "problem": _("This action is not part of your Dangol any more.")}
    try:
        with transaction.atomic():
            facts = deeds.deed(code).perform(action["options"], fired)
    except RuleBroken as broken:
        return {"code": code, "problem": str(broken)}
    return {"code": code, "facts": dict(facts)}


def _end(firing: Firing, state: str, error: str, results: list[dict[str, Any]]) -> None:
    firing.state, firing.error, firing.results = state, error[:300], results
    firing.done_at = clock.now()
    firing.save(update_fields=["state", "error", "results", "done_at"])


@transaction.atomic
def again(firing: Firing) -> None:
    """Tries one that failed once more. RuleBroken for one that has not."""
    rows = Firing.objects.select_for_update().filter(pk=firing.pk, state=State.FAILED)
    found = rows.first()
    if found is None:
        raise RuleBroken("firing_again", _("Only what failed can be tried again."))
    found.state, found.attempts, found.error, found.done_at = State.WAITING, 0, "", None
    found.next_at = clock.real_now()
    found.save(update_fields=["state", "attempts", "error", "done_at", "next_at"])
