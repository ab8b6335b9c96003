"""What the calendar offers on the pages of other records (U2)."""

from __future__ import annotations

from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from dangol.access import user_can
from dangol.records import Look, Record, Tile
from dangol.records.filters.links import links_of
from modules.calendar.records import todo_record


def todo(record: Record, look: Look) -> list[Tile]:
    """Writing down what is to be done about the record, wherever a to-do can lead to it."""
    if not user_can(look.user, todo_record.permission("create")):
        return []
    links = links_of(todo_record).items()
    name = next((name for name, code in links if code == record.code), "")
    if not name or name in todo_record.hidden_from(look.user):
        return []
    address = f"{reverse('calendar:todo-new')}?{urlencode({name: look.instance.pk})}"
    return [Tile(label=_("To-do"), icon="square-check", href=address, key="d")]
