"""What the audit says of a record type: from its declaration, and what that does not tell (V3)."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

from django.utils.translation import gettext_lazy as _

from dangol.records import Record
from dangol.records.lists.selection import words_of
from dangol.registry import Text
from tenants.vocabulary import Fact, Vocabulary, day


def vocabulary_of(
    record: Record,
    fields: tuple[str, ...],
    *,
    facts: Mapping[str, Fact] | None = None,
    deeds: Mapping[str, Text] | None = None,
) -> Vocabulary:
    """The words for the lines that the services of the type write (`tenants.services.records`)."""
    view = record.views[0].query if record.views else ""
    common = {
        "rows": Fact(label=_("Rows"), like=120),
        "held": Fact(label=_("Looked after"), say=day, like="2026-11-22"),
        "reason": Fact(label=_("Reason"), say=str, like="Backup"),
        "merged": Fact(label=_("Record that was merged into it"), say=str, like="김하늘"),
        "query": Fact(label=_("Conditions of the list"), say=partial(words_of, record), like=view),
    }
    return Vocabulary(
        subject=record.code,
        label=record.label,
        model=record.model,
        fields=fields,
        facts={**common, **(facts or {})},
        deeds=deeds or {},
    )
