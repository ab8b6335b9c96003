"""From parameters to the records they select, within what the user may see."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from dangol.errors import RuleBroken
from dangol.records.declaration import Record
from dangol.records.filters.base import LONGEST, MOST, Condition, Parameters
from dangol.records.filters.grouping import group_condition, unknown_filter
from dangol.records.filters.groups import WHERE
from dangol.search.lookup import Lookup, lookup

__all__ = ["FIND", "Selection", "read_selection", "unknown_filter", "words_of"]
FIND = "q"


@dataclass(frozen=True)
class Selection:
    """What was asked for: conditions that all hold, and sentences about what could not be used.

    find   the text in the find box, and `asked` what it looks for
    """

    conditions: list[Condition] = field(default_factory=list)
    find: str = ""
    asked: Lookup | None = None
    problems: list[str] = field(default_factory=list)

    def of(self, records: QuerySet[Any], *, many: bool = False) -> QuerySet[Any]:
        """The records that are selected, unordered; `many`: they are known to be many.

        The first of many hits, in an order of their own, are found by reading, not by an index.
        """
        for condition in self.conditions:
            records = records.filter(condition.q if many else condition.narrow_q & condition.q)
        if self.asked is not None:
            records = records.filter(self.asked.pattern if many else self.asked.condition)
        return records.order_by()

    @property
    def is_everything(self) -> bool:
        return not self.conditions and not self.find

    @property
    def sentences(self) -> list[str]:
        """Each condition in words, the find box last."""
        words = [each.sentence for each in self.conditions]
        return [*words, f"{_('Find')}: {self.find}"] if self.find else words


def read_selection(
    record: Record,
    user: Any,
    parameters: Parameters,
    *,
    also: Iterable[str] = (),
    strict: bool = False,
) -> Selection:
    """Reads the filters and the find box out of `parameters`; `also` names others to be left alone.

    A filter that is unknown, hidden from the user or wrong is left out and said (`problems`); a
    `strict` reader raises RuleBroken instead: a send must not reach more people than was meant.
    """
    problems: list[str] = []
    conditions: list[Condition] = []
    offered = [(each, each.parameters) for each in record.filters_for(user)]
    known = {FIND, WHERE, *also}.union(*(names for _each, names in offered))
    for name in parameters:
        if name not in known:
            _object(problems, strict, unknown_filter(name))
    for each, names in offered:
        if not any(name in parameters for name in names):
            continue
        try:
            conditions += each.conditions(record.model, _values(names, parameters), user)
        except RuleBroken as broken:
            _object(problems, strict, broken)
    where = "".join(parameters.get(WHERE, [])[:1])
    if where:
        try:
            every = [each for each, _names in offered]
            conditions.append(group_condition(where, every, record.model, user))
        except RuleBroken as broken:
            _object(problems, strict, broken)
    find = "".join(parameters.get(FIND, [])[:1]).strip()[:LONGEST]
    asked = lookup(record, user, find) if find else None
    return Selection(conditions, find, asked, problems)


def words_of(record: Record, query: str) -> str:
    """What the query of a list's address selects, in words; what cannot be used is left out."""
    selection = read_selection(record, None, parse_qs(query))
    return " · ".join(selection.sentences) or str(_("All %(nouns)s") % {"nouns": record.plural})


def _object(problems: list[str], strict: bool, broken: RuleBroken) -> None:
    if strict:
        raise broken
    problems.append(str(broken))


def _values(names: Iterable[str], parameters: Parameters) -> dict[str, list[str]]:
    return {
        name: [value.replace("\x00", "")[:LONGEST] for value in parameters.get(name, [])[:MOST]]
        for name in names
    }
