"""What the audit says of deeds with many records (V3)."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from dangol.i18n import figures
from dangol.records.lists.selection import words_of
from dangol.records.many.deeds import value_of
from tenants.journal.models import Run
from tenants.queries import desk
from tenants.vocabulary import Fact, Vocabulary
from tenants.words import type_in_words

STATES = {
    Run.State.DONE: _("Done"),
    Run.State.CANCELLED: _("Stopped"),
    Run.State.FAILED: _("Failed"),
}


def selection_in_words(kept: dict[str, Any]) -> str:
    """Which records: the list's conditions, or how many were ticked."""
    record = desk.records().get(kept["record"])
    if kept["chosen"]:
        return gettext("%(count)s chosen by hand") % {"count": figures.number(kept["chosen"])}
    return words_of(record, kept["query"]) if record else figures.NOTHING


def set_in_words(kept: dict[str, Any]) -> str:
    """Which field was set to what."""
    record = desk.records().get(kept["record"])
    if record is None:
        return figures.NOTHING
    if not kept["field"]:
        return gettext("Trash")
    if kept.get("is_each"):
        return gettext("%(field)s: each its own value") % {"field": record.label_of(kept["field"])}
    value = value_of(record, kept["field"], kept["columns"]) or figures.NOTHING
    return f"{record.label_of(kept['field'])}: {value}"


run = Vocabulary(
    subject="tenants.run",
    label=_("Change of many"),
    model=Run,
    many={"tenants.run.finish": "", "tenants.run.undo": ""},
    facts={
        "record": Fact(label=_("Record type"), say=type_in_words, like="base.customer"),
        "set": Fact(
            label=_("Set to"), say=set_in_words,
            like={"record": "base.customer", "field": "grade", "columns": {"grade": 1}},
        ),
        "selection": Fact(
            label=_("Which records"), say=selection_in_words,
            like={"record": "base.customer", "query": "grade=1", "chosen": 0},
        ),
        "state": Fact(label=_("State"), words=STATES),
        "changed": Fact(label=_("Changed"), like=1_284),
        "left": Fact(label=_("Left as they were"), like=12),
    },
    deeds={
        "tenants.run.finish": _("Many records changed"),
        "tenants.run.undo": _("Change of many undone"),
    },
)  # fmt: skip

trash = Vocabulary(
    subject="tenants.trash",
    label=_("Trash"),
    facts={
        "record": Fact(label=_("Record type"), say=type_in_words, like="base.customer"),
        "count": Fact(label=_("Records"), like=12),
    },
    deeds={
        "tenants.trash.remove": _("Removed for good"),
        "tenants.trash.expire": _("Removed after 90 days in the trash"),
    },
)
