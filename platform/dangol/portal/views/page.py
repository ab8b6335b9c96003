"""The portal, one tile of it, and the settings of a tile (A2-A4)."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from dangol import clock, preferences
from dangol.access import closed_words, requires
from dangol.errors import RuleBroken
from dangol.portal import almanac, arrangement, drawing, layout, pages, quick, steps, widgets
from dangol.portal.pages import Page
from dangol.portal.starts import starts
from dangol.registry import Widget


@requires("portal.page.view")
@require_GET
def portal(request: HttpRequest) -> HttpResponse:
    """The tiles of one page as the user arranged them: of the first, or of a module's."""
    context = screen(request.user, asked_page(request), is_arranging=False)
    return render(request, "portal/page.html", context)


@requires("portal.page.view", asked_by_page=True)
@require_GET
def tile(request: HttpRequest, code: str) -> HttpResponse:
    """One tile alone: what the browser fetches later, again, or after an error."""
    widget = _find(request.user, code)
    page = asked_page(request)
    drawn = drawing.alone(request.user, page, widget, layout.as_declared(widget))
    context = {"tile": drawn, "page": page, "is_arranging": "arranging" in request.GET}
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
    back = reverse("portal-arrange") + asked_page(request).query
    if request.method == "POST":
        form = widgets.form_of(request.user, widget, request.POST)
        if form.is_valid():
            preferences.keep(request.user, widgets.settings_code(widget), form.cleaned_data)
            return redirect(back)
    else:
        settings = widgets.settings_of(request.user, widget)
        form = widgets.form_of(request.user, widget, initial=settings)
    status = 422 if form.errors else 200
    context = {"widget": widget, "form": form, "back": back}
    return render(request, "portal/settings.html", context, status=status)


def asked_page(request: HttpRequest) -> Page:
    """The page of the portal that the address names. 404 for one that is not the user's."""
    page = pages.find(request.user, request.GET.get(pages.PARAMETER, pages.FIRST))
    if page is None:
        raise Http404
    return page


def screen(user: Any, page: Page, *, is_arranging: bool) -> dict[str, Any]:
    """What the portal's template needs; while it is being arranged, the hidden tiles as well."""
    settings = [widgets.settings_code(each) for each in widgets.open_to(user) if each.settings]
    preferences.bring(user, [arrangement.kept_code(page), steps.HIDDEN, *settings])
    _kept, present, places = arrangement.places_of(user, page)
    by_code = {widget.code: widget for widget in present}
    placed = [(by_code[place.code], place) for place in places]
    used = {place.code for place in places}
    today = clock.today()
    return {
        "page": page,
        "pages": pages.open_to(user),
        "tiles": drawing.all_of(user, page, placed),
        "is_arranging": is_arranging,
        "unused": [widget for widget in present if widget.code not in used],
        "starts": starts().address(page.code) if _may_start(user, is_arranging) else "",
        "quick_adds": [] if is_arranging else quick.adds(user),
        "today": today,
        "lunar": almanac.lunar(today),
        "holiday": almanac.holiday(today),
        "closed": closed_words(user),
        "checklist": None if is_arranging or page.code else steps.on_portal(user),
    }


def _may_start(user: Any, is_arranging: bool) -> bool:
    return is_arranging and starts().may_manage(user)


def _find(user: Any, code: str) -> Widget:
    """The user's widget; one that is not theirs does not exist for them (V1)."""
    try:
        return widgets.find(user, code)
    except RuleBroken as broken:
        raise Http404(str(broken)) from broken
