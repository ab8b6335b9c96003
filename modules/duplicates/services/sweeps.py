"""Merging by rule, pair after pair, and taking a whole round back (B21).

Only pairs are merged in which nothing stands against anything: no two values that differ in a field
in which the company's rule does not allow it. A part is one transaction with the round locked.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from dangol import clock, remembered
from dangol.errors import RuleBroken
from modules.duplicates.choices import GONE, KEPT
from modules.duplicates.kinds import KINDS, Mergeable
from modules.duplicates.models import Merge, MergeRule, Pair, Stays, Sweep
from modules.duplicates.queries.comparing import DIFFERENT, Row, compared
from modules.duplicates.queries.counting import tallies
from modules.duplicates.services import merges, unmerging
from tenants import audit
from tenants.people.models import User

PART = 200
"""Pairs of one transaction."""
NEWEST, LONGEST = "newest", "longest"
RULED = ("minimum", "stays", "may_differ", "is_nightly")
"""What the audit tells of a rule."""
State = Sweep.State


def rule_of(mergeable: Mergeable) -> MergeRule:
    """The company's rule, or the one that every company begins with; unsaved then."""
    kept = MergeRule.objects.filter(pk=mergeable.code).first()
    return kept or MergeRule(record=mergeable.code, may_differ=list(mergeable.may_differ))


@transaction.atomic
def keep_rule(mergeable: Mergeable, values: Mapping[str, Any]) -> MergeRule:
    """Keeps the company's rule, with one line in the audit."""
    rule = rule_of(mergeable)
    before = {name: getattr(rule, name) for name in RULED}
    rule.minimum, rule.stays = values["minimum"], values["stays"]
    rule.may_differ, rule.is_nightly = list(values["may_differ"]), values["is_nightly"]
    rule.prefers = dict.fromkeys(values["newest"], NEWEST)
    rule.changed_at = clock.now()
    rule.save()
    changes = {name: [before[name], getattr(rule, name)] for name in RULED}
    audit.record(
        "duplicates.rule.edit", subject="duplicates.rule", subject_id=mergeable.code,
        summary=str(mergeable.record.plural),
        changes={name: pair for name, pair in changes.items() if pair[0] != pair[1]},
    )  # fmt: skip
    return rule


@transaction.atomic
def start(mergeable: Mergeable, by: User | None, ring: Callable[[str], None]) -> Sweep:
    """Begins a round. RuleBroken when no pair is sure enough."""
    rule = rule_of(mergeable)
    total = _pairs(mergeable.code, rule.minimum).count()
    if not total:
        raise RuleBroken("sweep_none", _("No pair has so many points. Lower the rule's minimum."))
    sweep = Sweep.objects.create(
        record=mergeable.code, minimum=rule.minimum, total=total, started_by=by
    )
    transaction.on_commit(lambda: ring(str(sweep.pk)), robust=True)
    return sweep


def start_if_any(mergeable: Mergeable, ring: Callable[[str], None]) -> None:
    """Begins a round of the system's own where some pair is sure enough."""
    if _pairs(mergeable.code, rule_of(mergeable).minimum).exists():
        start(mergeable, None, ring)


def work(sweep_id: UUID) -> None:
    """Does part after part until the round is over, or until another worker is at it."""
    while advance(sweep_id):
        pass


@transaction.atomic
def advance(sweep_id: UUID) -> bool:
    """Does the next part of a round, or of its return; False when nothing is left to do here."""
    rows = Sweep.objects.filter(pk=sweep_id, state__in=[State.RUNNING, State.UNDOING])
    sweep = rows.select_for_update(skip_locked=True, of=("self",)).first()
    if sweep is None:
        return False
    user = sweep.started_by
    actor = audit.Actor(id=user.pk, name=user.name) if user else audit.SYSTEM
    with audit.acting(actor), remembered.reading():
        return _merge_part(sweep) if sweep.state == State.RUNNING else _undo_part(sweep)


@transaction.atomic
def undo(sweep_id: UUID, ring: Callable[[str], None]) -> Sweep:
    """Takes all merges of a round back. RuleBroken while it is going on, or when it was done."""
    sweep = Sweep.objects.select_for_update().get(pk=sweep_id)
    if sweep.state != State.DONE:
        raise RuleBroken("sweep_undone", _("This round is going on, or was taken back already."))
    sweep.state = State.UNDOING
    sweep.save(update_fields=["state"])
    transaction.on_commit(lambda: ring(str(sweep.pk)), robust=True)
    return sweep


def _pairs(record: str, minimum: int) -> Any:
    return Pair.objects.filter(record=record, state=Pair.State.OPEN, score__gte=minimum)


