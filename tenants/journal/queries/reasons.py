"""Why a run left a record as it was, in a sentence (U1)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext as _

from dangol.records import Record
from dangol.records.custom.definitions import shape_of
from dangol.records.custom.judging import NEEDS, UNASKED
from dangol.records.custom.values import taken
from tenants.journal.models import Run
from tenants.journal.services.parts import CLOSED, NOT_STORED, RULE, once


def words(record: Record, run: Run, user: Any) -> Callable[[str], str]:
    """What says a reason of this run to the user: those of the kit, and those that the record type
    declares. A field that is hidden from them has no name here."""
    known = {
        CLOSED: _("Your role may see it, not change it."),
        "changed": _("It was changed since; the newer value stays."),
        "gone": _("It is no longer where it was: in the trash, or out of it."),
        NOT_STORED: _("The value does not fit here."),
    }
    known |= {each.code: str(each.sentence) for each in record.bulk.refused(run.verb, run.columns)}
    for rule in record.model._meta.constraints:
        known[f"{RULE}{rule.name}"] = str(rule.violation_error_message)
    for field in shape_of(record.code).fields:
        known[f"{RULE}{once(field.name)}"] = taken(field)
    known |= _conditional(record, run, user)
    return lambda reason: known.get(reason, known[NOT_STORED])


def _conditional(record: Record, run: Run, user: Any) -> dict[str, str]:
    """What conditions of own fields refuse."""
    hidden = record.hidden_from(user)
    labels = {
        each.name: _("a field that you cannot see") if each.name in hidden else f"“{each}”"
        for each in shape_of(record.code).fields
    }
    needs = _("%(field)s would have to be filled first.")
    found = {f"{NEEDS}{name}": needs % {"field": label} for name, label in labels.items()}
    unasked = _("%(field)s is not asked for in this record, as its other fields are.")
    return {**found, UNASKED: unasked % {"field": labels.get(run.field, "")}}
