"""Taking back what the user's last save of a form changed, field by field (U4).

Kept is what the form showed before and after, as a browser sends it; so whatever a form can hold
can be put back. A field that somebody has changed since stays as it is.
"""

from __future__ import annotations

from collections.abc import Mapping
from copy import copy
from typing import Any
from uuid import UUID

from django.db.models import Model
from django.http import QueryDict

from dangol import preferences
from dangol.errors import RuleBroken
from dangol.ids import new_id
from dangol.records.declaration import Record
from dangol.records.edits.in_place import version_of
from dangol.records.edits.sent import as_sent
from dangol.records.forms.base import form_for

Sent = dict[str, dict[str, list[str]]]
"""{field: what is sent for it}."""


def held(record: Record, user: Any, instance: Model) -> Sent:
    """What the record's form holds for this user."""
    form = form_for(record, user, instance=copy(instance))
    return {name: as_sent(form[name]) for name in form.fields}


def remember(record: Record, user: Any, pk: UUID, before: Sent, after: Sent) -> str:
    """Keeps what a save changed; the token that takes it back, "" when nothing was changed."""
    changed = {
        name: {"before": before[name], "after": after[name]}
        for name in after
        if name in before and before[name] != after[name]
    }
    if not changed:
        return ""
    token = str(new_id())
    preferences.keep(user, _code(record), {"token": token, "pk": str(pk), "fields": changed})
    return token


def remembered(record: Record, user: Any, token: UUID) -> Mapping[str, Any] | None:
    """What the save with this token changed; None when another one came since."""
    kept = preferences.read(user, _code(record)) or {}
    return kept if kept.get("token") == str(token) else None


def put_back(record: Record, user: Any, instance: Model, fields: Mapping[str, Any]) -> list[str]:
    """Puts the fields back that nobody has changed since; the names of those that stay.

    What is made of a field that stays, stays with it. RuleBroken when the record's rules refuse the
    old values by now.
    """
    now = held(record, user, instance)
    stay = [name for name, each in fields.items() if now.get(name) != each["after"]]
    made = {each for name in stay for each in record.made_of.get(name, ())}
    back = [name for name in fields if name not in stay and name not in made]
    if back:
        data = QueryDict(mutable=True)
        for name in back:
            for key, values in fields[name]["before"].items():
                data.setlist(key, values)
        form = form_for(record, user, data, instance=copy(instance), only=back)
        if not form.is_valid():
            name, wrong = next(iter(form.errors.items()))
            raise RuleBroken("value", str(wrong[0]), field=name)
        record.edit(instance, form.values(), version_of(record, instance))
    preferences.keep(user, _code(record), None)
    return stay


def _code(record: Record) -> str:
    return f"edit/{record.code}"
