"""What the audit says of keys (V3, W1)."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from tenants.api.models import ApiKey
from tenants.vocabulary import Fact, Vocabulary, moment

key = Vocabulary(
    subject="tenants.key",
    label=_("Key of the interface"),
    model=ApiKey,
    facts={
        "access_role": Fact(label=_("Role"), say=str, like="영업 담당"),
        "acts_for": Fact(label=_("Acts for"), say=str, like="김하늘"),
        "expires_at": Fact(label=_("Valid until"), say=moment, like="2027-01-01T00:00:00+09:00"),
    },
    deeds={
        "tenants.key.create": _("Key made"),
        "tenants.key.revoke": _("Key revoked"),
    },
)
