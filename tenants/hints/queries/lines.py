"""That colleagues were shown a record, as lines of its timeline (A30, U2)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from django.db.models import F
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from dangol.i18n import figures
from dangol.records import Look, Record
from dangol.records.parts import Text
from dangol.records.timeline import Entry, Line, Stretch
from tenants.hints.models import Hint

SHOWN = "shown"


class HintLines:
    """Implements `dangol.records.timeline.Source`: whoever sees the record may know that colleagues
    were told of it, and how many; what was written with it is theirs alone."""

    code = "hint"

    def kinds(self, record: Record, look: Look) -> Mapping[str, Text]:
        return {SHOWN: gettext_lazy("Shown to colleagues")}

    def stretches(self, record: Record, look: Look) -> Sequence[Stretch]:
        of = {"record": record.code, "object_id": str(look.instance.pk)}
        rows = Hint.objects.filter(**of, count__gt=0)
        data = {"who": F("sender__name"), "count": F("count")}
        return [Stretch(rows=rows, at="sent_at", kind=SHOWN, data=data)]

    def entries(self, record: Record, look: Look, lines: Sequence[Line]) -> Iterable[Entry]:
        for line in lines:
            count, who = line.data["count"], line.data["who"]
            words = ngettext(
                "told %(count)s colleague of this", "told %(count)s colleagues of this", count
            )
            yield Entry(
                at=line.at,
                key=line.key,
                source=self.code,
                kind=SHOWN,
                icon="megaphone",
                title=who or _("Somebody who left"),
                note=words % {"count": figures.number(count)},
                burst=f"hint {who}",
            )
