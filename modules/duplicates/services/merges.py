"""Making two records one (B21).

The one that goes keeps its row and every value in it; the other takes what was chosen, and all
rows that lead to the first lead to it from then on. The same transaction writes down what changed.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from dangol import clock
from dangol.errors import RuleBroken
from dangol.ids import new_id
from dangol.records.cells import shown
from dangol.records.custom.definitions import is_custom, shape_of
from dangol.records.custom.values import WORDS, words_of
from modules.duplicates import moving
from modules.duplicates.choices import (
    GONE,
    KEPT,
    Choice,
    choices_of,
    plain,
    plains,
    put_back,
    read,
    write_own,
)
from modules.duplicates.kinds import Mergeable
from modules.duplicates.models import Merge, Pair, Sweep
from modules.duplicates.places import places_of
from tenants.people.models import User
from tenants.queries.history import changed

VERSION = "updated_at"


@dataclass(frozen=True)
class Wanted:
    """A merge that is asked for: `gone` becomes part of `kept`.

    choices  {field: "kept" or "gone"}; what is not said is taken from the one that is filled
    """

    kept: UUID
    gone: UUID
    choices: Mapping[str, str] = field(default_factory=dict)


def merge(mergeable: Mergeable, wanted: Wanted, *, by: User | None) -> Merge:
    """Merges two records, with one line in the audit.

    RuleBroken when they are one record, when one is not there any more, or when the user may not.
    """
    with transaction.atomic():
        found = merge_many(mergeable, [wanted], by=by)[0]
        note("merge", mergeable, found)
    return found


@transaction.atomic
def merge_many(
    mergeable: Mergeable, wanted: Sequence[Wanted], *, by: User | None, sweep: Sweep | None = None
) -> list[Merge]:
    """Merges all of them or none; no record goes twice, none that goes takes another in.

    The caller writes the audit: of many by a rule there is one line.
    """
    rows = _locked(mergeable, wanted, by)
    made = [_one(mergeable, rows, each, by, sweep) for each in wanted]
    # first the ones that go, so that values which only one may have are free
    mergeable.record.model._base_manager.bulk_update(
        [rows[each.gone] for each in wanted], ["deleted_at", "merged_into"]
    )
    _save(made, rows)
    Merge.objects.bulk_create(made)
    _move(mergeable, made)
    mergeable.follow([each.kept for each in made])
    _close_pairs(mergeable, made, by)
    return made


def note(verb: str, mergeable: Mergeable, found: Merge) -> None:
    """One line of the audit about the record that stays."""
    kept = mergeable.record.model._base_manager.get(pk=found.kept)
    sides = (found.before, found.after) if verb == "merge" else (found.after, found.before)
    changes = {"merged": found.name} | changed(mergeable.code, *sides)
    mergeable.services.note(verb, kept, changes)


def _locked(mergeable: Mergeable, wanted: Sequence[Wanted], by: User | None) -> dict[UUID, Any]:
    """The records by id, held until the end in the order of their ids: two merges wait in turn."""
    ids = {each.kept for each in wanted} | {each.gone for each in wanted}
    gone = [each.gone for each in wanted]
    if any(each.kept == each.gone for each in wanted):
        raise RuleBroken("merge_itself", _("This is one and the same record. Choose another one."))
    if len(set(gone)) < len(gone) or {each.kept for each in wanted} & set(gone):
        raise RuleBroken("merge_twice", _("One of these was merged already. Look at it again."))
    rows: QuerySet[Any] = mergeable.record.model._base_manager.filter(pk__in=ids)
    held = {row.pk: row for row in rows.select_for_update(of=("self",)).order_by("pk")}
    if len(held) < len(ids) or any(row.deleted_at is not None for row in held.values()):
        raise RuleBroken(
            "merge_gone", _("One of the two is in the trash or was merged meanwhile. Look again.")
        )
    for verb, keys in (("edit", {each.kept for each in wanted}), ("delete", set(gone))):
        allowed = mergeable.record.visible_to(by, verb).filter(pk__in=keys).values_list("pk")
        if by is not None and allowed.count() < len(keys):
            raise RuleBroken("merge_closed", _("Your role may not change both of these records."))
    return held


def _one(
    mergeable: Mergeable,
    rows: Mapping[UUID, Any],
    wanted: Wanted,
    by: User | None,
    sweep: Sweep | None,
) -> Merge:
    """Sets the values of both, unsaved, and says what the merge changed."""
    kept, gone, moment = rows[wanted.kept], rows[wanted.gone], clock.now()
    sides = decided(mergeable, kept, gone, wanted.choices)
    loops = _loops(mergeable, kept, gone)
    columns = [*_columns(mergeable, sides), *mergeable.earliest, *mergeable.latest, *loops, VERSION]
    before = plains(kept, columns)
    for choice in choices_of(mergeable):
        if sides[choice.name] == GONE:
            _take(kept, gone, choice)
    put_back(kept, dict.fromkeys(loops))
    _fold(mergeable, kept, gone)
    kept.updated_at = moment
    gone.deleted_at, gone.merged_into = moment, kept.pk
    after = plains(kept, columns)
    changes = [name for name in columns if before[name] != after[name]]
    return Merge(
        id=new_id(), record=mergeable.code, kept=kept.pk, gone=gone.pk,
        name=shown(gone, mergeable.record.title)[:200], choices=dict(wanted.choices),
        before={name: before[name] for name in changes},
        after={name: after[name] for name in changes}, sweep=sweep, by=by, at=moment,
    )  # fmt: skip


def decided(
    mergeable: Mergeable, kept: Any, gone: Any, choices: Mapping[str, str]
) -> dict[str, str]:
    """{field: side} of every field: as chosen, else from the record that says something."""
    return {
        each.name: later(kept, gone, each) if each.is_consent else _side(kept, gone, each, choices)
        for each in choices_of(mergeable)
    }


def later(kept: Any, gone: Any, choice: Choice) -> str:
    """The side on which a consent was given or refused last; a later no is never lost."""
    ours, theirs = (getattr(each, f"{choice.name}_at") for each in (kept, gone))
    return GONE if theirs is not None and (ours is None or theirs > ours) else KEPT


def _side(kept: Any, gone: Any, choice: Choice, choices: Mapping[str, str]) -> str:
    wanted = choices.get(choice.name)
    if wanted in (KEPT, GONE):
        return wanted
    return GONE if choice.is_empty(kept) and not choice.is_empty(gone) else KEPT


def _columns(mergeable: Mergeable, sides: Mapping[str, str]) -> list[str]:
    """The columns that come from the record that goes."""
    taken = [each for each in choices_of(mergeable) if sides[each.name] == GONE]
    return [column for each in taken for column in each.columns]


def _take(kept: Any, gone: Any, choice: Choice) -> None:
    for column in choice.columns:
        value = read(gone, column)
        if is_custom(column):
            write_own(kept, column, value)
        else:
            setattr(kept, column, value)


def _loops(mergeable: Mergeable, kept: Any, gone: Any) -> list[str]:
    """The columns by which one leads to the other, such as the company above: it would lead to
    itself."""
    ends = {str(kept.pk), str(gone.pk)}
    own = [
        column
        for choice in choices_of(mergeable)
        for column in choice.columns
        if str(read(kept, column)) in ends or str(read(gone, column)) in ends
    ]
    return list(dict.fromkeys(own))


def _fold(mergeable: Mergeable, kept: Any, gone: Any) -> None:
    for names, better in ((mergeable.earliest, min), (mergeable.latest, max)):
        for name in names:
            both = [each for each in (getattr(kept, name), getattr(gone, name)) if each is not None]
            setattr(kept, name, better(both) if both else None)


def _save(made: Iterable[Merge], rows: Mapping[UUID, Any]) -> None:
    """Stores the records that stay, each with what the merges changed in it."""
    names: dict[UUID, set[str]] = {}
    for each in made:
        names.setdefault(each.kept, set()).update(each.after)
    alike: dict[tuple[str, ...], list[Any]] = {}
    for key, columns in names.items():
        alike.setdefault(_stored(rows[key], columns), []).append(rows[key])
    for fields, instances in alike.items():
        type(instances[0])._base_manager.bulk_update(instances, fields)


def save_columns(instance: Any, columns: Iterable[str]) -> None:
    """Stores these columns; with own fields also the text that the search looks into."""
    if fields := _stored(instance, columns):
        instance.save(update_fields=fields)


def _stored(instance: Any, columns: Iterable[str]) -> tuple[str, ...]:
    """The fields that these columns are stored in; the text for the search is set anew."""
    declared = {name for name in columns if not is_custom(name)}
    if len(declared) < len(set(columns)):
        instance.custom_words = words_of(instance.custom, shape_of(instance.record_code).by_name)
        declared |= {"custom", WORDS}
    return tuple(each.name for each in instance._meta.concrete_fields if each.attname in declared)


def _move(mergeable: Mergeable, made: Sequence[Merge]) -> None:
    """Every row that leads to one that goes leads to the other; round by round, so that two that
    go into one are not moved onto each other in the same statement."""
    for part in _rounds(made):
        steps = [moving.Step(each.pk, each.gone, each.kept) for each in part]
        for place in places_of(mergeable.record):
            moving.take_along(place, mergeable.code, steps)


def _rounds(made: Sequence[Merge]) -> list[list[Merge]]:
    rounds: list[list[Merge]] = []
    seen: dict[UUID, int] = {}
    for each in made:
        number = seen.get(each.kept, 0)
        seen[each.kept] = number + 1
        if number == len(rounds):
            rounds.append([])
        rounds[number].append(each)
    return rounds


def _close_pairs(mergeable: Mergeable, made: Sequence[Merge], by: User | None) -> None:
    """The questions that these merges answer; those about one that goes are asked of the other."""
    wanted = {tuple(sorted((each.kept, each.gone))) for each in made}
    pairs = Pair.objects.filter(record=mergeable.code, first__in=[first for first, _ in wanted])
    ids = [each.pk for each in pairs if (each.first, each.second) in wanted]
    Pair.objects.filter(pk__in=ids).update(
        state=Pair.State.MERGED, decided_by=by, decided_at=clock.now()
    )
    stands = {each.gone: each.kept for each in made}
    about = Q(first__in=stands) | Q(second__in=stands)
    left = Pair.objects.filter(about, record=mergeable.code).exclude(state=Pair.State.MERGED)
    Pair.objects.bulk_create([_handed_on(each, stands) for each in left], ignore_conflicts=True)


def _handed_on(pair: Pair, stands: Mapping[UUID, UUID]) -> Pair:
    """The same question, or the same answer, about the record that stays."""
    first, second = sorted(stands.get(key, key) for key in (pair.first, pair.second))
    return Pair(
        record=pair.record, first=first, second=second, score=pair.score, evidence=pair.evidence,
        state=pair.state, decided_by_id=pair.decided_by_id, decided_at=pair.decided_at,
    )  # fmt: skip


__all__ = ["Wanted", "decided", "merge", "merge_many", "plain"]
