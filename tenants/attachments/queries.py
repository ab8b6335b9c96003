"""Files as lines of a timeline (U2)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from django.db.models import F
from django.template.defaultfilters import filesizeformat
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dangol.records import Look, Record
from dangol.records.parts import Text
from dangol.records.timeline import FILE, Entry, Line, Stretch
from tenants.attachments.models import Attachment
from tenants.attachments.services.keeping import ICONS


class FileLines:
    """Implements `dangol.records.timeline.Source`: files are open to whoever sees the record, and
    of those that are the value of a field, whoever may read it."""

    code = "file"

    def kinds(self, record: Record, look: Look) -> Mapping[str, Text]:
        return {FILE: gettext_lazy("Files")}

    def stretches(self, record: Record, look: Look) -> Sequence[Stretch]:
        of = {"record": record.code, "object_id": look.instance.pk}
        rows = Attachment.objects.filter(**of, deleted_at=None).exclude(field__in=look.hidden)
        data = {"name": F("name"), "kind": F("kind"), "size": F("size"), "by": F("added_by__name")}
        return [Stretch(rows=rows, at="added_at", kind=FILE, data=data)]

    def entries(self, record: Record, look: Look, lines: Sequence[Line]) -> Iterable[Entry]:
        for line in lines:
            by = line.data["by"]
            yield Entry(
                at=line.at,
                key=line.key,
                source=self.code,
                kind=FILE,
                icon=ICONS.get(line.data["kind"], "file"),
                title=line.data["name"],
                note=_("added by %(who)s") % {"who": by} if by else _("added"),
                facts=filesizeformat(line.data["size"]),
                address=reverse(record.url_name("file"), args=[look.instance.pk, line.key]),
                burst=f"file {by}",
            )
