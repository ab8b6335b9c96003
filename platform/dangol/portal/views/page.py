"""The portal, one tile of it, and the settings of a tile (A2-A4)."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.module_loading import import_string
from django.views.decorators.http import require_GET, require_http_methods

from dangol import clock, preferences
from dangol.access import closed_words, requires
from dangol.errors import RuleBroken
from dangol.portal import almanac, arrangement, drawing, layout, steps, widgets
from dangol.registry import Widget


@requires("portal.page.view")
@require_GET
def portal(request: HttpRequest) -> HttpResponse:
    """The user's tiles as they arranged them."""
    return render(request, "portal/page.html", screen(request.user, is_arranging=False))


@requires("portal.page.view", asked_by_page=True)
@require_GET
def tile(request: HttpRequest, code: str) -> HttpResponse:
    """One tile alone: what the browser fetches later, again, or after an error."""
    widget = _find(request.user, code)
    drawn = drawing.alone(request.user, widget, layout.as_declared(widget))
    context = {"tile": drawn, "is_arranging": "arranging" in request.GET}
    if request.htmx:  # type: ignore[attr-defined]
        return render(request, "portal/tile.html", context)
    return render(request, "portal/alone.html", context)


@requires("portal.page.view")
@require_http_methods(["GET", "POST"])
def tile_settings(request: HttpRequest, code: str) -> HttpResponse:
    """The user's own settings of a tile."""
    widget = _find(request.user, code)
    if not widget.settings:
        raise Http404
    form_class = import_string(widget.settings)
    if request.method == "POST":
        form = form_class(request.POST)
        if form.is_valid():
            preferences.keep(request.user, widgets.settings_code(widget), form.cleaned_data)
            return redirect("portal-arrange")
    else:
        form = form_class(initial=widgets.settings_of(request.user, widget))
    status = 422 if form.errors else 200
    context = {"widget": widget, "form": form}
    return render(request, "portal/settings.html", context, status=status)


def screen(user: Any, *, is_arranging: bool) -> dict[str, Any]:
    """What the portal's template needs; while it is being arranged, the hidden tiles as well."""
    present = widgets.open_to(user)
    kept = arrangement.of(user)
    places = layout.shown(kept, present)
    by_code = {widget.code: widget for widget in present}
    placed = [(by_code[place.code], place) for place in places]
    used = {place.code for place in places}
    today = clock.today()
    return {
        "tiles": drawing.page(user, placed),
        "is_arranging": is_arranging,
        "unused": [widget for widget in present if widget.code not in used],
        "is_own": bool(kept.places or kept.hidden),
        "today": today,
        "lunar": almanac.lunar(today),
        "holiday": almanac.holiday(today),
        "closed": closed_words(user),
        "checklist": None if is_arranging else steps.on_portal(user),
    }


def _find(user: Any, code: str) -> Widget:
    """The user's widget; one that is not theirs does not exist for them (V1)."""
    try:
        return widgets.find(user, code)
    except RuleBroken as broken:
        raise Http404(str(broken)) from broken
