"""Paths of addresses without parameters, each worked out once: every page draws dozens of them."""

from __future__ import annotations

from functools import cache

from django.conf import settings
from django.urls import get_urlconf, reverse


def path_to(name: str) -> str:
    """As `reverse(name)` on the present site. NoReverseMatch for a name that it does not have."""
    return _path(get_urlconf() or settings.ROOT_URLCONF, name)


@cache
def _path(site: str, name: str) -> str:
    return reverse(name, urlconf=site)
