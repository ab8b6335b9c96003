"""What every screen of a record type asks first: the record, the addresses, what one may do."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db.models import Model
from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from dangol import access
from dangol.paths import path_to
from dangol.records import rights
from dangol.records.cells import drawn_fact, shown
from dangol.records.declaration import Record
from dangol.records.parts import Look, Tile
from dangol.records.timeline.notes import may_note
from dangol.registry import declarations

OF_TYPE = ("list", "new", "export", "filters", "views", "columns", "view-arrange", "group-filters",
           "group", "board", "day", "look")  # fmt: skip
OF_ONE = (
    "page",
    "edit",
    "delete",
    "restore",
    "peek",
    "place",
    "shares",
    "file-add",
    "beside",
    "print",
)


def find(record: Record, user: Any, pk: UUID, verb: str = "view") -> Model:
    """The record if this user may see it; everything else does not exist for them (V1).

    PermissionDenied when they may see it and not do `verb` with it.
    """
    instance = record.listed(record.visible_to(user)).filter(pk=pk).first()
    if instance is None:
        raise Http404
    if verb != "view" and not rights.may(record, user, verb, instance):
        raise PermissionDenied(rights.why_not(record, verb, instance))
    return instance


def may(record: Record, user: Any, *verbs: str) -> dict[str, bool]:
    """{verb: whether the user may do it with some record of the type}."""
    return {verb: access.user_can(user, record.permission(verb)) for verb in verbs}


def may_with(record: Record, user: Any, instance: Model, *verbs: str) -> dict[str, bool]:
    """{verb: whether the user may do it with this record}."""
    return {verb: rights.may(record, user, verb, instance) for verb in verbs}


def urls_of(record: Record, instance: Model | None = None) -> dict[str, str]:
    """{view: address} of the type, and of the record when there is one."""
    found = {view.replace("-", "_"): path_to(record.url_name(view)) for view in OF_TYPE}
    if instance is not None:
        for view in OF_ONE:
            found[view.replace("-", "_")] = reverse(record.url_name(view), args=[instance.pk])
    return found


def look_at(record: Record, request: HttpRequest, instance: Model) -> Look:
    """The user's look at the record, with what is hidden from them."""
    user = request.user
    return Look(
        user=user,
        instance=instance,
        hidden=record.hidden_from(user),
        query=dict(request.GET.lists()),
    )


def tiles_for(record: Record, look: Look) -> list[Tile]:
    """What can be done at once: what the type declares, writing a note, what modules offer."""
    note = Tile(label=_("Note"), icon="sticky-note", focus="note", key="m")
    notes = [note] if may_note(record, look.user) else []
    offers = (import_string(path) for each in declarations() for path in each.tiles)
    return [
        *record.tiles(look),
        *notes,
        *(tile for offer in offers for tile in offer(record, look)),
    ]


def subtitle(record: Record, look: Look) -> str:
    """What stands below the name, without hidden fields."""
    words = [shown(look.instance, name) for name in record.head_for(look.user)]
    return " · ".join(word for word in words if word)


def facts(record: Record, look: Look, names: Iterable[str]) -> list[Any]:
    """(field, label, HTML) of the fields that are filled and open to the user."""
    found = [
        (name, record.label_of(name), drawn_fact(record, look, name))
        for name in names
        if name not in look.hidden
    ]
    return [fact for fact in found if fact[2]]
