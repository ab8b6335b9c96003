"""What notices of runs say (U9)."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from django.utils.translation import gettext as _

from dangol.i18n import figures
from tenants.journal.models import Run
from tenants.queries import desk


def names(user: Any, keys: Collection[str]) -> dict[str, str]:
    """{id: what was changed} of the user's own runs."""
    found = Run.objects.filter(pk__in=keys, started_by=user.pk)
    return {str(run.pk): _name(run) for run in found}


def outcomes(user: Any, facts: list[Mapping[str, Any]]) -> list[str]:
    """How each run ended."""
    return [_outcome(each) for each in facts]


def _name(run: Run) -> str:
    record = desk.records().get(run.record)
    if record is None:
        return _("no longer there")
    field = str(record.label_of(run.field)) if run.field else _("Trash")
    return f"{record.plural} · {field}"


def _outcome(facts: Mapping[str, Any]) -> str:
    if facts.get("state") == Run.State.FAILED:
        return _("It could not be finished.")
    changed = figures.number(facts.get("changed", 0))
    words = _("%(count)s put back") if facts.get("is_undo") else _("%(count)s changed")
    parts = [words % {"count": changed}]
    if facts.get("left"):
        parts.append(_("%(count)s left as they were") % {"count": figures.number(facts["left"])})
    return " · ".join(parts)
