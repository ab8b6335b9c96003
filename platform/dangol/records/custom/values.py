"""The columns of a model that hold a company's own fields, and reading and writing them (U7)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, ClassVar

from django.db import IntegrityError, models
from django.utils.translation import gettext as _

from dangol.errors import RuleBroken
from dangol.records.custom import kinds
from dangol.records.custom.definitions import CustomField, code_words, is_custom, shape_of

WORDS = "custom_words"
"""The column that the search looks into."""


class Customised(models.Model):
    """A model to whose record type a company may add fields.

    `getattr(instance, "x_…")` reads a value as its kind has it, None when there is none; `put`
    writes one. `record_code` is the record type's code.
    """

    record_code: ClassVar[str]

    custom = models.JSONField(
        default=dict, db_default=models.Value({}, models.JSONField()), editable=False
    )
    """{name: value as the kind keeps it}; what is empty is not there."""
    custom_words = models.TextField(default="", db_default="", editable=False)
    """The values that the search looks into, kept by `put`."""

    class Meta:
        abstract = True

    def _get_FIELD_display(self, field: Any) -> str:  # noqa: N802  (Django's own hook for words)
        """The company's own words for a code, wherever Django is asked for the words."""
        own = code_words(self.record_code, field.name, getattr(self, field.attname))
        return str(super()._get_FIELD_display(field)) if own is None else own  # type: ignore[misc]

    if not TYPE_CHECKING:  # reading attributes that nobody can know beforehand

        def __getattr__(self, name: str) -> Any:
            if not is_custom(name):
                raise AttributeError(f"{type(self).__name__} has no attribute {name}.")
            field = shape_of(self.record_code).by_name.get(name)
            if field is None:
                raise AttributeError(f"{self.record_code} has no field {name}.")
            return kinds.of(field).value(self, field)


def split(values: Mapping[str, Any]) -> tuple[dict[str, Any], dict[str, Any]]:
    """(values of declared fields, values of the company's own)."""
    own = {name: value for name, value in values.items() if is_custom(name)}
    return {name: value for name, value in values.items() if name not in own}, own


def put(instance: Customised, values: Mapping[str, Any]) -> None:
    """Sets values of the company's own fields by name; others stay, unknown ones are left alone."""
    fields = shape_of(instance.record_code).by_name
    known = {name: value for name, value in values.items() if name in fields}
    if known:
        taken_over = {
            name: kinds.of(fields[name]).taken(instance, value, fields[name])
            for name, value in known.items()
        }
        instance.custom = merged(instance.custom, fields, taken_over)
        instance.custom_words = words_of(instance.custom, fields)


def merged(
    before: Mapping[str, Any], fields: Mapping[str, CustomField], values: Mapping[str, Any]
) -> dict[str, Any]:
    """What is kept, with these values in it."""
    found = dict(before)
    for name, value in values.items():
        kept = kinds.of(fields[name]).kept(value)
        if kept in (None, "", [], {}):
            found.pop(name, None)
        else:
            found[name] = kept
    return found


def words_of(custom: Mapping[str, Any], fields: Mapping[str, CustomField]) -> str:
    """The text that the search looks into: the values of all fields that are to be found by."""
    searched = [each for each in fields.values() if each.is_searched and each.name in custom]
    return "\n".join(kinds.of(each).searched(custom[each.name], each) for each in searched)


@contextmanager
def refused_if_taken(instance: Customised) -> Iterator[None]:
    """Saves within the block; RuleBroken when another record was quicker to take a value that no
    two may have. The transaction of the deed is over then."""
    fields = shape_of(instance.record_code).by_name  # read before: afterwards nothing can be
    try:
        yield
    except IntegrityError as error:
        for name, field in fields.items():
            if f"custom_{name}_once" in str(error):
                raise RuleBroken("value_taken", taken(field), field=name) from error
        raise


def taken(field: CustomField) -> str:
    """Why a value is refused that another record has."""
    return _("Another record has this value in “%(field)s”; each may have its own only.") % {
        "field": str(field)
    }


def differences(before: Customised, after: Customised) -> dict[str, list[Any]]:
    """{name: [kept before, kept after]} of the company's own fields that differ."""
    names = dict.fromkeys([*before.custom, *after.custom])
    pairs = {name: [before.custom.get(name), after.custom.get(name)] for name in names}
    return {name: pair for name, pair in pairs.items() if pair[0] != pair[1]}
