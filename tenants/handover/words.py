"""What the audit says of hand-overs (V3, B35)."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from tenants.handover.models import Handover
from tenants.vocabulary import Fact, Vocabulary

handover = Vocabulary(
    subject="tenants.handover",
    label=_("Hand-over"),
    model=Handover,
    facts={
        "reason": Fact(label=_("Reason")),
        "heirs": Fact(label=_("Handed to")),
        "given": Fact(label=_("Handed over"), like=120),
        "left": Fact(label=_("Stayed"), like=3),
        "back": Fact(label=_("Given back"), like=117),
        "stayed": Fact(label=_("Given to others since"), like=3),
    },
    deeds={
        "tenants.handover.start": _("Hand-over begun"),
        "tenants.handover.finish": _("Hand-over ended"),
        "tenants.handover.undo": _("Undoing a hand-over begun"),
        "tenants.handover.undone": _("Hand-over undone"),
    },
)
