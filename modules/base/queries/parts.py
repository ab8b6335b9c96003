"""What belongs to a customer as lines of their timeline, type by type (B9-B11)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from django.db.models import F, Value
from django.urls import reverse

from dangol.access import user_can
from dangol.records import Look, Record
from dangol.records.parts import Text
from dangol.records.timeline import Entry, Line, Stretch
from dangol.records.types import record_of


@dataclass(frozen=True, kw_only=True)
class PartLines:
    """The records of the type `record`, each at its moment `at`; `path` leads to the page's one.

    said  the field with what was said or written, "" for none
    """

    record: str
    at: str
    said: str = ""
    path: str = "customer"

    @property
    def code(self) -> str:
        return self.record.partition(".")[2]

    def kinds(self, record: Record, look: Look) -> Mapping[str, Text]:
        parts = record_of(self.record)
        closed = {self.at, parts.title} & parts.hidden_from(look.user)
        if closed or not user_can(look.user, parts.permission("view")):
            return {}
        return {self.code: parts.plural}

    def stretches(self, record: Record, look: Look) -> Sequence[Stretch]:
        parts = record_of(self.record)
        is_told = self.said and self.said not in parts.hidden_from(look.user)
        data = {"title": F(parts.title), "said": F(self.said) if is_told else Value("")}
        rows = parts.visible_to(look.user).filter(**{self.path: look.instance.pk})
        return [Stretch(rows=rows, at=self.at, kind=self.code, data=data)]

    def entries(self, record: Record, look: Look, lines: Sequence[Line]) -> Iterable[Entry]:
        parts = record_of(self.record)
        for line in lines:
            yield Entry(
                at=line.at,
                key=line.key,
                source=self.code,
                kind=self.code,
                icon=parts.icon,
                title=line.data["title"],
                note=str(parts.label),
                text=line.data["said"],
                address=reverse(parts.url_name("page"), args=[line.key]),
            )
