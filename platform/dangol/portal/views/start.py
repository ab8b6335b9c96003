"""The first steps of a company and its sample data (P4)."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET, require_POST

from dangol import toasts
from dangol.access import requires
from dangol.portal import steps
from dangol.portal.samples import samples


@requires("portal.start.manage")
@require_GET
def start(request: HttpRequest) -> HttpResponse:
    """The whole checklist with the sample data, also when it is finished or hidden."""
    context = {
        "checklist": steps.checklist(request.user),
        "is_hidden": steps.is_hidden(request.user),
        "samples": samples().standing(),
    }
    return render(request, "portal/start.html", context)


@requires("portal.start.manage")
@require_POST
def hide(request: HttpRequest) -> HttpResponse:
    """Takes the checklist off one's portal."""
    steps.hide(request.user)
    text = _("The first steps are hidden. They stay in the settings menu.")
    toasts.undoable(request, text, reverse("portal-start-show"))
    return redirect("portal")


@requires("portal.start.manage")
@require_POST
def show(request: HttpRequest) -> HttpResponse:
    """Puts the checklist back on one's portal."""
    steps.show(request.user)
    return redirect("portal")


@requires("portal.start.manage")
@require_POST
def samples_add(request: HttpRequest) -> HttpResponse:
    """Adds the sample data; asked twice, it adds it once."""
    added = samples().add(request.user)
    if added:
        text = ngettext(
            "%(n)s example record was added.", "%(n)s example records were added.", added
        )
        messages.success(request, text % {"n": f"{added:,}"})
    else:
        messages.info(request, _("The sample data is there already."))
    return redirect("portal-start")


@requires("portal.start.manage")
@require_POST
def samples_remove(request: HttpRequest) -> HttpResponse:
    """Removes the sample data for good, and says what stayed and why."""
    removal = samples().remove()
    text = ngettext(
        "%(n)s example record was removed.", "%(n)s example records were removed.", removal.gone
    )
    messages.success(request, text % {"n": f"{removal.gone:,}"})
    for sentence in removal.kept:
        messages.warning(request, sentence)
    return redirect("portal-start")
