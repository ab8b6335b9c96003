"""Triggers with what they did lately, and the log of one (A29)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from django.db.models import Count, Max, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _

from dangol import clock
from dangol.errors import RuleBroken
from dangol.ids import read_id
from dangol.records import Record
from dangol.records.names import names_of
from tenants.people.models import User
from tenants.queries import desk
from tenants.triggers import deeds, recipients
from tenants.triggers.models import WEEKDAYS, Firing, Trigger
from tenants.triggers.queries import matching

PAGE = 50
LATELY = timedelta(days=30)
LOOKS = {"off": "", "trial": "wait", "on": "ok"}
OUTCOMES = {"waiting": "wait", "done": "ok", "trial": "info", "failed": "err", "stopped": "err"}


@dataclass(frozen=True, kw_only=True)
class Line:
    """One time that a trigger was set off. `name` is "" where the viewer may not see the record."""

    firing: Firing
    look: str
    name: str = ""
    url: str = ""
    doer: str = ""
    results: list[tuple[str, bool]] = field(default_factory=list)
    """(what was done or why not, whether it was)."""


def triggers() -> QuerySet[Any]:
    """Every trigger with `lately`, `failed` and `last_at`."""
    recent = Q(firings__at__gte=clock.now() - LATELY)
    return (
        Trigger.objects.select_related("owner")
        .annotate(
            lately=Count("firings", filter=recent),
            failed=Count("firings", filter=recent & Q(firings__state=Firing.State.FAILED)),
            last_at=Max("firings__at"),
        )
        .order_by("name", "id")
    )


def moment_words(trigger: Trigger) -> str:
    """When it is set off, in words."""
    record = desk.records().get(trigger.record)
    if trigger.moment == Trigger.Moment.DAY and record is not None:
        return _day_words(trigger, record)
    if trigger.moment == Trigger.Moment.TIME:
        return _clock_words(trigger)
    words = str(Trigger.Moment(trigger.moment).label)
    if trigger.watched and record is not None:
        return f"{words}: {', '.join(str(record.label_of(name)) for name in trigger.watched)}"
    return words


def _day_words(trigger: Trigger, record: Record) -> str:
    facts = {
        "field": record.label_of(trigger.day_field), "days": abs(trigger.day_offset),
        "at": f"{trigger.at:%H:%M}",
    }  # fmt: skip
    if trigger.day_offset < 0:
        words = _("%(days)s days before %(field)s, %(at)s") % facts
    elif trigger.day_offset > 0:
        words = _("%(days)s days after %(field)s, %(at)s") % facts
    else:
        words = _("On %(field)s, %(at)s") % facts
    return f"{words} · {_('Every year')}" if trigger.is_yearly else words


def _clock_words(trigger: Trigger) -> str:
    words = str(Trigger.Every(trigger.every).label)
    if trigger.every == Trigger.Every.WEEK:
        words = f"{words} {WEEKDAYS[trigger.weekday]}"
    elif trigger.every == Trigger.Every.MONTH:
        words = _("Every month on day %(day)s") % {"day": trigger.month_day}
    return f"{words}, {trigger.at:%H:%M}"


def action_words(trigger: Trigger) -> list[tuple[str, str]]:
    """(icon, what is done) of each action."""
    record, found = desk.records().get(trigger.record), []
    for each in trigger.actions:
        action = deeds.actions().get(each["code"])
        if action is None or record is None:
            found.append(("circle-alert", _("This action is not part of your Dangol any more.")))
        else:
            found.append((action.icon, deeds.deed(each["code"]).summary(each["options"], record)))
    return found


def matching_now(trigger: Trigger) -> int | None:
    """For how many records the conditions hold; None when they cannot be asked."""
    try:
        return matching.rows(trigger).count()
    except RuleBroken:
        return None


def counts(trigger: Trigger) -> dict[str, int]:
    """{state: how many times}, with `all`."""
    rows = trigger.firings.order_by().values_list("state").annotate(Count("id"))
    found = dict.fromkeys(Firing.State.values, 0) | dict(rows)
    return {"all": sum(found.values()), **found}


def page(trigger: Trigger, viewer: User, state: str, below: str) -> tuple[list[Line], str]:
    """(one page of the log, newest first; the id that the next begins below, or "")."""
    rows = trigger.firings.order_by("-id")
    if state in Firing.State.values:
        rows = rows.filter(state=state)
    last = read_id(below)
    if last is not None:
        rows = rows.filter(id__lt=last)
    found = list(rows[: PAGE + 1])
    after = str(found[PAGE - 1].pk) if len(found) > PAGE else ""
    return _lines(trigger, viewer, found[:PAGE]), after


def _lines(trigger: Trigger, viewer: User, rows: Iterable[Firing]) -> list[Line]:
    rows = list(rows)
    things = [(row.record, str(row.object_id)) for row in rows if row.object_id]
    names = names_of(viewer, things)
    people = recipients.names()
    record = desk.records().get(trigger.record)
    return [
        Line(
            firing=row, look=OUTCOMES[row.state],
            doer=people.get(f"{recipients.PERSON}{row.doer}", ""),
            name=str(names.get((row.record, str(row.object_id)), "")),
            url=_url(record, row), results=[_said(each) for each in row.results],
        )
        for row in rows
    ]  # fmt: skip


def _url(record: Record | None, row: Firing) -> str:
    if record is None or row.object_id is None:
        return ""
    return reverse(record.url_name("page"), args=[row.object_id])


def _said(result: dict[str, Any]) -> tuple[str, bool]:
    if "problem" in result:
        return result["problem"], False
    if result["code"] not in deeds.actions():
        return result["code"], True
    return deeds.deed(result["code"]).told(result["facts"]), True
