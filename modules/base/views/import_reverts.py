"""Taking an import back: looking first, then doing it (U5)."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from dangol.access import requires
from dangol.errors import RuleBroken
from modules.base.models import ImportRun
from modules.base.records import customer_record
from modules.base.services import import_reverts
from modules.base.tasks import revert_import

RIGHT = "base.customer.import"
SHOWN = 50


@requires(RIGHT)
@require_POST
def import_revert(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Lets count what would be taken back; with `sure`, takes it back."""
    run = get_object_or_404(ImportRun, pk=pk)

    def ring() -> None:
        revert_import.ring(str(pk))

    try:
        if request.POST.get("sure"):
            import_reverts.start(run, request.user, ring)  # type: ignore[arg-type]
        else:
            import_reverts.ask(run, ring)
    except RuleBroken as broken:
        messages.error(request, str(broken))
    return redirect("base:customer-import-page", pk)


def kept_lines(run: ImportRun, user: Any) -> list[dict[str, Any]]:
    """The first customers that stay as they are, with the reason; those the user may see."""
    kept = dict(run.kept_customers.values_list("customer_id", "reason")[:SHOWN])
    seen = customer_record.visible_to(user).filter(pk__in=kept)
    names = dict(seen.values_list("pk", "name"))
    return [
        {"pk": pk if pk in names else None, "name": names.get(pk, ""), "why": why_kept(reason)}
        for pk, reason in kept.items()
    ]


def why_kept(reason: str) -> str:
    """The reason in a sentence."""
    problem, _colon, column = reason.partition(":")
    if column:
        label = customer_record.label_of(_named(column))
        return _("%(field)s was changed since.") % {"field": label}
    return {
        "edited": _("Somebody changed the customer since."),
        "used": _("Contacts, orders or the like belong to the customer by now."),
        "gone": _("The customer is not here any more."),
        "code_taken": _("Another customer has the old code by now."),
    }[problem]


def _named(column: str) -> str:
    """The field that people know, of a column that follows from it."""
    for ending in ("_key", "_at", "_source", "_id"):
        if column.endswith(ending) and column != "created_at":
            return column.removesuffix(ending)
    return column
