"""A company's own field that leads to a record of another type (U7).

Kept is the id alone. What the record is called belongs to whoever reads: rows that were read for
somebody bring along the names of the records that they may see, and of no others. A record that is
out of sight, in the trash or gone has no name, and whoever edits beside it does not lose it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import F, Model, OuterRef, Q, QuerySet, Subquery, TextField
from django.db.models import UUIDField as Id
from django.db.models.functions import Cast
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dangol.ids import read_id
from dangol.records import rights, types
from dangol.records.cells import mark
from dangol.records.custom.definitions import CustomField
from dangol.records.custom.kinds import Kind
from dangol.records.declaration import Record
from dangol.records.filters.base import Filter, Operator, contains, either_way, emptiness
from dangol.records.filters.links import LinkFilter
from dangol.records.links.naming import LinkField, out_of_sight
from dangol.search.lookup import NOTHING

TARGET = "target"
"""The rule that says the type of the records."""
NAMED = "{name}_name"
"""What a row brings along: the name of the record that it leads to."""


class LinkKind(Kind):
    code, icon = "link", "link-2"
    label = gettext_lazy("Another record")
    example = gettext_lazy("Who brought the customer, the head office")
    rules = (TARGET,)
    is_ordered = has_default = False

    def of_type(self, field: CustomField) -> Id[Any, Any]:
        return Id(null=True)

    def beside(self, field: CustomField, user: Any) -> dict[str, Any]:
        target = target_of(field)
        if target is None or target.title in target.hidden_from(user):
            return {}
        named = in_sight(target, user).filter(pk=OuterRef(field.name)).order_by()
        name = named.values(called=Cast(F(target.title), TextField()))[:1]
        return {NAMED.format(name=field.name): Subquery(name)}

    def form_field(self, field: CustomField, user: Any) -> forms.Field:
        return OwnLink(field.rule(TARGET))

    def kept(self, value: Any) -> Any:
        return str(getattr(value, "pk", value)) if value else None

    def read(self, kept: Any, field: CustomField) -> Any:
        return UUID(str(kept))

    def words(self, value: Any, field: CustomField) -> str:
        """A record that was chosen just now by its name; an id says nothing of what it is."""
        target = target_of(field)
        if isinstance(value, Model) and target is not None:
            return str(getattr(value, target.title))
        return out_of_sight()

    def words_of(self, instance: Any, value: Any, field: CustomField) -> str:
        name = vars(instance).get(NAMED.format(name=field.name))
        is_same = str(value) == instance.custom.get(field.name)
        return name if name and is_same else self.words(value, field)

    def drawn(self, instance: Any, words: str, field: CustomField, *, is_fact: bool) -> str:
        target = target_of(field)
        if target is None or not vars(instance).get(NAMED.format(name=field.name)):
            return format_html('<span class="text-faint">{}</span>', words)
        name = format_html("{}{}", mark(words, 20, person=target.person), words)
        if not is_fact:
            return format_html('<span class="who">{}</span>', name)
        page = reverse(target.url_name("page"), args=[instance.custom[field.name]])
        return format_html('<a class="who link-quiet" href="{}">{}</a>', page, name)

    def as_json(self, instance: Any, value: Any, field: CustomField) -> Any:
        name = vars(instance).get(NAMED.format(name=field.name))
        return {"id": str(value), "name": name or ""}

    def all_written(self, values: Sequence[Any], field: CustomField, user: Any) -> list[Any]:
        known = names_of(field, user, {value for value in values if value is not None})
        return [None if value is None else known.get(value, "") for value in values]

    def said_to(self, kept: Any, field: CustomField, user: Any) -> str:
        key = read_id(str(kept))
        if user is None or key is None:
            return out_of_sight()
        return names_of(field, user, [key]).get(key) or out_of_sight()

    def filter(self, field: CustomField) -> Filter | None:
        return OwnLinkFilter(field=field.name, own=self.column(field), to=field.rule(TARGET))


class OwnLink(LinkField):
    """Names a record; one that is out of the user's sight stays when nothing else is written."""

    def _stays(self) -> Any:
        return self.current

    def has_changed(self, initial: Any, data: Any) -> bool:
        return bool(self.prepare_value(initial or "") != (data or ""))

    def _found(self, text: str) -> list[Model]:
        if self.code not in types.records():
            raise ValidationError(_("The type of the records that it leads to is not there."))
        return super()._found(text)


@dataclass(frozen=True, kw_only=True)
class OwnLinkFilter(LinkFilter):
    """By a part of the record's name, which can be turned round, or by its id."""

    @property
    def operators(self) -> tuple[Operator, ...]:
        words = (gettext_lazy("contains"), gettext_lazy("does not contain"))
        return (*either_way(self.field, words, words, "text"), emptiness(self.field))

    def _called(self, target: Record, user: Any, rows: QuerySet[Any], text: str) -> QuerySet[Any]:
        if target.title in target.hidden_from(user):
            rows = rows.none()
        return rows.filter(contains(target.title, text)).values("pk")

    def _unseen(self, model: type[Model], text: str) -> tuple[str, Q]:
        return out_of_sight(), NOTHING


def target_of(field: CustomField) -> Record | None:
    """The type of the records that the field leads to; None when its module is not there."""
    return types.records().get(field.rule(TARGET) or "")


def in_sight(target: Record, user: Any) -> QuerySet[Any]:
    """The records that the user may see, without what their own fields lead to."""
    return rights.narrowed(target, target.rows(), user, "view")


def names_of(field: CustomField, user: Any, keys: Iterable[Any]) -> dict[Any, str]:
    """{id: name} of those of the records that the user may see."""
    target = target_of(field)
    if target is None or target.title in target.hidden_from(user):
        return {}
    found = in_sight(target, user).filter(pk__in=list(keys)).order_by()
    return {pk: str(name) for pk, name in found.values_list("pk", target.title)}
