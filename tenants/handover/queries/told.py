"""What notices of hand-overs say (U9, B35)."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.utils.translation import ngettext

from dangol.i18n import figures
from tenants.handover.queries import runs


def names(user: Any, keys: Collection[str]) -> dict[str, str]:
    """{id: how many records} of the hand-overs in which the user gave or got something."""
    found = runs.open_to(user).filter(pk__in=keys)
    return {str(each.pk): _said(each.counts) for each in found}


def _said(counts: dict[str, dict[str, int]]) -> str:
    given = sum(each.get("given", 0) for each in counts.values())
    words = ngettext("%(count)s record", "%(count)s records", given)
    return words % {"count": figures.number(given)}
