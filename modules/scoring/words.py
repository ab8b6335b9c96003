"""What the audit says of rules and computations (V3)."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from modules.scoring.labels import RULES, SEGMENTATIONS, segments_fact
from tenants.vocabulary import Fact, Vocabulary

rules = Vocabulary(
    subject="scoring.rules",
    label=_("Rules of scores"),
    facts={
        name: Fact(label=label, say=str, like="1 · 2")
        for name, label in (
            *RULES.items(),
            *((segments_fact(code), label) for code, label in SEGMENTATIONS.items()),
        )
    },
)
run = Vocabulary(
    subject="scoring.run",
    label=_("Computation of scores"),
    facts={
        "seen": Fact(label=_("Customers looked at"), like=1_284),
        "changed": Fact(label=_("Customers changed"), like=120),
        "moved": Fact(label=_("Gone to another stage"), like=12),
    },
    deeds={"scoring.run.finish": _("Scores computed")},
)
