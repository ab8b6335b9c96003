"""Who is there already: asked while somebody enters a record (B20).

A handful of candidates is found by the indexes of the table, and each is judged by what the last
scan learned; before the first, by what is known of such records in general.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from dangol.records import Record, similar
from dangol.records.similar import Similar
from modules.duplicates.engine.kinds import Kind, Subject
from modules.duplicates.engine.score import Scored, clean, score
from modules.duplicates.engine.weights import Weights, prior
from modules.duplicates.kinds import KINDS, Mergeable
from modules.duplicates.models import Scan
from modules.duplicates.queries.evidence import said
from modules.duplicates.services.scans import told
from tenants.known import Known

LIKELY = 60
"""Score from which somebody who enters a record is told."""
NAMES = {Subject.PERSON: Kind.PERSON, Subject.COMPANY: Kind.COMPANY}
WAYS = {Kind.MOBILE, Kind.MAIL, Kind.BUSINESS, Kind.IDENTITY}
"""The same name and the same one of these is told whatever the score: among very many records
two strangers share much, and a score that weighs this may stay below the border."""
MOST = 3
PROBED = 30
"""Candidates that one shared thing brings: of the many Kim Min-sus some."""


@dataclass(frozen=True)
class Judged:
    """How likely two records are one, and why; as a pair keeps it."""

    score: int
    evidence: list[dict[str, Any]]


def _learned() -> Mapping[str, Weights]:
    found = {}
    for code, mergeable in KINDS.items():
        done = Scan.objects.filter(record=code, state=Scan.State.DONE).order_by("-begun_at")
        weights = done.values_list("weights", flat=True).first()
        found[code] = Weights.from_json(weights) if weights else prior(mergeable.columns)
    return found


LEARNED = Known("duplicates.weights", _learned)
"""{record type: weights} of the present company."""


def judged(mergeable: Mergeable, one: Any, other: Any) -> Judged:
    """How likely two records are one."""
    columns, weights = mergeable.columns, LEARNED.now()[mergeable.code]
    found = score(_text(one, columns), _text(other, columns), columns, weights)
    return Judged(found.score, told(found.evidence))


def _text(instance: Any, columns: Iterable[str]) -> dict[str, str]:
    """The columns that are compared, as text."""
    return {name: str(getattr(instance, name) or "") for name in columns}


class EntryCheck:
    """Implements `dangol.records.similar.Finder`."""

    def knows(self, code: str) -> bool:
        return code in KINDS

    def similar(
        self, record: Record, user: Any, values: Mapping[str, Any], but: UUID | None
    ) -> Sequence[Similar]:
        mergeable = KINDS[record.code]
        written = {name: str(values.get(name) or "") for name in mergeable.columns}
        weights = LEARNED.now()[record.code]
        hidden = record.hidden_from(user)
        columns = {name: kind for name, kind in mergeable.columns.items() if name not in hidden}
        one = clean(written, columns)
        found = []
        for each in _candidates(mergeable, user, written, but):
            scored = score(one, clean(_text(each, columns), columns), columns, weights)
            if scored.score >= LIKELY or _is_plain(scored, columns, weights):
                reasons = said(mergeable, user, told(scored.evidence))
                found.append(Similar(each, scored.score, tuple(reasons[:MOST])))
        return sorted(found, key=lambda each: -each.score)[:MOST]


def _is_plain(scored: Scored, columns: Mapping[str, Kind], weights: Weights) -> bool:
    same = {columns[each.field] for each in scored.evidence if each.level == "same" and each.field}
    return NAMES[weights.subject] in same and not WAYS.isdisjoint(same)


def _candidates(
    mergeable: Mergeable, user: Any, written: Mapping[str, str], but: UUID | None
) -> list[Any]:
    """Records that share something telling with what is written: each found by an index."""
    seen = mergeable.record.visible_to(user)
    rows = mergeable.record.listed(seen if but is None else seen.exclude(pk=but))
    found: dict[UUID, Any] = {}
    for probe in mergeable.probes(user, written):
        found |= {row.pk: row for row in rows.filter(probe).order_by()[:PROBED]}
    return list(found.values())


def register() -> None:
    """The module's ready hook."""
    similar.register(EntryCheck())
