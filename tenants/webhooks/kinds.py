"""Which events there are: four for each record type, and one for many of them at once (W2)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from dangol.api import types
from tenants.vocabulary import vocabularies

CREATE, EDIT, DELETE, RESTORE, MANY = "create", "edit", "delete", "restore", "many"
VERBS: dict[str, Promise] = {
    CREATE: _("Created"),
    EDIT: _("Changed"),
    DELETE: _("Deleted"),
    RESTORE: _("Brought back"),
    MANY: _("Many at once"),
}
TEST = "webhook.test"


def event_of(
    action: str, subject: str, object_id: str, changes: Mapping[str, Any]
) -> tuple[str, str] | None:
    """(record type, verb) of what the audit was told; None for what nobody outside is told of."""
    known = vocabularies().get(subject)
    if known is not None and action in known.many:
        record = known.many[action] or str(changes.get("record", ""))
        return (record, MANY) if record in _records() else None
    if subject not in _records() or not object_id:
        return None
    verb = action.rpartition(".")[2]
    if verb in VERBS:
        return subject, verb
    # a deed of the type's own, such as a withdrawn consent, is a change of the record
    return subject, EDIT


def choices() -> Iterator[tuple[str, list[tuple[str, Promise]]]]:
    """(what a type's records are called, (code, words) of its events), for a form."""
    for record in types.declared():
        yield str(record.plural), [(f"{record.code}.{verb}", word) for verb, word in VERBS.items()]


@cache
def _records() -> frozenset[str]:
    return frozenset(record.code for record in types.declared())
