"""Filtering by what is offered: the field's choices, the records it can lead to (U1)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Model, Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dangol.ids import read_id
from dangol.records.filters.base import ME, MOST, NONE, Filter, Operator, either_way


@dataclass(frozen=True, kw_only=True)
class Choosing(Filter):
    """Any of what is offered, or none of it."""

    kind = "choice"

    @property
    def operators(self) -> tuple[Operator, ...]:
        words = (gettext_lazy("is one of"), gettext_lazy("is none of"))
        return either_way(self.field, ("=", "≠"), words, "choice")

    def _compare(
        self, operator: Operator, model: type[Model], given: list[list[str]], user: Any
    ) -> tuple[str, Q]:
        words, some = self._any(model, given[0], user)
        if not operator.code:
            return words, some
        return words, self._other_than(some, with_empty=NONE not in given[0])

    def _any(self, model: type[Model], chosen: list[str], user: Any) -> tuple[str, Q]:
        """(what is chosen in words, the records that have any of it)."""
        raise NotImplementedError


@dataclass(frozen=True, kw_only=True)
class ChoiceFilter(Choosing):
    """Any of the field's choices, or yes and no of a yes-no field."""

    def options(self, model: type[Model], user: Any) -> list[tuple[str, str]]:
        """(value, label) of everything that can be chosen."""
        field = self.column(model)
        if field.get_internal_type() == "BooleanField":
            return [("yes", _("Yes")), ("no", _("No"))]
        choices = [(str(value), str(label)) for value, label in field.flatchoices]
        return choices + ([(NONE, _("None"))] if field.null else [])

    def _any(self, model: type[Model], chosen: list[str], user: Any) -> tuple[str, Q]:
        labels = dict(self.options(model, user))
        for value in chosen:
            if value not in labels:
                raise self._wrong(model, value, _("Choose from the list."))
        words = ", ".join(labels[value] for value in chosen)
        if self.column(model).get_internal_type() == "BooleanField":
            return words, Q(**{f"{self.field}__in": [value == "yes" for value in chosen]})
        some = Q(**{f"{self.field}__in": [value for value in chosen if value != NONE]})
        if NONE in chosen:
            some |= Q(**{f"{self.field}__isnull": True})
        return words, some


@dataclass(frozen=True, kw_only=True)
class RelationFilter(Choosing):
    """Any of the records that `among` offers. `people`: they are users, and `me` is one of them."""

    among: Callable[[Any], QuerySet[Any]]
    people: bool = False

    def options(self, model: type[Model], user: Any) -> list[tuple[str, str]]:
        """(id, name) of everything that can be chosen."""
        found = [(str(each.pk), str(each)) for each in self.among(user)[:MOST]]
        mine = [(ME, _("Me"))] if self.people else []
        return [*mine, *found, (NONE, _("None"))]

    def _any(self, model: type[Model], chosen: list[str], user: Any) -> tuple[str, Q]:
        ids = [self._id(model, value, user) for value in chosen if value != NONE]
        mine = getattr(user, "pk", None) if ME in chosen else None
        asked = [key for key in ids if key != mine]
        names = {each.pk: str(each) for each in self.among(user).filter(pk__in=asked)}
        for key in asked:
            if key not in names:
                raise self._wrong(model, str(key), _("Choose from the list."))
        some = Q(**{f"{self.field}__in": ids})
        words = [_("Me") if key == mine else names[key] for key in ids]
        if NONE in chosen:
            some |= Q(**{f"{self.field}__isnull": True})
            words.append(_("None"))
        return ", ".join(words), some

    def _id(self, model: type[Model], value: str, user: Any) -> UUID:
        if value == ME and self.people and getattr(user, "pk", None):
            return UUID(str(user.pk))
        key = read_id(value)
        if key is None:
            raise self._wrong(model, value, _("Choose from the list."))
        return key
