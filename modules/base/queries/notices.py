"""What notices of this module say and may say (U9)."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from typing import Any

from django.utils.translation import gettext as _

from dangol.i18n import figures
from modules.base.models import ContactHistory, ImportRun

WORDS = 140
"""Characters of a note that stand below its notice."""


def imports(user: Any, keys: Collection[str]) -> dict[str, str]:
    """{id: name of the file} of imports; whoever may import sees all of them."""
    found = ImportRun.objects.filter(pk__in=keys).values_list("pk", "file_name")
    return {str(pk): name for pk, name in found}


def outcomes(user: Any, facts: list[Mapping[str, Any]]) -> list[str]:
    """How each import ended."""
    return [_outcome(each) for each in facts]


def notes(user: Any, facts: list[Mapping[str, Any]]) -> list[str]:
    """The beginning of each note; the notice's own customer was looked at before."""
    keys = [each.get("contact") for each in facts]
    found = ContactHistory.objects.filter(pk__in=[key for key in keys if key])
    memos = {str(pk): memo for pk, memo in found.values_list("pk", "memo")}
    return [_short(memos.get(str(key), "")) for key in keys]


def _short(memo: str) -> str:
    line = " ".join(memo.split())
    return line if len(line) <= WORDS else f"{line[: WORDS - 1]}…"


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
