"""What a company has defined: its fields, and its words for codes. A port; `tenants` keeps them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Protocol

from django.utils.translation import get_language

PREFIX = "x_"
"""Begins the name of every field that a company has defined; no declared field begins so."""


@dataclass(frozen=True)
class Code:
    """One value to choose from (코드). One that is put away is still told, not offered."""

    value: str
    label: str
    label_en: str = ""
    colour: str = ""
    is_offered: bool = True

    def __str__(self) -> str:
        return in_language(self.label, self.label_en)


@dataclass(frozen=True)
class Condition:
    """A question about another field of the record.

    is_in   one of `values`; `is_not_in` none of them; `is_filled` and `is_empty` ask for neither
    values  as forms send them: codes, ids, numbers, dates
    """

    field: str
    compare: str
    values: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class CustomField:
    """A field that the company has defined (사용자 정의 필드).

    name         begins with `x_`; never changes, whatever the field is called
    code         what programs call it, where it was given one
    kind         code of one of `dangol.records.custom.kinds`
    rules        what the kind asks: min, max, most (characters), decimals, pattern
    codes        what can be chosen, in order
    formula      its source, for values that are worked out
    shown_when   it is asked for only then; `required_when`: it must be filled then
    is_sorted    an index is there, so lists may be sorted by it
    is_searched  the search finds records by it
    """

    name: str
    record: str
    kind: str
    label: str
    label_en: str = ""
    code: str = ""
    help: str = ""
    section: str = ""
    is_required: bool = False
    is_unique: bool = False
    in_list: bool = False
    is_sorted: bool = False
    is_searched: bool = False
    default: Any = None
    rules: Mapping[str, Any] = field(default_factory=dict)
    codes: tuple[Code, ...] = ()
    formula: str = ""
    shown_when: Condition | None = None
    required_when: Condition | None = None

    def __str__(self) -> str:
        return in_language(self.label, self.label_en)

    def rule(self, name: str) -> Any:
        return self.rules.get(name)


@dataclass(frozen=True)
class Shape:
    """What the company has added to one record type.

    codes  {declared field: its codes}, where the company has its own words for them
    """

    fields: tuple[CustomField, ...] = ()
    codes: Mapping[str, tuple[Code, ...]] = field(default_factory=dict)
    by_language: dict[str | None, dict[str, Any]] = field(
        default_factory=dict, compare=False, repr=False
    )

    @property
    def known(self) -> dict[str, Any]:
        """Fields as the kit knows them, once they were asked for in the language that is on."""
        return self.by_language.setdefault(get_language(), {})

    @cached_property
    def by_name(self) -> dict[str, CustomField]:
        return {each.name: each for each in self.fields}

    @cached_property
    def by_code(self) -> dict[str, str]:
        """{what programs call a field: its name}, of those that have a code."""
        return {each.code: each.name for each in self.fields if each.code}


NOTHING = Shape()


class Definitions(Protocol):
    """Tells the definitions of the present company."""

    def shapes(self) -> Mapping[str, Shape]:
        """{record type: what was added to it}; types without additions may be missing."""


_kept: list[Definitions] = []


def register_definitions(definitions: Definitions) -> None:
    """Called once at start by the layer that keeps them."""
    _kept[:] = [definitions]


def shape_of(record: str) -> Shape:
    """What the present company has added to the record type."""
    return _kept[0].shapes().get(record, NOTHING) if _kept else NOTHING


def code_of(record: str, name: str, value: Any) -> Code | None:
    """The code in a declared field as the company has it; None when it has no words of its own."""
    codes = shape_of(record).codes.get(name, ())
    return next((each for each in codes if each.value == str(value)), None)


def code_words(record: str, name: str, value: Any) -> str | None:
    """What the company calls the code; None when it has no words of its own."""
    found = code_of(record, name, value)
    return None if found is None else str(found)


def is_custom(name: str) -> bool:
    """Whether a field's name is one of a company's own."""
    return name.startswith(PREFIX)


def in_language(label: str, label_en: str) -> str:
    """The label in the language that is on; the first one where the other is missing."""
    return label_en if label_en and get_language() == "en" else label
