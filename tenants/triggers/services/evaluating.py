"""From occurrences to firings: which triggers hold for what has changed (A29).

One worker of a company at a time; a step is a transaction that makes firings and takes what it has
looked at away. Conditions are asked of the records as they are now: several changes of one record
that wait together are one.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from functools import partial
from uuid import UUID

from django.db import InterfaceError, OperationalError, transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from dangol import clock
from dangol.errors import RuleBroken
from dangol.records import Record
from tenants.alone import alone
from tenants.triggers.models import Holding, Occurrence, Trigger
from tenants.triggers.queries import matching, sources
from tenants.triggers.queries.sources import Happening
from tenants.triggers.services.firing import fire, stop
from tenants.webhooks.kinds import CREATE, EDIT

log = logging.getLogger(__name__)
AT_ONCE = 500
Moment = Trigger.Moment


@transaction.atomic
def evaluate() -> bool:
    """Looks at the next occurrences; whether more may be left."""
    if not alone("triggers"):
        return False
    rows = list(Occurrence.objects.order_by("number")[:AT_ONCE])
    if not rows:
        return False
    if rows[0].source:
        _look_at_many(rows[0])
        return True
    singles: list[Occurrence] = []
    for row in rows:
        if row.source:
            break
        singles.append(row)
    for code in dict.fromkeys(row.record for row in singles):
        _look(
            code,
            [
                sources.single(row, row.object_id)
                for row in singles
                if row.record == code and row.object_id is not None
            ],
        )
    Occurrence.objects.filter(pk__in=[row.pk for row in singles]).delete()
    return True


def _look_at_many(row: Occurrence) -> None:
    happened, cursor = sources.piece(row)
    _look(row.record, happened)
    if cursor:
        row.cursor = cursor
        row.save(update_fields=["cursor"])
    else:
        row.delete()


def _look(code: str, happened: Sequence[Happening]) -> None:
    """Sets off the type's triggers that are on or on trial."""
    if not happened:
        return
    running = Trigger.objects.select_related("owner").exclude(state=Trigger.State.OFF)
    for trigger in running.filter(record=code).order_by("pk").select_for_update(of=("self",)):
        safely(trigger, partial(judge, trigger, happened))


def safely(trigger: Trigger, look: Callable[[], None]) -> None:
    """Does it; a trigger that cannot be looked at is switched off and keeps no other waiting."""
    with override(trigger.owner.language if trigger.owner else None):
        try:
            with transaction.atomic():
                look()
        except RuleBroken as broken:
            stop(trigger, str(broken))
        except (OperationalError, InterfaceError):
            raise  # the database is away, for all of them
        except Exception:
            log.exception("Trigger %s cannot be looked at.", trigger.pk)
            stop(trigger, _("Its conditions could not be checked. Look at them and save it anew."))


def judge(trigger: Trigger, happened: Sequence[Happening]) -> None:
    """Sets the trigger off by those of them that are its moment and for which it holds."""
    if trigger.moment == Moment.HOLD:
        _judge_holding(trigger, happened)
        return
    watched = columns(trigger)
    fitting = _merged([each for each in happened if _fits(trigger, each, watched)])
    if not fitting:
        return
    holds = holding_for(trigger, list(fitting))
    fire(trigger, [each for key, each in fitting.items() if key in holds])


def _fits(trigger: Trigger, happening: Happening, watched: frozenset[str]) -> bool:
    if trigger.moment == Moment.CREATE:
        return happening.verb == CREATE
    if trigger.moment != Moment.EDIT or happening.verb != EDIT:
        return False
    return not watched or bool(happening.changed & watched)


def columns(trigger: Trigger) -> frozenset[str]:
    """The names by which the audit and the journals know the watched fields."""
    record = matching.record_of(trigger)
    return frozenset(
        name for field in trigger.watched for name in (field, _column(record, field))
    )  # fmt: skip


def _column(record: Record, name: str) -> str:
    return str(getattr(record.model_field(name), "attname", name))


def _merged(happened: Sequence[Happening]) -> dict[UUID, Happening]:
    """{record: the last that happened to it}; made is what it is for as long as it waits."""
    found: dict[UUID, Happening] = {}
    for each in happened:
        found[each.key] = each
    return found


def holding_for(trigger: Trigger, keys: Sequence[UUID]) -> set[UUID]:
    """Those of these records for which the conditions hold now."""
    rows = matching.rows(trigger).filter(pk__in=list(keys))
    return set(rows.values_list("pk", flat=True))


def _judge_holding(trigger: Trigger, happened: Sequence[Happening]) -> None:
    """Once when the conditions begin to hold; ceasing is kept, so that it can begin anew."""
    by_key = _merged(happened)
    holds = holding_for(trigger, list(by_key))
    rows = trigger.holdings.filter(object_id__in=list(by_key))
    held = set(rows.values_list("object_id", flat=True))
    begin(trigger, [by_key[key] for key in sorted(holds - held)])
    rows.filter(object_id__in=held - holds).delete()


def begin(trigger: Trigger, happened: Sequence[Happening]) -> None:
    """The conditions hold for these from now on, and set it off."""
    if not happened:
        return
    moment = clock.now()
    Holding.objects.bulk_create(
        Holding(trigger=trigger, object_id=each.key, since=moment) for each in happened
    )
    fire(trigger, happened)
