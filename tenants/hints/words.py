"""What the audit says of screens that were shown to colleagues (V3, A30)."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from tenants.hints.models import Hint
from tenants.vocabulary import Fact, Vocabulary

hint = Vocabulary(
    subject="tenants.hint",
    label=_("Screen shown to colleagues"),
    model=Hint,
    facts={
        "screen": Fact(label=_("Address"), say=str, like="/base/customers/"),
        "receivers": Fact(label=_("Receivers"), say=", ".join, is_list=True, like=["최민호"]),
        "answer": Fact(label=_("Answer"), say=str, like="확인했습니다"),
    },
    deeds={
        "tenants.hint.send": _("Screen shown to colleagues"),
        "tenants.hint.withdraw": _("Shown screen taken back"),
        "tenants.hint.confirm": _("Shown screen confirmed"),
        "tenants.hint.answer": _("Shown screen answered"),
    },
)
