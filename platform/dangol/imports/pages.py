"""The screens of the import: a port; `tenants.importing` has them (U5)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.http import HttpResponseBase


@dataclass(frozen=True, kw_only=True)
class ImportPage:
    """One address of every importable type, below the type's own.

    view   (request, the route's values, record=…) -> answer
    marks  what `dangol.access.requires` takes besides the permission
    own_forgery_check  the view looks at the size of what is sent before it reads any of it
    """

    route: str
    name: str
    view: Callable[..., HttpResponseBase]
    marks: dict[str, Any] = field(default_factory=dict)
    own_forgery_check: bool = False


_kept: list[ImportPage] = []


def register_import_pages(pages: Sequence[ImportPage]) -> None:
    """Called once at start by the layer that keeps the runs."""
    _kept[:] = pages


def import_pages() -> Sequence[ImportPage]:
    return tuple(_kept)
