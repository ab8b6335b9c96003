"""Filters by the record that a field leads to: every such field has one (U1, U2).

customer=김하늘             those of every customer that these words find
customer=<id>               those of one, as its page leads here
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import ForeignKey, Model, Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dangol.ids import read_id
from dangol.records import types
from dangol.records.filters.base import Filter, Operator, emptiness
from dangol.search.lookup import NOTHING, lookup

if TYPE_CHECKING:
    from dangol.records.declaration import Record

MOST = 1_000
"""Records whose words fit that are looked for; with more, the words say too little."""


@dataclass(frozen=True, kw_only=True)
class LinkFilter(Filter):
    """By the record of the type `to` that the field leads to, within what the user may see."""

    to: str

    kind = "link"

    @property
    def operators(self) -> tuple[Operator, ...]:
        usual = Operator(
            code="", sign="=", words=gettext_lazy("is"), parameters=(self.field,), control="text"
        )
        return usual, emptiness(self.field)

    def _compare(
        self, operator: Operator, model: type[Model], given: list[list[str]], user: Any
    ) -> tuple[str, Q]:
        text = "".join(given[0][:1]).strip()
        target = types.records().get(self.to)
        if not text or target is None:
            return text, NOTHING
        words, some = self._selected(model, target, user, text)
        return words, self._other_than(some) if operator.code else some

    def _selected(self, model: type[Model], target: Record, user: Any, text: str) -> tuple[str, Q]:
        """(what is asked for in words, what leads there): an id is told by its record's name."""
        rows = target.visible_to(user).order_by()
        key = read_id(text)
        if key is None:
            return text, Q(**{f"{self.field}__in": self._called(target, user, rows, text)})
        row = rows.filter(pk=key).first()
        if row is None:
            return self._unseen(model, text)
        is_named = target.title not in target.hidden_from(user)
        name = getattr(row, target.title) if is_named else target.label
        return str(name), Q(**{self.field: key})

    def _called(self, target: Record, user: Any, rows: QuerySet[Any], text: str) -> QuerySet[Any]:
        """The ids of the rows that the words find."""
        return rows.filter(lookup(target, user, text).condition).values("pk")[:MOST]

    def _unseen(self, model: type[Model], text: str) -> tuple[str, Q]:
        """What a record selects that is not there for the user."""
        raise self._wrong(model, text, _("It is not here, or your role does not show it."))


def links_of(record: Record) -> dict[str, str]:
    """{field: code of the type it leads to} of a record type's own fields."""
    asked = {name for section in record.sections for name in section.all_fields}
    found = {}
    for field in record.model._meta.concrete_fields:
        target = field.related_model if isinstance(field, ForeignKey) else None
        to = types.of_model(target) if isinstance(target, type) else None
        if to is not None and field.name in asked:
            found[field.name] = to.code
    return found


def link_filters(record: Record) -> list[Filter]:
    """The filters that a type has by its links, but for those that it declares itself."""
    declared = {each.field for each in record.filters}
    links = links_of(record).items()
    return [LinkFilter(field=name, to=to) for name, to in links if name not in declared]
