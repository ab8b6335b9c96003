"""What is asked of a hand-over, and whether it may begin (B35)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from dangol import clock
from dangol.errors import RuleBroken
from dangol.records.text import clean_line, refuse_resident_number
from tenants import audit, errands
from tenants.handover.models import Handover
from tenants.handover.queries import offered
from tenants.people.models import User

SUBJECT = "tenants.handover"
GO_ON = "tenants.handover.services.giving.go_on"
TAKE_BACK = "tenants.handover.services.returning.go_on"
MOST_HEIRS = 50
LONGEST = 200
State = Handover.State


@dataclass(frozen=True)
class Wanted:
    """Something to be given: a passing by its code, narrowed by the query of a view.

    view  what that is called, for the screen of results
    """

    code: str
    query: str = ""
    view: str = ""


@transaction.atomic
def begin(
    giver: User, heirs: Sequence[UUID], wanted: Sequence[Wanted], reason: str, user: User
) -> Handover:
    """Begins to give, in the background, and in the name of `user`.

    RuleBroken, with the field, for what cannot be: nobody to get it, nothing to give, no reason.
    """
    User.objects.select_for_update().get(pk=giver.pk)
    reason = clean_line(reason)[:LONGEST]
    refuse_resident_number(reason, field="reason")
    if not reason:
        raise RuleBroken(
            "no_reason", _("Say why it is handed over; it stands in the history."), field="reason"
        )
    people = _heirs(giver, heirs)
    _check_wanted(wanted, user)
    if Handover.objects.filter(giver=giver, state__in=(State.GIVING, State.RETURNING)).exists():
        text = _("A hand-over of %(name)s is under way. Wait until it has ended.")
        raise RuleBroken("under_way", text % {"name": giver.name})
    made = Handover.objects.create(
        giver=giver, heirs=[str(each.pk) for each in people],
        wanted=[asdict(each) for each in wanted], reason=reason, actor_id=user.pk,
        actor_name=user.name,
    )  # fmt: skip
    _note("start", made, {"reason": reason, "heirs": ", ".join(each.name for each in people)})
    errands.post(GO_ON, str(made.pk))
    return made


def _heirs(giver: User, ids: Sequence[UUID]) -> list[User]:
    if len(ids) > MOST_HEIRS:
        text = _("Choose at most %(most)s colleagues.") % {"most": MOST_HEIRS}
        raise RuleBroken("many_heirs", text, field="heirs")
    people = User.objects.filter(pk__in=ids, is_active=True).exclude(pk=giver.pk)
    found = list(people.order_by("name", "pk"))
    if not found or len(found) != len(set(ids)):
        raise RuleBroken("heir_unknown", _("Choose a colleague who works here."), field="heirs")
    return found


def _check_wanted(wanted: Sequence[Wanted], user: User) -> None:
    """Each is there, and its query can be read."""
    if not wanted:
        raise RuleBroken("nothing", _("Choose what is handed over."), field="wanted")
    for each in wanted:
        pair = offered.found(each.code)
        if pair is None:
            text = _("This cannot be handed over. Reload the page and choose again.")
            raise RuleBroken("unknown", text, field="wanted")
        offered.passing_rows(*pair, user, user.pk, each.query)


@transaction.atomic
def undo(handover: Handover, user: User) -> Handover:
    """Begins to give back what nobody has given to another since.

    RuleBroken when it is too late, or the giver works here no longer.
    """
    held = Handover.objects.select_for_update(of=("self",)).get(pk=handover.pk)
    if not held.may_return:
        text = _("This can no longer be undone: it is too old, under way, or undone already.")
        raise RuleBroken("no_undo", text)
    if not held.giver.is_active:
        text = _("%(name)s works here no longer. Open the log-in again first.")
        raise RuleBroken("giver_left", text % {"name": held.giver.name})
    held.state, held.actor_id, held.actor_name = State.RETURNING, user.pk, user.name
    held.save(update_fields=["state", "actor_id", "actor_name"])
    _note("undo", held, {})
    errands.post(TAKE_BACK, str(held.pk))
    return held


def end(handover: Handover, state: str) -> None:
    """It is over: one line in the audit says how many went and stayed."""
    handover.state = state
    name = "ended_at" if state == State.GIVEN else "returned_at"
    setattr(handover, name, clock.now())
    handover.save(update_fields=["state", name])
    done, left = ("given", "left") if state == State.GIVEN else ("back", "stayed")
    facts: dict[str, int] = {
        done: sum(each.get(done, 0) for each in handover.counts.values()),
        left: sum(each.get(left, 0) for each in handover.counts.values()),
    }
    _note("finish" if state == State.GIVEN else "undone", handover, facts)


def _note(deed: str, handover: Handover, changes: dict[str, Any]) -> None:
    audit.record(
        f"{SUBJECT}.{deed}", subject=SUBJECT, subject_id=handover.pk, summary=handover.giver.name,
        changes=changes,
    )  # fmt: skip
