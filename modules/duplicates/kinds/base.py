"""What a record type says about two of its records becoming one (B21)."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db.models import Q

from dangol.records import Record
from modules.duplicates.engine.kinds import Kind
from tenants.services.records import Services


def nothing_follows(ids: Sequence[UUID]) -> None:
    """The default of `follow` and `recount`: what leads to a record says nothing of it."""


def no_probes(user: Any, values: Mapping[str, str]) -> list[Q]:
    """The default of `probes`: nothing is looked for while somebody writes."""
    return []


@dataclass(frozen=True, kw_only=True)
class Mergeable:
    """A record type of which two records can turn out to be one.

    record    its declaration
    services  the verbs of the type; they write the audit
    columns   {column: kind} of what is compared to find duplicates
    probes    (user, values) -> conditions, each of which an index answers, for records that share
              something telling with values that are being entered
    consents  fields whose later answer wins, whatever anybody chooses: when it was given stands in
              `<field>_at`, how one came by it in `<field>_source`
    along     {field: columns} that go with a field, besides those that are made of it
    earliest  columns of which the earlier value stays; `latest` those of which the later one does,
              of yes and no the yes
    alike     {field: text -> key}: values of one key are spellings of the same
    may_differ  fields in which a rule lets two records differ until the company says otherwise
    words     {field: record -> text} of what is said in one piece, such as an address
    follow    (ids): what changes in the rows that lead to these records, once they were moved
    recount   (ids): works out `latest` anew from those rows
    """

    record: Record
    services: Services
    columns: Mapping[str, Kind] = field(default_factory=dict)
    probes: Callable[[Any, Mapping[str, str]], list[Q]] = no_probes
    consents: tuple[str, ...] = ()
    along: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    earliest: tuple[str, ...] = ()
    latest: tuple[str, ...] = ()
    alike: Mapping[str, Callable[[Any], str]] = field(default_factory=dict)
    may_differ: tuple[str, ...] = ()
    words: Mapping[str, Callable[[Any], str]] = field(default_factory=dict)
    follow: Callable[[Sequence[UUID]], None] = nothing_follows
    recount: Callable[[Sequence[UUID]], None] = nothing_follows

    @property
    def code(self) -> str:
        return self.record.code
