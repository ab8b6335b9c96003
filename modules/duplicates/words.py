"""What the audit says of searches, rules and rounds of merging (V3)."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from modules.duplicates.models import MergeRule, Stays
from tenants.vocabulary import Fact, Vocabulary

scan = Vocabulary(
    subject="duplicates.scan",
    label=_("Search for duplicates"),
    deeds={"duplicates.scan.start": _("Search for duplicates started")},
)
rule = Vocabulary(
    subject="duplicates.rule",
    label=_("Rule of merging"),
    model=MergeRule,
    fields=("minimum", "is_nightly"),
    facts={
        "stays": Fact(label=_("Stays"), words=dict(Stays.choices)),
        "may_differ": Fact(label=_("May differ"), say=", ".join, like=["title"], is_list=True),
    },
)
sweep = Vocabulary(
    subject="duplicates.sweep",
    label=_("Merging by rule"),
    facts={
        "record": Fact(label=_("Kind of record"), say=str, like="base.customer"),
        "merged": Fact(label=_("Merged"), like=12),
        "seen": Fact(label=_("Pairs looked at"), like=40),
    },
    deeds={
        "duplicates.sweep.finish": _("Merged by rule"),
        "duplicates.sweep.undo": _("Merging by rule taken back"),
    },
)
