"""From the JSON of a call to values for a record's service, by the record's own form (W1)."""

from __future__ import annotations

from collections.abc import Mapping
from copy import copy
from functools import cached_property
from typing import Any

from django.core.exceptions import NON_FIELD_ERRORS
from django.db.models import Model
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _

from dangol.api.calls import Call
from dangol.api.problems import Problem
from dangol.api.reading import no_field
from dangol.api.values import Value, usual
from dangol.records.custom.definitions import shape_of
from dangol.records.forms import form_for

NOT_FIELDS = ("id", "version", "labels")
"""What an answer holds besides fields: sent back with them, it is left alone."""


class Filling:
    """Reads the JSON of records of one type for one caller.

    `is_many`: new records that send the same fields share a form of just these, which costs a tenth
    of a whole one each; the other values are those of an empty form, read once.
    """

    def __init__(self, call: Call, *, is_many: bool = False) -> None:
        self.call = call
        # own fields may depend on each other, so they are judged together, by the whole form
        self.is_many = is_many and not shape_of(call.type.code).fields
        self._forms: dict[frozenset[str], Any] = {}

    def new(self, sent: Mapping[str, Any]) -> dict[str, Any]:
        """The values of a new record; what is not sent is as in an empty form. Problem by field."""
        sent_names, typed = self._typed(sent)
        if not self.is_many:
            return _judged(self._bound(self.call.form, {**self._start, **typed}))
        needed = (name for name, value in self.call.values.items() if value.is_needed)
        names = frozenset((*sent_names, *needed))
        form = self._forms.get(names)
        if form is None:
            form = self._forms[names] = form_for(self.call.type, self.call.user, only=names)
        return {**self._blank, **_judged(self._bound(form, typed))}

    def change(self, sent: Mapping[str, Any], instance: Model) -> dict[str, Any]:
        """The values that are sent, for a record that is there; {} when none is."""
        names, typed = self._typed(sent)
        if not names:
            return {}
        data, record = MultiValueDict(typed), self.call.type
        # a copy, for a form writes into the record that it judges
        form = form_for(record, self.call.user, data, instance=copy(instance), only=names)
        return _judged(form)

    def _typed(self, sent: Mapping[str, Any]) -> tuple[list[str], dict[str, list[str]]]:
        """(fields, what a person would have typed by input); Problem for what cannot be."""
        names: list[str] = []
        found: dict[str, list[str]] = {}
        errors: dict[str, list[str]] = {}
        for name, value in sent.items():
            if name in NOT_FIELDS:
                continue
            known = self.call.values.get(name)
            if known is None or known.form_field is None:
                errors[name[:60]] = [_closed(known, name)]
                continue
            try:
                found |= known.data(value)
                names.append(name)
            except ValueError as error:
                errors[name] = [str(error)]
        if errors:
            raise unusable(errors)
        return names, found

    def _bound(self, form: Any, data: Mapping[str, list[str]]) -> Any:
        """The form with other data, for a record of its own."""
        form.data, form.is_bound = MultiValueDict(data), True
        form.instance, form._errors = self.call.type.model(), None
        return form

    @cached_property
    def _start(self) -> dict[str, list[str]]:
        """What stands in the empty form."""
        form = self.call.form
        found = {name: usual(form, name) for name in form.fields}
        return {
            name: text if isinstance(text, list) else [text] for name, text in found.items() if text
        }

    @cached_property
    def _blank(self) -> dict[str, Any]:
        """The values of the empty form, as far as it has any."""
        form = self._bound(self.call.form, self._start)
        form.is_valid()
        return {name: form.cleaned_data[name] for name in form.fields if name in form.cleaned_data}


def _judged(form: Any) -> dict[str, Any]:
    if form.is_valid():
        values: dict[str, Any] = form.values()
        return values
    raise unusable(
        {"" if name == NON_FIELD_ERRORS else name: told for name, told in form.errors.items()}
    )


def unusable(errors: Mapping[str, Any]) -> Problem:
    """The values by field, each with what is wrong and what to do."""
    first = next(iter(errors.items()))
    detail = _("%(count)s fields cannot be used.") % {"count": len(errors)}
    if len(errors) == 1:
        detail = str(first[1][0])
    return Problem(422, "values", detail, errors=errors)


def _closed(known: Value | None, name: str) -> str:
    if known is None:
        return no_field(name)
    return _("“%(name)s” can be read, not written.") % {"name": known.label}
