"""Filling a record's form from outside: by programs and files, with what a browser would send.

A form that was made once judges many records: it is bound anew, to other data and another record.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from copy import copy
from datetime import date, time
from functools import cached_property
from typing import TYPE_CHECKING, Any

from django.db.models import Model
from django.utils.datastructures import MultiValueDict

from dangol.records.custom.definitions import shape_of
from dangol.records.forms.base import form_for

if TYPE_CHECKING:
    from dangol.records.declaration import Record

Data = Mapping[str, list[str]]
"""{input: texts}."""


class Filler:
    """Fills the form of one record type for one user.

    `is_many`: new records that send the same fields share a form of just these, which costs a tenth
    of a whole one each; the other values are those of an empty form, read once.
    """

    def __init__(
        self,
        record: Record,
        user: Any,
        form: Any = None,
        *,
        needed: Collection[str] = (),
        is_many: bool = False,
    ) -> None:
        self.record, self.user, self.needed = record, user, needed
        self.form = form or form_for(record, user)
        # own fields that depend on others are judged together with them, by the whole form
        own = shape_of(record.code).fields
        self.is_many = is_many and not any(each.shown_when or each.required_when for each in own)
        self._forms: dict[frozenset[str], Any] = {}

    def new(self, names: Collection[str], data: Data) -> Any:
        """The form of a new record with the data of these fields; the others are as in an empty
        form. `values_of` reads it."""
        if not self.is_many:
            return self._bound(self.form, {**self._start, **data})
        asked = frozenset((*names, *self.needed))
        form = self._forms.get(asked)
        if form is None:
            form = self._forms[asked] = form_for(self.record, self.user, only=asked)
        return self._bound(form, data)

    def values_of(self, form: Any) -> dict[str, Any]:
        """The values of a valid form of a new record, with those of the fields not asked for."""
        values: dict[str, Any] = form.values()
        return {**self.blank, **values} if self.is_many else values

    def change(self, names: Collection[str], data: Data, instance: Model) -> Any:
        """The form of these fields of a record that is there."""
        # a copy, for a form writes into the record that it judges
        bound = MultiValueDict(data)
        return form_for(self.record, self.user, bound, instance=copy(instance), only=names)

    def _bound(self, form: Any, data: Data) -> Any:
        """The form with other data, for a record of its own."""
        form.data, form.is_bound = MultiValueDict(data), True
        form.instance, form._errors = self.record.model(), None
        return form

    @cached_property
    def _start(self) -> dict[str, list[str]]:
        """What stands in the empty form."""
        found = {name: usual(self.form, name) for name in self.form.fields}
        return {
            name: text if isinstance(text, list) else [text] for name, text in found.items() if text
        }

    @cached_property
    def blank(self) -> dict[str, Any]:
        """The values of the empty form, as far as it has any."""
        form = self._bound(self.form, self._start)
        form.is_valid()
        return {name: form.cleaned_data[name] for name in form.fields if name in form.cleaned_data}


def usual(form: Any, name: str) -> str | list[str]:
    """What stands in the field of an empty form, as it would be typed; "" for nothing."""
    value = form.get_initial_for_field(form.fields[name], name)
    if value in (None, "", False):
        return ""
    if value is True:
        return "on"
    if isinstance(value, list | tuple | set):
        return [str(getattr(each, "pk", each)) for each in value]
    value = getattr(value, "pk", value)
    return value.isoformat() if isinstance(value, date | time) else str(value)
