"""What this module knows of customers whose data is wanting: errors, and better spellings (B29)."""

from __future__ import annotations

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from modules.base.quality import Shortcoming, register_shortcoming
from modules.cleansing.models import Fault, Suggestion

RECORD = "base.customer"


def _faults() -> Q:
    waiting = Fault.objects.filter(deleted_at=None, state__in=["open", "asked"])
    return Q(Exists(waiting.filter(customer=OuterRef("pk"))))


def _spellings() -> Q:
    waiting = Suggestion.objects.filter(record=RECORD, state=Suggestion.State.OPEN)
    return Q(Exists(waiting.filter(object_id=OuterRef("pk"))))


SHORTCOMINGS = (
    Shortcoming(
        code="error", criterion="reliability", label=_("Error not cleared up"), q=_faults,
        fields=tuple(Fault.Field.values),
    ),
    Shortcoming(
        code="spelling", criterion="standard", label=_("A better spelling is proposed"),
        q=_spellings,
        fields=("name", "company_name", "mobile", "work_phone", "fax", "email", "home_line1",
                "work_line1"),
    ),
)  # fmt: skip


def register() -> None:
    """Part of the module's ready hook."""
    for each in SHORTCOMINGS:
        register_shortcoming(each)
