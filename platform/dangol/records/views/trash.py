"""Into the trash and out of it again (U4)."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from dangol.errors import RuleBroken
from dangol.records.cells import shown
from dangol.records.declaration import Record
from dangol.records.trash.relations import HELD, Lying, bring_back, going_along, lying_with
from dangol.records.views.bin import offer_address
from dangol.records.views.found import find
from dangol.toasts import is_own_path, undoable

BACK = "back"
"""Names the page to go on with, where that is not the list."""


def record_delete(request: HttpRequest, pk: UUID, *, record: Record) -> HttpResponse:
    """Into the trash, and back to the list or the page one was on, which offers to undo it."""
    instance = find(record, request.user, pk, "delete")
    along = going_along(record, request.user, instance)
    record.remove(instance)
    text = _("“%(name)s” is in the trash now.")
    if along:
        text = _("“%(name)s” is in the trash now, and with it %(along)s.")
    text %= {"name": shown(instance, record.title), "along": along}
    undoable(request, text, reverse(record.url_name("restore"), args=[pk]))
    back = request.GET.get(BACK, "")
    return redirect(back if is_own_path(back) else record.url_name("list"))


def record_restore(request: HttpRequest, pk: UUID, *, record: Record) -> HttpResponse:
    """Out of the trash again; with what it is a part of, where that lies there as well."""
    instance = record.trash_of(request.user).filter(pk=pk).first()
    if instance is None:
        raise Http404
    lying = lying_with(record, instance)
    try:
        bring_back(record, instance)
    except RuleBroken as broken:
        if broken.code == HELD:
            return redirect(offer_address([(record, instance), *_open(lying, request.user)]))
        messages.error(request, str(broken))
        return redirect(record.url_name("list"))
    _say(request, _open(lying, request.user))
    return redirect(record.url_name("page"), pk)


def _open(lying: list[Lying], user: Any) -> list[tuple[Record, Any]]:
    """Those of them that the user may take out."""
    return [
        (each.record, each.instance)
        for each in lying
        if each.record.trash_of(user).filter(pk=each.instance.pk).exists()
    ]


def _say(request: HttpRequest, lying: list[tuple[Record, Any]]) -> None:
    """That it is back; and where something that it leads to still lies there, the way to that."""
    if not lying:
        messages.success(request, _("Restored."))
        return
    other, instance = lying[0]
    text = _("Restored. “%(other)s” that it leads to is still in the trash: undo brings it back.")
    address = reverse(other.url_name("restore"), args=[instance.pk])
    undoable(request, text % {"other": shown(instance, other.title)}, address)
