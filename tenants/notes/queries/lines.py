"""Notes as lines of a timeline (U2)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from django.db.models import F
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dangol.records import Look, Record, rights
from dangol.records.parts import Text
from dangol.records.timeline import NOTE, Entry, Line, Stretch
from dangol.records.timeline.notes import may_note
from tenants.notes.models import Note
from tenants.queries import mentions


class NoteLines:
    """Implements `dangol.records.timeline.Source`: notes are open to whoever sees the record."""

    code = "note"

    def kinds(self, record: Record, look: Look) -> Mapping[str, Text]:
        return {NOTE: gettext_lazy("Notes")}

    def stretches(self, record: Record, look: Look) -> Sequence[Stretch]:
        rows = Note.objects.filter(record=record.code, object_id=look.instance.pk, deleted_at=None)
        data = {
            "text": F("text"),
            "author": F("author_id"),
            "name": F("author__name"),
            "edited": F("edited_at"),
        }
        return [Stretch(rows=rows, at="written_at", kind=NOTE, data=data)]

    def entries(self, record: Record, look: Look, lines: Sequence[Line]) -> Iterable[Entry]:
        marked = mentions.marker(line.data["text"] for line in lines)
        writes = may_note(record, look.user)
        deletes = rights.may(record, look.user, "delete", look.instance)
        for line in lines:
            is_mine = line.data["author"] == str(look.user.pk)
            place = [look.instance.pk, line.key]
            edit, remove = (
                reverse(record.url_name(view), args=place) for view in ("note", "note-delete")
            )
            yield Entry(
                at=line.at,
                key=line.key,
                source=self.code,
                kind=NOTE,
                icon="sticky-note",
                title=line.data["name"] or _("Somebody who left"),
                note=_("Note, changed since") if line.data["edited"] else _("Note"),
                text=marked(line.data["text"]),
                edit=edit if writes and is_mine else "",
                remove=remove if writes and (is_mine or deletes) else "",
            )
