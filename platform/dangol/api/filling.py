"""From the JSON of a call to values for a record's service, by the record's own form (W1)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import NON_FIELD_ERRORS
from django.db.models import Model
from django.utils.translation import gettext as _

from dangol.api.calls import Call
from dangol.api.problems import Problem
from dangol.api.reading import no_field
from dangol.api.values import Value
from dangol.records.forms.filling import Filler

NOT_FIELDS = ("id", "version", "labels")
"""What an answer holds besides fields: sent back with them, it is left alone."""


class Filling:
    """Reads the JSON of records of one type for one caller."""

    def __init__(self, call: Call, *, is_many: bool = False) -> None:
        self.call = call
        needed = [value.name for value in call.values.values() if value.is_needed]
        self.filler = Filler(call.type, call.user, call.form, needed=needed, is_many=is_many)

    def new(self, sent: Mapping[str, Any]) -> dict[str, Any]:
        """The values of a new record; what is not sent is as in an empty form. Problem by field."""
        form = self.filler.new(*self._typed(sent))
        _judge(form)
        return self.filler.values_of(form)

    def change(self, sent: Mapping[str, Any], instance: Model) -> dict[str, Any]:
        """The values that are sent, for a record that is there; {} when none is."""
        names, typed = self._typed(sent)
        if not names:
            return {}
        form = self.filler.change(names, typed, instance)
        _judge(form)
        values: dict[str, Any] = form.values()
        return values

    def _typed(self, sent: Mapping[str, Any]) -> tuple[list[str], dict[str, list[str]]]:
        """(fields, what a person would have typed by input); Problem for what cannot be."""
        names: list[str] = []
        found: dict[str, list[str]] = {}
        errors: dict[str, list[str]] = {}
        for name, value in sent.items():
            if name in NOT_FIELDS:
                continue
            known = self.call.value(name)
            if known is None or known.form_field is None:
                errors[name[:60]] = [_closed(known, name)]
                continue
            try:
                found |= known.data(value)
                names.append(known.name)
            except ValueError as error:
                errors[name] = [str(error)]
        if errors:
            raise unusable(errors)
        return names, found


def _judge(form: Any) -> None:
    if not form.is_valid():
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
