"""What notices and the agenda say of imports (U9)."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from dangol.i18n import figures
from tenants.importing.models import ImportRun
from tenants.importing.queries.runs import runs_for


def names(user: Any, keys: Collection[str]) -> dict[str, str]:
    """{id: name of the file} of the imports that the user may see."""
    found = runs_for(user).filter(pk__in=keys).values_list("pk", "file_name")
    return {str(pk): name for pk, name in found}


def outcomes(user: Any, facts: list[Mapping[str, Any]]) -> list[str]:
    """How each import ended."""
    return [_outcome(each) for each in facts]


def waits(user: Any, facts: list[Mapping[str, Any]]) -> list[str]:
    """What each waiting import wants of a person."""
    return [_wish(each) for each in facts]


def _wish(facts: Mapping[str, Any]) -> str:
    if facts.get("state") == ImportRun.State.UPLOADED:
        return _("Choose which column is which field.")
    count = facts.get("rejected", 0)
    if not count:
        return _("It has been checked and is to be confirmed.")
    words = ngettext("%(count)s row cannot be read.", "%(count)s rows cannot be read.", count)
    return words % {"count": figures.number(count)}


def _outcome(facts: Mapping[str, Any]) -> str:
    if facts.get("state") != ImportRun.State.DONE:
        return _("It could not be finished.")
    parts = [
        (facts.get("created", 0), _("%(count)s added")),
        (facts.get("updated", 0), _("%(count)s updated")),
        (facts.get("skipped", 0), _("%(count)s skipped")),
        (facts.get("rejected", 0), _("%(count)s rejected")),
    ]
    told = [words % {"count": figures.number(count)} for count, words in parts if count]
    return " · ".join(told) or _("The file had no rows.")
