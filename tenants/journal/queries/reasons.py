"""Why a run left a record as it was, in a sentence (U1)."""

from __future__ import annotations

from collections.abc import Callable

from django.utils.translation import gettext as _

from dangol.records import Record
from dangol.records.custom.definitions import shape_of
from dangol.records.custom.values import taken
from tenants.journal.models import Run
from tenants.journal.services.parts import CLOSED, NOT_STORED, RULE, once


def words(record: Record, run: Run) -> Callable[[str], str]:
    """What says a reason of this run: those of the kit, and those that the record type declares."""
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
    return lambda reason: known.get(reason, known[NOT_STORED])
