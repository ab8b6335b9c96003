"""How the rows of a run are read and written, by its record type and for the user who began it."""

from __future__ import annotations

from dataclasses import replace

from dangol import clock
from dangol.imports.columns import labels_of
from dangol.imports.matches import Earlier, Keys, keys_of
from dangol.imports.plan import Intake, Plan
from dangol.imports.singly import SinglyIntake
from dangol.imports.together import TogetherIntake, can_take
from dangol.records import Record, types
from dangol.records.identity import RECORD_ID
from tenants.importing.models import ImportRun


class FieldsGone(Exception):
    """A field that was chosen for a column is not there any more, or not for this user."""


def record_of(run: ImportRun) -> Record:
    """The record type of the run; KeyError once its module is gone."""
    return types.record_of(run.record)


def plan_of(run: ImportRun) -> Plan:
    """What is to be done with the run's file."""
    record = record_of(run)
    known = keys_of(record)
    chosen = run.keys or [code for code, key in known.items() if key.usual]
    if RECORD_ID in run.mapping:  # whatever else is compared: it says which record is meant
        chosen = [RECORD_ID, *(code for code in chosen if code != RECORD_ID)]
    return Plan(
        record=record,
        user=run.started_by,
        mapping=run.mapping,
        width=len(run.header),
        keys=tuple(known[code] for code in chosen if code in known),
        policy=run.on_duplicate,
        today=clock.today(),
        usual={name: text for name, text in run.usual.items() if name not in run.mapping},
    )


def intake_of(run: ImportRun, *, is_over: bool = False) -> Intake:
    """Reads and writes the rows of the run. FieldsGone; `is_over`: no row is read any more."""
    plan = plan_of(run)
    if is_over:
        plan = replace(plan, mapping={}, keys=())
    elif not plan.mapping.keys() <= labels_of(plan.record, plan.user).keys():
        raise FieldsGone
    return kind_of(plan)(plan)


def kind_of(plan: Plan) -> type[TogetherIntake] | type[SinglyIntake]:
    """Which of the two ways the rows of a plan go."""
    return TogetherIntake if can_take(plan) else SinglyIntake


def earlier_of(run: ImportRun) -> Earlier:
    """Knows nothing yet; judging adds what earlier rows of the file will make."""
    return Earlier(Keys(record_of(run), plan_of(run).keys))
