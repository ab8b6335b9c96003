"""What a declaration says about records of a type besides its `Record` (A7, A11, B21)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from django.utils.functional import Promise

Text: TypeAlias = str | Promise


@dataclass(frozen=True, kw_only=True)
class CodeTable:
    """A list of codes (코드) whose words, order and offer a company can change (A11).

    code     `module.noun`, kept in rows: never renamed
    record   record type and `field` that hold a code; what the field offers is how the list begins
    also     (record type, field) of others that choose from the same list
    may_add  a company can add codes of its own
    colours  {code: kind of `status`} in which lists draw them at first; None: they have no colour
    """

    code: str
    label: Text
    record: str
    field: str
    also: tuple[tuple[str, str], ...] = ()
    may_add: bool = False
    colours: Mapping[str, str] | None = None

    @property
    def places(self) -> tuple[tuple[str, str], ...]:
        """(record type, field) of everything that chooses from it."""
        return ((self.record, self.field), *self.also)


@dataclass(frozen=True, kw_only=True)
class FieldOfSet:
    """One field of a set. `kind` is a kind of own field; `options` what can be chosen.

    code   tells it from the others of its set for ever
    rules  what it asks of values, by `tenants.customising.forms.rules`
    """

    code: str
    kind: str
    label: Text
    options: tuple[Text, ...] = ()
    rules: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class FieldSet:
    """Fields that companies of one trade need (A15): added to `record` by one click, and put away.

    code     `module.noun`, kept with the fields: never renamed
    section  the group of the form in which they stand
    """

    code: str
    record: str
    label: Text
    help: Text
    section: Text
    fields: tuple[FieldOfSet, ...]


@dataclass(frozen=True, kw_only=True)
class PageLink:
    """A line in the menu of a record's page that leads to another module's screen about it.

    record    code of the record type
    url_name  an address with the record's id
    """

    record: str
    label: Text
    url_name: str
    permission: str
    icon: str = "circle"


@dataclass(frozen=True, kw_only=True)
class ReadyLink:
    """A look-up outside that companies like to have on pages of `record`: offered, not there (A32).

    code     unique within the record type
    address  a template as `dangol.records.page.outlinks` reads it
    icon     name of a Lucide icon that links may have
    """

    record: str
    code: str
    label: Text
    address: str
    icon: str


@dataclass(frozen=True, kw_only=True)
class QuickAdd:
    """A record that people make so often that the portal offers it: a drawer and two keys (A7).

    key  such as "a c": the second letter tells which
    """

    record: str
    key: str
    order: int = 50


@dataclass(frozen=True, kw_only=True)
class Reference:
    """A column that names records by their ids and is no foreign key: a merge moves it along (B21).

    model    label of the model, such as `notes.Note`; its primary key is one column
    key      the column with the id
    record   the column with the code of the record's type; "" where `of` is that of all rows
    of       code of the record type
    renamed  a column of words that may stand once with a record: what moves gets another ending
    """

    model: str
    key: str
    record: str = ""
    of: str = ""
    renamed: str = ""
