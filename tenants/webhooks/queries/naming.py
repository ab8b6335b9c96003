"""Names of webhooks, for notices about them (U9, W2)."""

from __future__ import annotations

from collections.abc import Collection

from tenants.people.models import User
from tenants.webhooks.models import Endpoint


def names(user: User, keys: Collection[str]) -> dict[str, str]:
    """{id: name}; whoever may manage webhooks may know them all."""
    found = Endpoint.objects.filter(pk__in=keys).values_list("pk", "name")
    return {str(pk): name for pk, name in found}
