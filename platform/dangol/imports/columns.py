"""Which column of a file is which field of a record (U5)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from dangol.errors import RuleBroken
from dangol.records.declaration import Record
from dangol.records.forms.base import fields_for, form_for
from dangol.records.identity import HEADS, LABEL, RECORD_ID
from dangol.records.text import clean_line, refuse_resident_number
from dangol.registry import Text

_MARKS = re.compile(r"[\s\W_]+")


def labels_of(record: Record, user: Any) -> dict[str, Text]:
    """{field: label} of everything that this user may fill from a file, in the form's order; last
    the id, by which a row names its record."""
    found = {
        name: record.label_of(name)
        for name, field in fields_for(record, user).items()
        if not isinstance(field, forms.FileField)
    }
    besides = {each.name: each.label for each in record.imports.besides}
    return {**found, **besides, RECORD_ID: LABEL}


def needed_by(form: Any) -> list[str]:
    """The fields of a type's empty form without which no record can be made."""
    return [
        name
        for name, field in form.fields.items()
        if field.required
        and not field.disabled
        and form.get_initial_for_field(field, name) in (None, "")
    ]


def guess(record: Record, labels: dict[str, Text], header: list[str]) -> dict[str, int]:
    """{field: column} as far as the heads tell; the first of two equal heads wins.

    Our own words for the fields count, too: what was exported comes in again. A word that may mean
    two fields means the one that no other head names.
    """
    declared = {
        word: name for name, words in record.imports.heads.items() for word in words.split()
    } | dict.fromkeys(HEADS, RECORD_ID)
    own = {_word(str(label)): name for name, label in labels.items()}
    found: dict[str, int] = {}
    vague: list[tuple[int, list[str]]] = []
    for column, head in enumerate(header):
        meant = [declared.get(_word(head)), own.get(_word(head))]
        names = [name for name in dict.fromkeys(meant) if name in labels]
        if len(names) == 1:
            found.setdefault(names[0], column)
        elif names:
            vague.append((column, names))
    for column, names in vague:
        free = next((name for name in names if name not in found), None)
        if free is not None:
            found[free] = column
    return found


def usual_of(record: Record, user: Any, given: Mapping[str, str]) -> dict[str, str]:
    """{field: text} that new records of a file get, where no column fills it.

    RuleBroken for a text that the field cannot take; what the user may not fill is left out.
    """
    form = form_for(record, user)
    found = {}
    for name in set(record.imports.usual) & set(given) & set(labels_of(record, user)):
        text = clean_line(given[name])
        try:
            refuse_resident_number(text, field=name)
            form.fields[name].clean(text)
        except ValidationError as error:
            raise RuleBroken("import_usual", error.messages[0], field=name) from error
        if text:
            found[name] = text
    return found


def checked(
    record: Record, user: Any, chosen: dict[int, str], width: int, *, is_adding: bool
) -> dict[str, int]:
    """{field: column} from {column: field} as confirmed; RuleBroken when it cannot be used.

    `is_adding`: new records are made, so what each must have has to be among the columns, unless
    rows name their records by id.
    """
    labels = labels_of(record, user)
    found: dict[str, int] = {}
    for column, name in sorted(chosen.items()):
        if name not in labels or not 0 <= column < width:
            raise RuleBroken("import_column", _("There is no such field or column."))
        if name in found:
            sentence = _("Two columns are meant for “%(field)s”; choose one of them.")
            raise RuleBroken(
                "import_twice", sentence % {"field": labels[name]}, field=f"column_{column}"
            )
        found[name] = column
    needed = needed_by(form_for(record, user)) if is_adding and RECORD_ID not in found else []
    if missing := [name for name in needed if name not in found]:
        sentence = _("Choose the column of “%(field)s”: no record can be without it.")
        raise RuleBroken("import_needed", sentence % {"field": record.label_of(missing[0])})
    if not found:
        raise RuleBroken("import_needed", _("Choose at least one column."))
    return found


def _word(text: str) -> str:
    return _MARKS.sub("", text.lower())
