"""Every named address with its access mark: for `dangol urls`, the access matrix, the pictures."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.conf import settings
from django.urls import URLPattern, URLResolver, get_resolver

from dangol import registry
from dangol.access import Access

PARAMETER = re.compile(r"\?P<(\w+)>|<(\w+):(\w+)>")


@dataclass(frozen=True, kw_only=True)
class Address:
    """One named address.

    site         "company" (each company's own host) or "public"
    route        Django's route, such as base/customers/<uuid:key>/
    methods      accepted HTTP methods besides HEAD and OPTIONS
    permission   code, or "" when open to anyone
    entitlement  what opens the permission's module; "" when open to every user
    """

    name: str
    site: str
    route: str
    methods: tuple[str, ...]
    permission: str
    entitlement: str
    public: bool
    view: Callable[..., Any]

    @property
    def parameters(self) -> dict[str, str]:
        """{name: converter} of the route's parameters; "" for one given by a pattern."""
        found = PARAMETER.findall(self.route)
        return {name or pattern_name: kind for pattern_name, kind, name in found}


def addresses() -> Iterator[Address]:
    """All named addresses of the companies' and the public site."""
    for site, urlconf in (("company", settings.ROOT_URLCONF), ("public", settings.PUBLIC_URLCONF)):
        yield from _below(get_resolver(urlconf).url_patterns, site, "", "")


def _below(
    patterns: list[URLPattern | URLResolver], site: str, prefix: str, space: str
) -> Iterator[Address]:
    for pattern in patterns:
        route = prefix + str(pattern.pattern).lstrip("^").rstrip("$")
        if isinstance(pattern, URLResolver):
            inner = f"{space}{pattern.namespace}:" if pattern.namespace else space
            yield from _below(pattern.url_patterns, site, route, inner)
        elif pattern.name:
            yield _address(pattern, site, route, f"{space}{pattern.name}")


def _address(pattern: URLPattern, site: str, route: str, name: str) -> Address:
    mark = getattr(pattern.callback, "access", Access())
    permission, declaration = registry.permissions().get(mark.permission, (None, None))
    return Address(
        name=name,
        site=site,
        route=route,
        methods=methods(pattern.callback),
        permission=permission.code if permission else "",
        entitlement=declaration.entitlement if declaration else "",
        public=mark.public,
        view=pattern.callback,
    )


def methods(view: Callable[..., Any]) -> tuple[str, ...]:
    """The methods that `require_GET`, `require_POST` or `require_http_methods` let through."""
    for layer in _layers(view):
        closure = getattr(layer, "__closure__", None) or ()
        names = getattr(getattr(layer, "__code__", None), "co_freevars", ())
        held = dict(zip(names, closure, strict=False))
        if "request_method_list" in held:
            return tuple(sorted(held["request_method_list"].cell_contents))
    allowed = getattr(getattr(view, "view_class", None), "http_method_names", None)
    return tuple(m.upper() for m in ("get", "post") if allowed is None or m in allowed)


def _layers(view: Callable[..., Any] | None) -> Iterator[Callable[..., Any]]:
    while view is not None:
        yield view
        view = view.func if isinstance(view, partial) else getattr(view, "__wrapped__", None)
