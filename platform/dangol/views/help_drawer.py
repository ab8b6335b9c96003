"""Help for one screen (A9): a drawer beside it, a page of its own without scripts.

The text of a screen is a template, `help/<language>/<name of its address, ":" as "/">.html`, in
the templates of the layer that owns the screen; in another language when one's own is missing.
Screens of a record type that say nothing of their own share `records/list`, `records/page` and so
on, so that a new type has help from its first day.
"""

from __future__ import annotations

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.template import TemplateDoesNotExist
from django.template.loader import select_template
from django.urls import Resolver404, ResolverMatch, resolve
from django.utils.translation import get_language
from django.views.decorators.http import require_GET

from dangol import access
from dangol.records import types


@access.requires("desk.own.use")
@require_GET
def screen(request: HttpRequest) -> HttpResponse:
    """The help of the screen at the path `at`; 404 when that screen is not open to the user."""
    match = _screen_at(request)
    context = {
        "help": text_of(match.view_name, get_language() or settings.LANGUAGE_CODE),
        "general": text_of("general", get_language() or settings.LANGUAGE_CODE),
        "at": request.GET.get("at", ""),
    }
    is_part = request.headers.get("HX-Request") == "true"
    return render(request, "help/body.html" if is_part else "help/page.html", context)


def text_of(name: str, language: str) -> str:
    """Name of the template with the help of an address, or "" when there is none."""
    languages = [language, *(code for code, _ in settings.LANGUAGES if code != language)]
    paths = [path_of(each, spoken) for each in names_of(name) for spoken in languages]
    try:
        return select_template(paths).template.name or ""
    except TemplateDoesNotExist:
        return ""


def names_of(name: str) -> list[str]:
    """The address's own name, and for one of a record type the name that all types share."""
    module, _, screen_name = name.partition(":")
    for code in sorted(types.records(), key=len, reverse=True):
        if f"{module}.{screen_name}".startswith(f"{code}-"):
            return [name, f"records:{screen_name[len(code) - len(module) :]}"]
    return [name]


def path_of(name: str, language: str) -> str:
    """Where the help of an address lies: base:customer-list is help/ko/base/customer-list.html."""
    return f"help/{language}/{name.replace(':', '/')}.html"


def _screen_at(request: HttpRequest) -> ResolverMatch:
    try:
        match = resolve(request.GET.get("at", "").partition("?")[0])
    except Resolver404 as error:
        raise Http404 from error
    mark = getattr(match.func, "access", access.Access())
    if not mark.public and not access.user_can(request.user, mark.permission):
        raise Http404
    return match
