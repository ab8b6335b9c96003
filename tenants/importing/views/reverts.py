"""Taking an import back: looking first, then doing it (U5)."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from dangol.errors import RuleBroken
from dangol.imports.problems import label_of
from dangol.records import Record
from tenants.importing.addresses import address_of
from tenants.importing.models import ImportRun
from tenants.importing.services import reverts
from tenants.importing.tasks import revert_import
from tenants.importing.views.found import found_run

SHOWN = 50


@require_POST
def import_revert(request: HttpRequest, pk: UUID, *, record: Record) -> HttpResponse:
    """Lets count what would be taken back; with `sure`, takes it back."""
    run = found_run(request, record, pk)

    def ring() -> None:
        revert_import.ring(str(pk))

    try:
        if request.POST.get("sure"):
            reverts.start(run, request.user, ring)  # type: ignore[arg-type]
        else:
            reverts.ask(run, ring)
    except RuleBroken as broken:
        messages.error(request, str(broken))
    return redirect(address_of(run))


def kept_lines(record: Record, run: ImportRun, user: Any) -> list[dict[str, Any]]:
    """The first records that stay as they are, with the reason; those the user may see."""
    kept = dict(run.kept_records.values_list("record_id", "reason")[:SHOWN])
    seen = record.visible_to(user).filter(pk__in=kept)
    names = {each.pk: str(getattr(each, record.title)) for each in seen}
    return [
        {
            "address": reverse(record.url_name("page"), args=[pk]) if pk in names else "",
            "name": names.get(pk, ""),
            "why": why_kept(record, reason),
        }
        for pk, reason in kept.items()
    ]


def why_kept(record: Record, reason: str) -> str:
    """The reason in a sentence."""
    problem, _colon, column = reason.partition(":")
    if column:
        label = label_of(record, _named(record, column))
        return _("%(field)s was changed since.") % {"field": label}
    return {
        "edited": _("Somebody changed it since."),
        "used": _("Other records belong to it by now."),
        "gone": _("It is not here any more."),
        "taken": _("Another record has an old value of it by now."),
        "refused": _("A rule of its type stands against it."),
    }[problem]


def _named(record: Record, column: str) -> str:
    """The field that people know, of a column that follows from it."""
    for name, made in record.made_of.items():
        if column in made:
            return name
    for ending in ("_key", "_at", "_source", "_id"):
        if column.endswith(ending) and column != "created_at":
            return column.removesuffix(ending)
    return column
