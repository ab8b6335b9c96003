"""Accepting, skipping and editing suggestions; taking it back (B22).

Accepting is a run over many records with a value for each: journal, rights and undo are those of
every deed with many (docs/adr/0010). What a run wrote or put back, `supply.py` marks.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Func, QuerySet, TextField
from django.utils.translation import gettext_lazy as _

from dangol import clock
from dangol.errors import RuleBroken
from dangol.records import Record
from dangol.records.forms.base import form_for
from dangol.records.many.runs import Asked, Course, runs
from dangol.records.many.supplies import BY, EACH
from modules.cleansing.models import Suggestion
from modules.cleansing.types import closed_fields
from tenants import audit
from tenants.people.models import User

SUPPLY = "cleansing"
SUBJECT = "cleansing.suggestion"
GONE = _("This was decided already, or the record was changed meanwhile.")
CHANGED = _("The record was changed meanwhile, so it stays as it is; the suggestion is gone.")
State = Suggestion.State


def accept(record: Record, user: User, rule: str, field: str, ids: Sequence[UUID] = ()) -> Course:
    """Writes the proposals of a rule for a field; of these suggestions alone when there are `ids`.

    RuleBroken when there are none, or the user may not write the field or many records.
    """
    _refuse_closed(record, user, field)
    facts = _facts(record, rule, field, ids)
    names = _columns(of_run(facts))
    asked = Asked(
        deed=EACH, verb="edit", field=field, columns=dict.fromkeys(names), decides=names,
        facts=facts,
    )  # fmt: skip
    return runs().begin(record, user, asked)


def _facts(record: Record, rule: str, field: str, ids: Sequence[UUID]) -> dict[str, Any]:
    return {
        BY: SUPPLY, "record": record.code, "rule": rule, "field": field,
        "ids": [str(pk) for pk in ids],
    }  # fmt: skip


def of_run(facts: Mapping[str, Any]) -> QuerySet[Suggestion]:
    """The open suggestions that a run with these facts is about."""
    rows = Suggestion.objects.filter(
        record=facts["record"], state=State.OPEN, rule=facts["rule"], field=facts["field"]
    )
    return (rows.filter(pk__in=facts["ids"]) if facts["ids"] else rows).order_by()


def _columns(rows: QuerySet[Suggestion]) -> list[str]:
    """The columns that these suggestions write; RuleBroken when there are none left."""
    keys = Func("wanted", function="jsonb_object_keys", output_field=TextField())
    names = sorted(rows.annotate(name=keys).values_list("name", flat=True).distinct())
    if not names:
        raise RuleBroken("suggestion_gone", GONE)
    return names


@transaction.atomic
def skip(record: Record, rule: str, field: str, user: User, rows: QuerySet[Suggestion]) -> int:
    """Keeps the values as they are, and does not ask again; how many.

    `rows` are those that the user may decide on. RuleBroken when none is left among them.
    """
    count = rows.filter(record=record.code, rule=rule, field=field).update(
        state=State.SKIPPED, decided_by=user, decided_at=clock.now()
    )
    if not count:
        raise RuleBroken("suggestion_gone", GONE)
    _note("skip", record, rule, field, count)
    return count


@transaction.atomic
def reopen(record: Record, rule: str, field: str, user: User) -> int:
    """Asks again for what this user skipped last of a rule and a field; how many."""
    mine = Suggestion.objects.filter(
        record=record.code, rule=rule, field=field, state=State.SKIPPED, decided_by=user
    )
    last = mine.order_by("-decided_at").values_list("decided_at", flat=True).first()
    count = mine.filter(decided_at=last).update(state=State.OPEN, decided_by=None, decided_at=None)
    if count:
        _note("reopen", record, rule, field, count)
    return count


@transaction.atomic
def edit(record: Record, user: User, pk: UUID, text: str) -> Suggestion:
    """Sets another proposal, as the record's own form takes it.

    RuleBroken with the form's sentence when it does not, or when it is decided already.
    """
    rows = Suggestion.objects.select_for_update().filter(record=record.code, pk=pk)
    suggestion = rows.filter(state=State.OPEN).first()
    if suggestion is None:
        raise RuleBroken("suggestion_gone", GONE)
    _refuse_closed(record, user, suggestion.field)
    form = form_for(record, user, {suggestion.field: text}, only=[suggestion.field])
    if not form.is_valid():
        raise RuleBroken("value", str(next(iter(form.errors.values()))[0]), field="new")
    value = form.cleaned_data[suggestion.field]
    changed = {suggestion.field: value}
    suggestion.new = value
    suggestion.wanted = suggestion.wanted | changed | record.bulk.made(changed)
    suggestion.save(update_fields=["new", "wanted"])
    return suggestion


def _refuse_closed(record: Record, user: User, field: str) -> None:
    if field not in record.holds or field in closed_fields(record, user):
        raise RuleBroken("field_closed", _("This field cannot be changed here."), field=field)


def _note(deed: str, record: Record, rule: str, field: str, count: int) -> None:
    audit.record(
        f"{SUBJECT}.{deed}", subject=SUBJECT, summary=str(record.label_of(field)),
        changes={"record": record.code, "rule": rule, "count": count},
    )  # fmt: skip
