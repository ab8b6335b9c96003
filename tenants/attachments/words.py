"""What the audit says of files (V3, U2)."""

from __future__ import annotations

from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext_lazy as _

from tenants.attachments.models import Attachment
from tenants.vocabulary import Fact, Vocabulary
from tenants.words import type_in_words

file = Vocabulary(
    subject="tenants.file",
    label=_("File"),
    model=Attachment,
    facts={
        "record": Fact(label=_("Record type"), say=type_in_words, like="base.customer"),
        "of": Fact(label=_("Of the record"), say=str, like="김하늘"),
        "size": Fact(label=_("Size"), say=filesizeformat, like=86_000),
    },
)
