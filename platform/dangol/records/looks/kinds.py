"""What a group of a list is: its key, its words, its rows, for each kind of field (U1).

A key is text that stands in an address: a choice, an id, yes or no, the first day of a span, or
`none`.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any, ClassVar

from django.core.exceptions import ValidationError
from django.db.models import CharField, F, Field, Q, QuerySet, TextField
from django.utils.translation import gettext as _

from dangol.records.filters.base import NONE


class WrongKey(ValueError):
    """A key that no group of the level has."""


@dataclass(frozen=True, kw_only=True)
class Level:
    """Groups by one field."""

    field: Field[Any, Any]
    name: str
    label: str

    kind: ClassVar[str] = ""

    @property
    def code(self) -> str:
        return self.name

    @property
    def words(self) -> str:
        return self.label

    def expression(self) -> Any:
        """What a row's group is told by, in the database."""
        return F(self.name)

    def key(self, value: Any) -> str:
        return NONE if value in (None, "") else str(value)

    def value(self, key: str) -> Any:
        """The value that a key stands for; WrongKey when there can be none."""
        if key == NONE:
            return None
        if "\x00" in key:
            raise WrongKey(key)
        try:
            return self._read(key)
        except (ValidationError, ValueError, TypeError, OverflowError):
            raise WrongKey(key) from None

    def condition(self, key: str) -> Q:
        """The rows of one group; WrongKey when there can be none."""
        value = self.value(key)
        return self._nothing() if value is None else Q(**{self.name: value})

    def _read(self, key: str) -> Any:
        return self.field.to_python(key)

    def narrowed(self, key: str) -> dict[str, list[str]]:
        """The parameters of a filter that selects the group."""
        return {self.name: [key]}

    def names(self, values: Collection[Any]) -> dict[Any, str]:
        """{value: what people call the group}; one look into the database at most."""
        raise NotImplementedError

    def candidates(self, everything: QuerySet[Any], most: int) -> list[Any] | None:
        """Every value that a group may have, found without reading rows; None for too many.

        `everything` are all records of the type, whatever is selected.
        """
        raise NotImplementedError

    def in_order(self, values: Iterable[Any], names: dict[Any, str]) -> list[Any]:
        """The groups as they stand; the one without a value last."""
        return sorted(values, key=lambda value: (self.key(value) == NONE, names[value]))

    @property
    def nobody(self) -> list[Any]:
        """The value of the group without one, where there may be such rows."""
        return [None] if self.field.null or self.field.blank else []

    def _nothing(self) -> Q:
        nothing = Q(**{f"{self.name}__isnull": True}) if self.field.null else Q(pk__in=[])
        is_text = isinstance(self.field, CharField | TextField)
        return nothing | Q(**{self.name: ""}) if is_text else nothing


@dataclass(frozen=True, kw_only=True)
class ByChoice(Level):
    """By the field's choices, in their order."""

    kind: ClassVar[str] = "choice"

    def names(self, values: Collection[Any]) -> dict[Any, str]:
        labels = {value: str(label) for value, label in self.field.flatchoices}
        return {value: labels.get(value) or (str(value or "") or _("None")) for value in values}

    def candidates(self, everything: QuerySet[Any], most: int) -> list[Any] | None:
        return [*(value for value, _label in self.field.flatchoices), *self.nobody]

    def in_order(self, values: Iterable[Any], names: dict[Any, str]) -> list[Any]:
        place = {value: number for number, (value, _label) in enumerate(self.field.flatchoices)}
        last = len(place)
        return sorted(values, key=lambda value: (place.get(value, last), self.key(value) == NONE))


@dataclass(frozen=True, kw_only=True)
class ByText(Level):
    """By what is written in a short text: as many groups as there are spellings.

    Lists do not offer it, since nobody can say beforehand which groups there are.
    """

    kind: ClassVar[str] = "text"

    def narrowed(self, key: str) -> dict[str, list[str]]:
        return {f"{self.name}.empty": ["yes"]} if key == NONE else {f"{self.name}.is": [key]}

    def names(self, values: Collection[Any]) -> dict[Any, str]:
        return {value: str(value or "") or _("None") for value in values}

    def candidates(self, everything: QuerySet[Any], most: int) -> list[Any] | None:
        return None


@dataclass(frozen=True, kw_only=True)
class ByFlag(Level):
    """By yes and no."""

    kind: ClassVar[str] = "flag"

    def key(self, value: Any) -> str:
        return NONE if value is None else "yes" if value else "no"

    def _read(self, key: str) -> Any:
        return {"yes": True, "no": False}.get(key) if key in ("yes", "no") else wrong(key)

    def names(self, values: Collection[Any]) -> dict[Any, str]:
        words = {"yes": _("Yes"), "no": _("No"), NONE: _("None")}
        return {value: words[self.key(value)] for value in values}

    def candidates(self, everything: QuerySet[Any], most: int) -> list[Any] | None:
        return [True, False, *([None] if self.field.null else [])]

    def in_order(self, values: Iterable[Any], names: dict[Any, str]) -> list[Any]:
        return sorted(values, key=lambda value: (value is None, not value))


@dataclass(frozen=True, kw_only=True)
class ByRelation(Level):
    """By the records that the field leads to, by name."""

    kind: ClassVar[str] = "relation"

    def names(self, values: Collection[Any]) -> dict[Any, str]:
        related: Any = self.field.related_model
        found = related._default_manager.in_bulk([value for value in values if value])
        return {value: str(found[value]) if value in found else _("None") for value in values}

    def candidates(self, everything: QuerySet[Any], most: int) -> list[Any] | None:
        related: Any = self.field.related_model
        found = list(related._default_manager.order_by().values_list("pk", flat=True)[: most + 1])
        return [*found, *self.nobody] if len(found) <= most else None

    def _read(self, key: str) -> Any:
        return self.field.target_field.to_python(key)  # type: ignore[attr-defined]


def wrong(key: str) -> Any:
    raise WrongKey(key)
