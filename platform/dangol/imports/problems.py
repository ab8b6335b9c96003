"""Why a cell or row is refused, in words (U5)."""

from __future__ import annotations

from django.core.exceptions import FieldDoesNotExist
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from dangol.records.declaration import Record
from dangol.records.identity import LABEL, RECORD_ID
from dangol.registry import Text

SENTENCES: dict[str, Text] = {
    "missing": _("This must be filled."),
    "too_many_cells": _("The row has more cells than the header."),
    "formula": _("The cell holds a formula; put its result there instead."),
    "resident_number": _("The cell held a resident registration number, which must not be stored."),
    "too_long": _("The text is too long for this field."),
    "person_unknown": _("Nobody here has this name or mail address."),
    "person_several": _("Several colleagues have this name; write the mail address."),
    "link_unknown": _("No record here is called so. Write its name or its code as it stands here."),
    "link_several": _("Several records are called so; write a code that only one of them has."),
    "choice_unknown": _("This is none of the choices; write one of them as it stands here."),
    "flag_form": _("Write Y or N."),
    "moment_form": _("Write a date and time as 2026-11-22 09:30."),
    "day_form": _("Write a date as 2026-11-22."),
    "record_id_form": _("This is no record ID; leave it as it was exported, or empty."),
    "record_gone": _(
        "No record that you may see has this ID. Empty the cell to add the row as a new one."
    ),
    "day_unknown": _("There is no such day; look at its month and day."),
    "several_match": _("Several records have this value; choose another key."),
    "not_yours": _("The record is here already, but you may not change it."),
    "left_out": _("This row was left out by hand."),
    "taken": _("Another record has this value; each may have its own only."),
    "not_stored": _("The row could not be stored; its values contradict another record."),
}


def in_words(record: Record, reason: str, said: str = "") -> str:
    """The reason of a rejected row as a sentence, in the current language.

    `said` is the form's own, kept for reasons that no catalogue has.
    """
    problem, _colon, name = reason.partition(":")
    sentence = _with_length(record, problem, name) or sentence_of(record, problem) or said
    return f"{label_of(record, name)}: {sentence}" if name else sentence


def _with_length(record: Record, problem: str, name: str) -> str:
    """Of a text that is too long, how long it may be, as the form says it."""
    try:
        most = getattr(record.model_field(name), "max_length", None) if name else None
    except (FieldDoesNotExist, TypeError):
        return ""
    if problem != "too_long" or most is None:
        return ""
    return gettext("At most %(most)s characters can stand here.") % {"most": most}


def sentence_of(record: Record, problem: str) -> str:
    """What the code means; "" for one that a form gave."""
    return str(record.imports.problems.get(problem) or SENTENCES.get(problem, ""))


def label_of(record: Record, name: str) -> str:
    """What people call the field; of one that was put away since, its name."""
    if name == RECORD_ID:
        return str(LABEL)
    besides = {each.name: each.label for each in record.imports.besides}
    if name in besides:
        return str(besides[name])
    try:
        return str(record.label_of(name))
    except FieldDoesNotExist:
        return name
