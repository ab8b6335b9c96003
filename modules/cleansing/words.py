"""What the audit says of scans and of what was decided (V3)."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from modules.cleansing.models import Scan, Suggestion
from modules.cleansing.rules import RULES
from tenants.vocabulary import Fact, Vocabulary
from tenants.words import type_in_words

TYPE = Fact(label=_("Record type"), say=type_in_words, like="base.customer")

scan = Vocabulary(
    subject="cleansing.scan",
    label=_("Look through the data"),
    model=Scan,
    facts={
        "record": TYPE,
        "seen": Fact(label=_("Looked at"), like=1_284),
        "found": Fact(label=_("Suggestions"), like=12),
    },
    deeds={"cleansing.scan.finish": _("Data looked through")},
)
suggestion = Vocabulary(
    subject="cleansing.suggestion",
    label=_("Suggestion"),
    model=Suggestion,
    facts={
        "record": TYPE,
        "rule": Fact(label=_("Rule"), words={code: rule.label for code, rule in RULES.items()}),
        "count": Fact(label=_("Suggestions"), like=12),
    },
    deeds={
        "cleansing.suggestion.skip": _("Suggestions skipped"),
        "cleansing.suggestion.reopen": _("Suggestions asked again"),
    },
    many={"cleansing.suggestion.skip": "", "cleansing.suggestion.reopen": ""},
)
