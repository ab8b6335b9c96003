"""What is decided about pairs without merging them (B20)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from dangol import clock
from dangol.errors import RuleBroken
from modules.duplicates.models import Pair
from tenants.people.models import User

State = Pair.State


@transaction.atomic
def decide(pair_id: UUID, state: str, *, by: User | None) -> Pair:
    """Puts a pair aside, says that the two are not the same, or asks again.

    RuleBroken when they are one already.
    """
    pair = Pair.objects.select_for_update().get(pk=pair_id)
    if pair.state == State.MERGED:
        raise RuleBroken("pair_merged", _("These two were merged already."))
    pair.state = state
    pair.decided_by = by if state != State.OPEN else None
    pair.decided_at = clock.now() if state != State.OPEN else None
    pair.save(update_fields=["state", "decided_by", "decided_at"])
    return pair


@transaction.atomic
def ask(record: str, one: UUID, other: UUID, *, score: int, evidence: Sequence[Any]) -> Pair:
    """The question whether two records are the same: made, or asked again when it was put aside."""
    if one == other:
        raise RuleBroken("merge_itself", _("This is one and the same record. Choose another one."))
    first, second = sorted((one, other))
    pair, _made = Pair.objects.get_or_create(
        record=record, first=first, second=second,
        defaults={"score": score, "evidence": list(evidence)},
    )  # fmt: skip
    return pair if pair.state == State.MERGED else decide(pair.pk, State.OPEN, by=None)
