"""Making, changing, deleting and restoring single records for programs (W1)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db.models import Model
from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _

from dangol.api.calls import Answer, Call
from dangol.api.filling import Filling
from dangol.api.problems import MEANWHILE, Problem, of_rule
from dangol.api.reading import find, told, version_of
from dangol.errors import RuleBroken
from dangol.records import rights
from dangol.records.trash.relations import bring_back

VERSION = "version"


def make(call: Call) -> Answer:
    """A new record; 201 with its address."""
    values = Filling(call).new(call.body())
    instance = obeying(lambda: call.type.create(values))
    return answer(call, instance, status=201, headers={"Location": address_of(call, instance)})


def change(call: Call) -> Answer:
    """The fields that are sent; the others stay. 412 and 409 tell mine and theirs."""
    sent = call.body()
    instance = find(call, "edit")
    return answer(call, changed(call, Filling(call), instance, sent, call.if_match))


def changed(
    call: Call, filling: Filling, instance: Any, sent: Mapping[str, Any], tag: str = ""
) -> Any:
    """The record with these fields changed; Problem when somebody was quicker."""
    seen = tag or sent.get(VERSION, "")
    if not isinstance(seen, str):
        advice = _("Write the version as it was told.")
        raise Problem(422, "values", advice, errors={VERSION: [advice]})
    status = 412 if tag else 409
    if seen and seen != version_of(call, instance):
        raise _meanwhile(call, instance, sent, status)
    values = filling.change(sent, instance)
    if not values:
        return instance
    try:
        return call.type.edit(instance, values, seen)
    except RuleBroken as broken:
        if broken.code != MEANWHILE:
            raise of_rule(broken) from broken
        fresh = call.type.visible_to(call.user).filter(pk=instance.pk).first()
        if fresh is None:
            raise Http404 from broken
        raise _meanwhile(call, fresh, sent, status) from broken


def remove(call: Call) -> Answer:
    """Into the trash."""
    instance = find(call, "delete")
    if call.if_match and call.if_match != version_of(call, instance):
        raise _meanwhile(call, instance, {}, 412)
    obeying(lambda: call.type.remove(instance))
    return Answer(204)


def restore(call: Call) -> Answer:
    """Out of the trash again."""
    instance = call.type.trash_of(call.user).filter(pk=call.pk).first()
    if instance is None:
        raise Http404
    obeying(lambda: bring_back(call.type, instance))
    fresh = call.type.visible_to(call.user).filter(pk=call.pk).first()
    return Answer(204) if fresh is None else told(call, fresh)


def answer(
    call: Call, instance: Any, *, status: int = 200, headers: Mapping[str, str] | None = None
) -> Answer:
    """The record; of one that went out of the caller's sight by this change, its id alone."""
    if rights.may(call.type, call.user, "view", instance):
        return told(call, instance, status=status, headers=headers)
    known = {"id": str(instance.pk), VERSION: version_of(call, instance)}
    return Answer(status, known, headers or {})


def address_of(call: Call, instance: Model) -> str:
    """The record's own address, complete."""
    name = f"api:{call.type.module}-{call.type.noun}"
    return call.request.build_absolute_uri(reverse(name, args=[instance.pk]))


def obeying(deed: Any) -> Any:
    """What the service returns; a rule that refuses becomes a Problem."""
    try:
        return deed()
    except RuleBroken as broken:
        raise of_rule(broken) from broken


def _meanwhile(call: Call, instance: Any, sent: Mapping[str, Any], status: int) -> Problem:
    """What the caller wanted and what stands there now, field by field; nothing is lost."""
    conflicts = []
    for name, mine in sent.items():
        value = call.value(name)
        if value is None:
            continue
        theirs = value.read(instance)
        asked = theirs["id"] if isinstance(theirs, dict) and isinstance(mine, str) else theirs
        if asked != mine:
            conflicts.append(
                {"field": name, "label": value.label, "mine": mine, "theirs": theirs}
                | {"changed_by": _changer(call, instance, value.name)}
            )
    return Problem(
        status, MEANWHILE, _("Somebody else changed this record meanwhile; nothing was changed."),
        headers={"ETag": f'"{version_of(call, instance)}"'},
        version=version_of(call, instance), conflicts=conflicts,
    )  # fmt: skip


def _changer(call: Call, instance: Any, name: str) -> str | None:
    return (call.type.changed_by(instance, name) or None) if call.type.changed_by else None
