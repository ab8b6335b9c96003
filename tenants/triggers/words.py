"""What the audit says of triggers (V3, A29)."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from dangol.records.types import records
from tenants.triggers.models import Trigger
from tenants.vocabulary import Fact, Vocabulary


def _type(code: object) -> str:
    found = records().get(str(code))
    return str(found.plural) if found else str(code)


trigger = Vocabulary(
    subject="tenants.trigger",
    label=_("Trigger"),
    model=Trigger,
    fields=("name", "moment", "rest_days", "state"),
    facts={
        "about": Fact(label=_("List"), say=_type, like="base.customer"),
        "where": Fact(label=pgettext_lazy("trigger", "If"), say=str, like="all(grade=1)"),
        "rest_days": Fact(label=_("Leaves the same record alone for days")),
    },
    deeds={"tenants.trigger.switch": _("Trigger switched")},
)
