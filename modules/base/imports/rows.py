"""From the cells of a row to the values of a customer (U5).

This runs once for every cell of a file, so it is kept lean: no ORM, no forms.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from functools import partial
from typing import Any

from django.utils.translation import gettext as _

from dangol.records.cells import FORMULA_STARTS
from dangol.records.text import clean_line, clean_paragraph
from modules.base import values
from modules.base.imports.columns import field_labels
from modules.base.imports.people import People
from modules.base.models import Customer

LONGEST = {field.name: field.max_length or 254 for field in Customer._meta.concrete_fields}
_MASKED = re.compile(r"\d{6}-\*{7}")


class Rejected(ValueError):
    """The row cannot become a customer. `reason` is a code, and after a colon the field."""

    def __init__(self, problem: str, field: str = "") -> None:
        self.reason = f"{problem}:{field}" if field else problem
        super().__init__(self.reason)


class RowReader:
    """Reads the rows of one file by its mapping."""

    def __init__(self, mapping: dict[str, int], width: int, today: date) -> None:
        self.width = width
        people = People()
        self.steps = [
            (column, field, _reader(field, today, people)) for field, column in mapping.items()
        ]

    def read(self, cells: list[str]) -> dict[str, Any]:
        """The values that the row gives, by field; empty cells are left out. Raises Rejected."""
        if len(cells) < self.width:
            cells = cells + [""] * (self.width - len(cells))
        elif len(cells) > self.width and any(cells[self.width :]):
            raise Rejected("too_many_cells")
        found: dict[str, Any] = {}
        for column, field, read in self.steps:
            text = cells[column]
            if not text:
                continue
            try:
                value = read(text)
            except ValueError as error:
                raise Rejected(str(error), field) from None
            if value is not None and value != "":
                found[field] = value
        if "name" not in found:
            raise Rejected("name_missing")
        return found


def reason_in_words(reason: str) -> str:
    """The reason of a rejected row as a sentence, in the current language."""
    problem, _colon, field = reason.partition(":")
    sentence = str(values.PROBLEMS.get(problem) or _row_problems()[problem])
    return f"{field_labels()[field]}: {sentence}" if field else sentence


def _row_problems() -> dict[str, str]:
    return {
        "name_missing": _("The name is missing."),
        "too_many_cells": _("The row has more cells than the header."),
        "formula": _("The cell holds a formula; put its result there instead."),
        "resident_number": _(
            "The cell held a resident registration number, which must not be stored."
        ),
        "too_long": _("The text is too long for this field."),
        "owner_unknown": _("Nobody here has this name or mail address."),
        "owner_several": _("Several colleagues have this name; write the mail address."),
        "several_match": _("Several customers have this number or address; choose another key."),
        "not_yours": _("The customer is here already, but you may not change it."),
        "left_out": _("This row was left out by hand."),
        "not_stored": _("The row could not be stored; its values contradict another customer."),
    }


def _reader(field: str, today: date, people: People) -> Callable[[str], Any]:
    special: dict[str, Callable[[str], Any]] = {
        "mobile": values.mobile,
        "email": values.email,
        "work_phone": values.phone,
        "fax": values.phone,
        "home_postcode": values.postcode,
        "work_postcode": values.postcode,
        "birth_date": partial(values.birth_date, today=today),
        "grade": values.grade,
        "mail_ads": values.yes_no,
        "sms_ads": values.yes_no,
        "night": values.yes_no,
        "owner": people.find,
    }
    convert = special.get(field)
    clean = clean_paragraph if field == "memo" else clean_line
    longest = LONGEST[field]

    def read(text: str) -> Any:
        text = _plain(clean(text))
        if len(text) > longest and convert is None:
            raise ValueError("too_long")
        return convert(text) if convert is not None and text else text

    return read


def _plain(text: str) -> str:
    """The text without a spreadsheet's own apostrophe; ValueError for what must not come in."""
    if text.startswith("'") and text[1:].startswith(FORMULA_STARTS):
        text = text[1:]
    if text.startswith(("=", "\uff1d")):
        raise ValueError("formula")
    if "*" in text and _MASKED.search(text):
        raise ValueError("resident_number")
    return text
