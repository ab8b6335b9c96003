"""What the audit says of notes and pinned lines (V3, U2)."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from tenants.notes.models import Note, Pin
from tenants.vocabulary import Fact, Vocabulary
from tenants.words import type_in_words

RECORD = Fact(label=_("Record type"), say=type_in_words, like="base.customer")

note = Vocabulary(
    subject="tenants.note",
    label=_("Note"),
    model=Note,
    facts={"record": RECORD, "text": Fact(label=_("Text"), say=str, like="다음 주에 다시 전화")},
)
pin = Vocabulary(subject="tenants.pin", label=_("Pinned line"), model=Pin, facts={"record": RECORD})
