"""What the audit says of arranged pages (V3, A16)."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from tenants.pages.models import Layout
from tenants.vocabulary import Fact, Vocabulary
from tenants.words import type_in_words

layout = Vocabulary(
    subject="tenants.layout",
    label=_("Page layout"),
    model=Layout,
    facts={
        "record": Fact(label=_("Record type"), say=type_in_words, like="base.customer"),
        "role": Fact(label=_("Role"), say=str, like="영업 담당"),
    },
    deeds={
        "tenants.layout.edit": _("Page arranged"),
        "tenants.layout.reset": _("Page as at first again"),
    },
)
