"""Who calls: what the layer that knows the keys tells of the present one."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.http import HttpRequest

ROOT = "/api/v1/"


@dataclass(frozen=True, kw_only=True)
class Caller:
    """The key that a program has shown; its rights are those of `request.user`."""

    id: UUID
    name: str


def is_for_programs(request: HttpRequest) -> bool:
    """Whether the address is one of the interface, so that its answers are JSON."""
    return request.path_info.startswith(ROOT)
