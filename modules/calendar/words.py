"""What the audit says of the calendar (V3)."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from modules.calendar.records import appointment_words, todo_words
from tenants.vocabulary import Vocabulary

appointment = appointment_words
todo = todo_words
feed = Vocabulary(
    subject="calendar.feed",
    label=_("Address of a calendar"),
    deeds={
        "calendar.feed.give_out": _("Address of a calendar given out"),
        "calendar.feed.take_away": _("Address of a calendar made void"),
    },
)