def _merge_part(sweep: Sweep) -> bool:
    mergeable = KINDS[sweep.record]
    pairs = _pairs(sweep.record, sweep.minimum)
    if sweep.cursor is not None:
        pairs = pairs.filter(pk__gt=sweep.cursor)
    part = list(pairs.order_by("pk")[:PART])
    if not part:
        _finish(sweep, State.DONE)
        return False
    wanted, left = _wanted(mergeable, sweep.started_by, part)
    if wanted:
        merges.merge_many(mergeable, wanted, by=sweep.started_by, sweep=sweep)
    if not left:  # else the same part again: of what is left, other records stand there now
        sweep.cursor = part[-1].pk
    sweep.touched_at = clock.now()
    sweep.seen += len(part) - left
    sweep.merged += len(wanted)
    sweep.save(update_fields=["cursor", "touched_at", "seen", "merged"])
    return True


def _wanted(
    mergeable: Mergeable, user: Any, part: Sequence[Pair]
) -> tuple[list[merges.Wanted], int]:
    """(the merges of a part, how many pairs are left for the next look).

    Of records that several pairs name the first pair alone: only then it is known who stays.
    """
    rule = rule_of(mergeable)
    ids = {key for pair in part for key in (pair.first, pair.second)}
    open_to = mergeable.record.visible_to(user, "delete").filter(pk__in=ids)
    rows = mergeable.record.listed(open_to).in_bulk()
    counts = tallies(mergeable, list(rows)) if rule.stays == Stays.MOST else {}
    found, taken, left = [], set[UUID](), 0
    for pair in part:
        if not {pair.first, pair.second} <= rows.keys():
            continue
        if {pair.first, pair.second} & taken:
            left += 1
            continue
        both = sorted((rows[pair.first], rows[pair.second]), key=_order(rule, counts))
        choices = chosen(mergeable, user, rule, *both)
        if choices is not None:
            found.append(merges.Wanted(both[0].pk, both[1].pk, choices))
            taken |= {pair.first, pair.second}
    return found, left


def chosen(
    mergeable: Mergeable, user: Any, rule: MergeRule, kept: Any, gone: Any
) -> dict[str, str] | None:
    """Whose values the merged record has, by the rule; None when something stands against it."""
    rows = compared(mergeable, user, kept, gone, {})
    if any(row.state == DIFFERENT and row.name not in rule.may_differ for row in rows):
        return None
    return {row.name: _better(rule, row, kept, gone) for row in rows if row.is_open}


def _better(rule: MergeRule, row: Row, kept: Any, gone: Any) -> str:
    how = rule.prefers.get(row.name)
    if how == NEWEST:
        return GONE if gone.updated_at > kept.updated_at else KEPT
    if how == LONGEST:
        return GONE if len(row.gone) > len(row.kept) else KEPT
    return KEPT


def _order(rule: MergeRule, counts: Mapping[UUID, Any]) -> Callable[[Any], Any]:
    """What sorts the one that stays to the front."""
    if rule.stays == Stays.NEWEST:
        return lambda row: -row.updated_at.timestamp()
    if rule.stays == Stays.OLDEST:
        return lambda row: (row.created_at, row.pk)
    return lambda row: (-sum(each.count for each in counts[row.pk]), row.created_at, row.pk)


def _undo_part(sweep: Sweep) -> bool:
    """Takes the last merges of the round back; what must be asked about stays as it is."""
    left = Merge.objects.filter(sweep=sweep, undone_at=None, closed_at=None).order_by("-pk")
    if sweep.cursor is not None:
        left = left.filter(pk__lt=sweep.cursor)
    part = list(left[:PART])
    if not part:
        _finish(sweep, State.UNDONE)
        return False
    for merge in part:
        try:
            with transaction.atomic():
                unmerging.unmerge(merge.pk, {}, by=sweep.started_by)
        except RuleBroken:
            continue
    sweep.cursor, sweep.touched_at = part[-1].pk, clock.now()
    sweep.save(update_fields=["cursor", "touched_at"])
    return True


def _finish(sweep: Sweep, state: str) -> None:
    """Ends the round with one line in the audit."""
    sweep.state, sweep.finished_at, sweep.cursor = state, clock.now(), None
    sweep.save(update_fields=["state", "finished_at", "cursor"])
    audit.record(
        "duplicates.sweep.finish" if state == State.DONE else "duplicates.sweep.undo",
        subject="duplicates.sweep", subject_id=sweep.pk,
        summary=str(KINDS[sweep.record].record.plural),
        changes={"record": sweep.record, "merged": sweep.merged, "seen": sweep.seen},
    )  # fmt: skip
