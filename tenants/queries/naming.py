"""What everybody in the company is called, read once a request (U2, U9)."""

from __future__ import annotations

from collections.abc import Mapping

from dangol import remembered
from tenants.people.models import User


def people() -> Mapping[str, str]:
    """{id: name} of all users; of those, too, who do not work here any more."""
    return remembered.of("names of people", _read)


def _read() -> dict[str, str]:
    return {str(key): name for key, name in User.objects.values_list("pk", "name")}
