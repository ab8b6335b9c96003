"""What entries of the audit say: who, and what changed from what to what, in words (V3)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Model, QuerySet
from django.utils.translation import gettext as _

from dangol.records import types
from tenants.people.models import AuditEntry, User
from tenants.queries import naming
from tenants.vocabulary import Fact, vocabularies

LONG = 90
"""Characters of a value that are told; of a longer one those around what is new."""
LEAD = 20


@dataclass(frozen=True)
class Change:
    """One line of an entry. `before` is None for what is no change but a fact of the deed.

    name            as the audit calls it
    label           as people call it
    before, after   in words, shortened
    """

    name: str
    label: str
    before: str | None
    after: str


def who(entry: AuditEntry) -> str:
    """Whose deed it was. Without a user it came from outside, or the system did it by itself."""
    if entry.actor_name:
        return entry.actor_name
    return _("Somebody not logged in") if entry.address else _("System")


def changes(entries: Iterable[AuditEntry], user: Any = None) -> dict[UUID, list[Change]]:
    """{id of the entry: its changes and facts}; one statement for each kind of record named.

    `user` is told the names of what they may see alone; without one, all: the audit's reader.
    """
    asked = list(entries)
    names = _names(asked, user)
    return {entry.pk: [_change(*line, names) for line in _lines(entry)] for entry in asked}


def plain_changes(
    entries: Iterable[AuditEntry],
) -> dict[UUID, list[Change]]:
    """{id of the entry: what changed in it}, with one statement at most, for the names of users.

    Of a link to another record it is told only that it changed.
    """
    asked = list(entries)
    names = _of_people(asked)
    return {
        entry.pk: [
            _change(name, fact, value, names)
            if fact.names is None or fact.names in names
            else Change(name, str(fact.label), None, "")
            for name, fact, value in _lines(entry)
            if _is_pair(fact, value)
        ]
        for entry in asked
    }


def _lines(entry: AuditEntry) -> list[tuple[str, Fact, Any]]:
    """(name, its words, what stands in the entry) for each thing that the entry speaks of."""
    vocabulary = vocabularies().get(entry.subject)
    return [
        (name, (vocabulary.fact(name) if vocabulary else None) or Fact(label=name), value)
        for name, value in entry.changes.items()
        if value not in (None, "", [])
    ]


def _is_pair(fact: Fact, value: Any) -> bool:
    """A list of two is before and after, unless lists are what the fact consists of."""
    if not isinstance(value, list) or len(value) != 2:
        return False
    return not fact.is_list or all(each is None or isinstance(each, list) for each in value)


def _change(
    name: str, fact: Fact, value: Any, names: Mapping[type[Model], Mapping[str, str]]
) -> Change:
    known = names.get(fact.names, {}) if fact.names else {}
    label = str(fact.label)
    if not _is_pair(fact, value):
        return Change(name, label, None, _cut(fact.said(value, known)))
    before, after = (fact.said(each, known) for each in value)
    return Change(name, label, *_around(before, after))


def _of_people(entries: list[AuditEntry]) -> dict[type[Model], Mapping[str, str]]:
    """The names of users, if any entry speaks of one."""
    is_asked = any(fact.names is User for entry in entries for _name, fact, _value in _lines(entry))
    return {User: naming.people()} if is_asked else {}


def _names(entries: list[AuditEntry], user: Any) -> dict[type[Model], dict[str, str]]:
    asked: dict[type[Model], set[str]] = {}
    for entry in entries:
        for _name, fact, value in _lines(entry):
            if fact.names is not None:
                both = value if isinstance(value, list) else [value]
                asked.setdefault(fact.names, set()).update(str(each) for each in both if each)
    return {
        model: {str(row.pk): str(row) for row in _rows(model, user).filter(pk__in=ids)}
        for model, ids in asked.items()
    }


def _rows(model: type[Model], user: Any) -> QuerySet[Any]:
    """Those of the model's rows that may be named to the user; of records, what they may see."""
    record = types.of_model(model)
    if user is None or record is None:
        return model._default_manager.all()
    return record.visible_to(user)


def _around(before: str, after: str) -> tuple[str, str]:
    """Two values, both shortened to where they begin to differ."""
    if max(len(before), len(after)) <= LONG:
        return before, after
    same = next(
        (n for n, (one, other) in enumerate(zip(before, after, strict=False)) if one != other),
        min(len(before), len(after)),
    )
    start = max(0, same - LEAD)
    return _cut(before, start), _cut(after, start)


def _cut(text: str, start: int = 0) -> str:
    """`LONG` characters of a text in one line, with dots where something is left out."""
    if start == 0 and len(text) <= LONG:
        return text
    piece = " ".join(text[start : start + LONG].split())
    return f"{'…' if start else ''}{piece}{'…' if len(text) > start + LONG else ''}"
