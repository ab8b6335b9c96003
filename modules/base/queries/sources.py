"""How many customers and accounts have a source (B25)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse

from dangol import access
from dangol.records.types import record_of
from modules.base.models import Source

MOST = 100
"""Sources in a menu."""
CARRIERS = ("base.customer", "base.account")


def carriers(user: Any, source: Source) -> Mapping[str, Any]:
    """What has this source, as lists show it to this user; what it can be merged into."""
    return {"source": source, "counts": counts_of(user, source), "others": _others(user, source)}


def counts_of(user: Any, source: Source) -> list[tuple[str, str, str]]:
    """(icon, so many in words, address of their list) of each type that the user may see."""
    found = []
    for code in CARRIERS:
        record = record_of(code)
        if not access.user_can(user, record.permission("view")):
            continue
        if "source" in record.hidden_from(user):
            continue
        count = record.visible_to(user).filter(source=source.name).count()
        address = f"{reverse(record.url_name('list'))}?{urlencode({'source.is': source.name})}"
        found.append((record.icon, record.count_words(count, f"{count:,}"), address))
    return found


def _others(user: Any, source: Source) -> list[tuple[str, str]]:
    """(id, name) of the sources that this one may be merged into."""
    record = record_of("base.source")
    if not all(access.user_can(user, record.permission(verb)) for verb in ("edit", "delete")):
        return []
    rows = record.visible_to(user, "edit").exclude(pk=source.pk).order_by("name", "pk")
    return [(str(each.pk), each.name) for each in rows[:MOST]]
