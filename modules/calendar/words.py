"""What the audit says of the calendar (V3)."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from modules.calendar.models import Setting
from modules.calendar.records import anniversary_words, appointment_words, todo_words
from tenants.vocabulary import Vocabulary

appointment = appointment_words
todo = todo_words
anniversary = anniversary_words
setting = Vocabulary(
    subject="calendar.setting",
    label=_("Settings of the calendar"),
    model=Setting,
    fields=("leap_day",),
)
feed = Vocabulary(
    subject="calendar.feed",
    label=_("Address of a calendar"),
    deeds={
        "calendar.feed.give_out": _("Address of a calendar given out"),
        "calendar.feed.take_away": _("Address of a calendar made void"),
    },
)
