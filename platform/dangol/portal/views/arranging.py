"""Arranging the portal: by dragging, by keys, by menu and by plain forms (A3)."""

from __future__ import annotations

import json
from typing import cast, get_args

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from dangol import toasts
from dangol.access import requires
from dangol.errors import RuleBroken
from dangol.portal import arrangement
from dangol.portal.layout import Direction
from dangol.portal.views.page import asked_page, screen

HIDE = "hide"


@requires("portal.page.view")
@require_http_methods(["GET", "POST"])
def arrange(request: HttpRequest) -> HttpResponse:
    """The portal with handles. Posted: one tile is moved, resized or hidden, without any script."""
    page = asked_page(request)
    if request.method == "GET":
        return render(request, "portal/page.html", screen(request.user, page, is_arranging=True))
    code, deed = request.POST.get("code", ""), request.POST.get("deed", "")
    try:
        if deed == HIDE:
            arrangement.hide(request.user, page, code)
            toasts.undoable(request, _("The tile was hidden."), reverse("portal-undo") + page.query)
        elif deed in get_args(Direction):
            arrangement.move(request.user, page, code, cast(Direction, deed))
        else:
            arrangement.resize(request.user, page, code, deed)
    except RuleBroken as broken:
        return _refused(request, broken)
    return redirect(reverse("portal-arrange") + page.query)


@requires("portal.page.view")
@require_POST
def save(request: HttpRequest) -> HttpResponse:
    """The whole order with sizes as dragging left it: `layout` is [[code, columns, rows], ...]."""
    page = asked_page(request)
    try:
        asked = json.loads(request.POST.get("layout", ""))
    except (ValueError, RecursionError):  # the latter for brackets nested by the thousand
        asked = None
    try:
        arrangement.save(request.user, page, asked)
    except RuleBroken as broken:
        return HttpResponse(str(broken), status=422, content_type="text/plain; charset=utf-8")
    return HttpResponse(status=204)


@requires("portal.page.view")
@require_POST
def add(request: HttpRequest) -> HttpResponse:
    """Puts a hidden tile back."""
    page, code = asked_page(request), request.POST.get("code", "")
    try:
        arrangement.add(request.user, page, code)
    except RuleBroken as broken:
        return _refused(request, broken)
    anchor = f"#tile-{code.replace('.', '-')}"
    return redirect(reverse("portal-arrange") + page.query + anchor)


@requires("portal.page.view")
@require_POST
def reset(request: HttpRequest) -> HttpResponse:
    """The page as it stands at first."""
    page = asked_page(request)
    arrangement.reset(request.user, page)
    text = _("The portal is as it was at first.")
    toasts.undoable(request, text, reverse("portal-undo") + page.query)
    return redirect(reverse("portal-arrange") + page.query)


@requires("portal.page.view")
@require_POST
def undo(request: HttpRequest) -> HttpResponse:
    """Takes the last hiding or resetting back."""
    page = asked_page(request)
    arrangement.undo(request.user, page)
    return redirect(reverse("portal-arrange") + page.query)


def _refused(request: HttpRequest, broken: RuleBroken) -> HttpResponse:
    """The portal again, with the sentence above it; nothing was changed."""
    page = asked_page(request)
    context = screen(request.user, page, is_arranging=True) | {"problem": str(broken)}
    return render(request, "portal/page.html", context, status=422)
