"""The filter language: one for lists, counts, exports and the audiences of sends (U1, S2).

A selection is written as parameters with text values, the same in an address and in stored JSON:

    grade=1&grade=2                      any of these choices; `none` for empty
    company_name=한빛                    contains, whatever the case
    birth_date.from=1980-01-01           from and to, both days included
    owner=<id>                           any of these records; `none` for empty
    q=김하늘                             the find box, over the declared search fields

    {"grade": ["1", "2"], "birth_date.from": "1980-01-01", "q": "김하늘"}
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any, TypeAlias
from uuid import UUID

from django.db.models import DateTimeField, Model, Q, QuerySet
from django.utils.translation import gettext as _

from dangol import clock
from dangol.errors import RuleBroken

Parameters: TypeAlias = Mapping[str, Sequence[str]]
NONE = "none"
LONGEST = 100
"""Characters of one value; MOST values of one parameter."""
MOST = 200


@dataclass(frozen=True)
class Condition:
    """One filter as it was asked for: what it selects, and the same in words."""

    name: str
    label: str
    words: str
    q: Q
    parameters: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Filter:
    """A way to narrow the list by the model's field `field`."""

    field: str

    kind = ""

    @property
    def parameters(self) -> tuple[str, ...]:
        """Names of the parameters it is written with."""
        return (self.field,)

    def condition(
        self, model: type[Model], values: dict[str, list[str]], user: Any
    ) -> Condition | None:
        """What the values select, or None when they are empty; RuleBroken when they are wrong."""
        raise NotImplementedError

    def label(self, model: type[Model]) -> str:
        return str(model._meta.get_field(self.field).verbose_name)  # type: ignore[union-attr]

    def _wrong(self, model: type[Model], value: str, advice: str) -> RuleBroken:
        sentence = _("%(field)s: “%(value)s” cannot be used. %(advice)s") % {
            "field": self.label(model),
            "value": value[:30],
            "advice": advice,
        }
        return RuleBroken("filter_value", sentence, field=self.field)


@dataclass(frozen=True, kw_only=True)
class TextFilter(Filter):
    """Contains, whatever the case."""

    kind = "text"

    def condition(
        self, model: type[Model], values: dict[str, list[str]], user: Any
    ) -> Condition | None:
        text = "".join(values[self.field][:1]).strip()
        if not text:
            return None
        return Condition(
            self.field, self.label(model), text, contains(self.field, text), self.parameters
        )


@dataclass(frozen=True, kw_only=True)
class ChoiceFilter(Filter):
    """Any of the field's choices, or yes and no of a yes-no field."""

    kind = "choice"

    def options(self, model: type[Model], user: Any) -> list[tuple[str, str]]:
        """(value, label) of everything that can be chosen."""
        field = model._meta.get_field(self.field)
        if field.get_internal_type() == "BooleanField":
            return [("yes", _("Yes")), ("no", _("No"))]
        choices = [(str(value), str(label)) for value, label in field.flatchoices]  # type: ignore[union-attr]
        return choices + ([(NONE, _("None"))] if field.null else [])

    def condition(
        self, model: type[Model], values: dict[str, list[str]], user: Any
    ) -> Condition | None:
        chosen = [value for value in values[self.field] if value]
        if not chosen:
            return None
        labels = dict(self.options(model, user))
        for value in chosen:
            if value not in labels:
                raise self._wrong(model, value, _("Choose from the list."))
        words = ", ".join(labels[value] for value in chosen)
        return Condition(
            self.field, self.label(model), words, self._any(model, chosen), self.parameters
        )

    def _any(self, model: type[Model], chosen: list[str]) -> Q:
        if model._meta.get_field(self.field).get_internal_type() == "BooleanField":
            return Q(**{f"{self.field}__in": [value == "yes" for value in chosen]})
        some = Q(**{f"{self.field}__in": [value for value in chosen if value != NONE]})
        return some | Q(**{f"{self.field}__isnull": True}) if NONE in chosen else some


@dataclass(frozen=True, kw_only=True)
class RelationFilter(Filter):
    """Any of the records that `among` offers."""

    among: Callable[[Any], QuerySet[Any]]

    kind = "choice"

    def options(self, model: type[Model], user: Any) -> list[tuple[str, str]]:
        """(id, name) of everything that can be chosen."""
        found = [(str(each.pk), str(each)) for each in self.among(user)[:MOST]]
        return [*found, (NONE, _("None"))]

    def condition(
        self, model: type[Model], values: dict[str, list[str]], user: Any
    ) -> Condition | None:
        chosen = [value for value in values[self.field] if value]
        if not chosen:
            return None
        ids = [self._id(model, value) for value in chosen if value != NONE]
        names = {each.pk: str(each) for each in self.among(user).filter(pk__in=ids)}
        for key in ids:
            if key not in names:
                raise self._wrong(model, str(key), _("Choose from the list."))
        some = Q(**{f"{self.field}__in": ids})
        words = [names[key] for key in ids]
        if NONE in chosen:
            some |= Q(**{f"{self.field}__isnull": True})
            words.append(_("None"))
        return Condition(self.field, self.label(model), ", ".join(words), some, self.parameters)

    def _id(self, model: type[Model], value: str) -> UUID:
        try:
            return UUID(value)
        except ValueError:
            raise self._wrong(model, value, _("Choose from the list.")) from None


@dataclass(frozen=True, kw_only=True)
class DateFilter(Filter):
    """From one day to another, both included, either left open. Days are Korean ones."""

    kind = "date"

    @property
    def parameters(self) -> tuple[str, ...]:
        return (f"{self.field}.from", f"{self.field}.to")

    def condition(
        self, model: type[Model], values: dict[str, list[str]], user: Any
    ) -> Condition | None:
        first, last = (self._day(model, "".join(values[name][:1])) for name in self.parameters)
        if first is None and last is None:
            return None
        is_moment = isinstance(model._meta.get_field(self.field), DateTimeField)
        q = Q()
        if first is not None:
            q &= Q(**{f"{self.field}__gte": _midnight(first) if is_moment else first})
        if last is not None:
            after = last + timedelta(days=1)
            q &= Q(**{f"{self.field}__lt": _midnight(after) if is_moment else after})
        words = f"{first or ''} – {last or ''}".strip()
        return Condition(self.field, self.label(model), words, q, self.parameters)

    def _day(self, model: type[Model], value: str) -> date | None:
        if not value:
            return None
        try:
            day = date.fromisoformat(value)
        except ValueError:
            raise self._wrong(model, value, _("Write a date as 2026-11-22.")) from None
        if not 1900 <= day.year <= 2999:
            raise self._wrong(model, value, _("Write a date as 2026-11-22."))
        return day


def _midnight(day: date) -> datetime:
    return datetime.combine(day, time(), tzinfo=clock.KOREA)


def contains(field: str, text: str) -> Q:
    """Contains, whatever the case; Hangul and digits have none, which spares the database work."""
    has_case = text.lower() != text.upper()
    return Q(**{f"{field}__{'icontains' if has_case else 'contains'}": text})


def as_parameters(query: Mapping[str, Any]) -> dict[str, list[str]]:
    """Stored JSON as parameters; RuleBroken when a value is neither text nor a list of texts."""
    found: dict[str, list[str]] = {}
    for name, value in query.items():
        values = value if isinstance(value, list) else [value]
        if not all(isinstance(each, str | int) for each in values):
            raise RuleBroken(
                "filter_value", _("The filter “%(name)s” is damaged.") % {"name": name[:30]}
            )
        found[name] = [str(each) for each in values]
    return found
