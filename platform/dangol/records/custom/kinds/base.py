"""What every kind of field answers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Expression, Field, TextField
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Cast
from django.utils.functional import Promise

from dangol.records.custom.definitions import CustomField
from dangol.records.filters.base import Filter


class Kind:
    """One kind; `field` is always the company's definition.

    example        what it is good for, in a few words
    rules          names of what its definition may ask of values
    is_ordered     lists can be sorted by it, where an index is there
    is_searchable  the search can find by it
    can_be_unique  two records may be kept from having the same value
    is_written     people write it; otherwise it is worked out
    is_typed       it is typed or chosen: in a cell of a list, and for many records at once
    has_default    its definition may say what new records begin with
    filtered_by    what a list is narrowed by, where that needs no more than the field
    """

    code: ClassVar[str]
    label: ClassVar[Promise]
    example: ClassVar[Promise]
    icon: ClassVar[str]
    rules: ClassVar[tuple[str, ...]] = ()
    is_ordered: ClassVar[bool] = True
    is_searchable: ClassVar[bool] = False
    can_be_unique: ClassVar[bool] = False
    is_written: ClassVar[bool] = True
    is_typed: ClassVar[bool] = True
    has_default: ClassVar[bool] = True
    filtered_by: ClassVar[type[Filter] | None] = None

    def of_type(self, field: CustomField) -> Field[Any, Any]:
        """A field of a model with the values' type."""
        raise NotImplementedError

    def column(self, field: CustomField) -> Field[Any, Any]:
        """The field as the rest of the kit knows fields: named and labelled."""
        found = self.of_type(field)
        found.set_attributes_from_name(field.name)
        found.verbose_name = str(field)
        found.blank = True
        return found

    def sql(self, field: CustomField) -> Any:
        """Its value in a statement: an immutable expression, so that an index can hold it."""
        return Cast(kept_text(field), self.of_type(field))

    def beside(self, field: CustomField, user: Any) -> dict[str, Any]:
        """{name: expression} of what rows bring along for this reader besides the value."""
        return {}

    def form_field(self, field: CustomField, user: Any) -> forms.Field:
        """What asks for the value."""
        raise NotImplementedError

    def from_text(self, text: str, field: CustomField, user: Any = None) -> Any:
        """The value that a cell of a file says, as the form would clean it.

        ValueError, with a sentence for people, for a text that says none. `user` is who reads the
        file: what they may not see cannot be named.
        """
        asked = self.form_field(field, user)
        asked.required = False
        if hasattr(asked, "for_user"):
            asked.for_user(user)
        try:
            return asked.clean(self.typed(text.strip(), field))
        except ValidationError as wrong:
            raise ValueError(" ".join(wrong.messages)) from wrong

    def typed(self, text: str, field: CustomField) -> Any:
        """A text of a file as a browser would send it to the form field."""
        return text

    def taken(self, instance: Any, value: Any, field: CustomField) -> Any:
        """A cleaned value as it is given to this record; what must be stored beside it is stored.

        RuleBroken when it cannot be.
        """
        return value

    def kept(self, value: Any) -> Any:
        """A cleaned value as JSON."""
        return value

    def read(self, kept: Any, field: CustomField) -> Any:
        """The kept value as Python has it."""
        return kept

    def value(self, instance: Any, field: CustomField) -> Any:
        """The value of a record, None when there is none."""
        kept = instance.custom.get(field.name)
        return None if kept is None else self.read(kept, field)

    def initial(self, value: Any) -> Any:
        """What a form shows for the value."""
        return value

    def words(self, value: Any, field: CustomField) -> str:
        """The value as people read it."""
        return str(value)

    def words_of(self, instance: Any, value: Any, field: CustomField) -> str:
        """The value of this record as the one reads it for whom the record was read."""
        return self.words(value, field)

    def drawn(self, instance: Any, words: str, field: CustomField, *, is_fact: bool) -> str:
        """The words as HTML, in a list or among a record's facts; "" where text is enough."""
        return ""

    def as_json(self, instance: Any, value: Any, field: CustomField) -> Any:
        """The value of this record for a program, where its type does not tell how."""
        return value

    def written(self, value: Any, field: CustomField) -> Any:
        """The value, as a statement reads it, for a file: a text, or what writes itself."""
        return value

    def all_written(self, values: Sequence[Any], field: CustomField, user: Any) -> list[Any]:
        """Many such values for a file that this user takes away; None for what is empty."""
        return [None if value is None else self.written(value, field) for value in values]

    def said(self, kept: Any, field: CustomField) -> str:
        """The kept value as people read it, long afterwards and whatever it was then."""
        try:
            return self.words(self.read(kept, field), field)
        except (ValueError, TypeError, ArithmeticError):
            return str(kept)

    def said_to(self, kept: Any, field: CustomField, user: Any) -> str:
        """The kept value as this user may read it, apart from any record."""
        return self.said(kept, field)

    def searched(self, kept: Any, field: CustomField) -> str:
        """The kept value as the search looks into it."""
        return self.said(kept, field)

    def filter(self, field: CustomField) -> Filter | None:
        """What a list is narrowed by."""
        by = self.filtered_by
        return by(field=field.name, own=self.column(field)) if by else None


def kept_text(field: CustomField) -> Expression:
    """The kept value as text, NULL when there is none."""
    return KeyTextTransform(field.name, "custom", output_field=TextField())


KINDS: dict[str, Kind] = {}
"""Every kind by its code, in the order in which they are offered; filled by this package."""


def register_kind(kind: Kind) -> None:
    """One more kind, of which this package knows nothing: its values lead to other parts."""
    KINDS[kind.code] = kind


def of(field: CustomField) -> Kind:
    """The kind of a field."""
    return KINDS[field.kind]
