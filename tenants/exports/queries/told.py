"""What notices of exports say (U9)."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from dangol.i18n import figures
from tenants.exports.models import Export
from tenants.queries import desk


def names(user: Any, keys: Collection[str]) -> dict[str, str]:
    """{id: which list} of the user's own exports."""
    found = Export.objects.filter(pk__in=keys, user=user.pk)
    return {str(export.pk): _name(export.record) for export in found}


def outcomes(user: Any, facts: list[Mapping[str, Any]]) -> list[str]:
    """How each of them ended."""
    return [_outcome(each) for each in facts]


def _name(code: str) -> str:
    record = desk.records().get(code)
    return str(record.plural) if record else _("no longer there")


def _outcome(facts: Mapping[str, Any]) -> str:
    if facts.get("state") == Export.State.FAILED:
        return _("The file could not be made.")
    rows = int(facts.get("rows", 0))
    return ngettext(
        "%(count)s row, to be fetched for 7 days", "%(count)s rows, to be fetched for 7 days", rows
    ) % {"count": figures.number(rows)}
