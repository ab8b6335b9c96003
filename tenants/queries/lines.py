"""Changes of a record as lines of its timeline: what services noted, and what runs did (U2, V3)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from django.db.models import Case, F, Q, Value, When
from django.db.models.fields import TextField
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dangol.i18n import figures
from dangol.records import Look, Record
from dangol.records.parts import Text
from dangol.records.timeline import CHANGE, SYSTEM, Entry, Line, Stretch
from tenants.people.models import AuditEntry
from tenants.queries import telling
from tenants.queries.history import (
    IMPORTED,
    changed,
    changes_of,
    deed_of,
    imported_to,
    is_open,
    words_of,
)

PLAIN = ("create", "edit", "move", "delete", "restore")
"""Deeds of people with one record; everything else was done by the system or to many at once."""
TOLD = 3
"""Fields whose values stand in a line; of further ones stands how many they are."""


class ChangeLines:
    """Implements `dangol.records.timeline.Source`, without what is hidden from the reader."""

    code = "change"

    def kinds(self, record: Record, look: Look) -> Mapping[str, Text]:
        return {CHANGE: gettext_lazy("Changes"), SYSTEM: gettext_lazy("System")}

    def stretches(self, record: Record, look: Look) -> Sequence[Stretch]:
        key = look.instance.pk
        # what was done to something that has a line of its own here, such as a call, is told there
        noted = AuditEntry.objects.filter(
            subject=record.code, subject_id=str(key), action__startswith=f"{record.code}."
        )
        plain = Q(action__in=[f"{record.code}.{verb}" for verb in PLAIN])
        kind = Case(
            When(plain, then=Value(CHANGE)), default=Value(SYSTEM), output_field=TextField()
        )
        said = {
            "action": F("action"),
            "changes": F("changes"),
            "who": F("actor_name"),
            "address": F("address"),
        }
        ran = {
            "deed": F("run__deed"),
            "undoes": F("run__undoes_id"),
            "decides": F("run__decides"),
            "before": F("before"),
            "after": F("after"),
            "who": F("run__started_by__name"),
        }
        imported = {
            "before": F("before"),
            "after": F("after"),
            "file": F("run__file_name"),
            "who": F("run__started_by__name"),
        }
        return [
            Stretch(rows=noted, at="at", kind=kind, data=said),
            Stretch(
                rows=changes_of(record.code, key), at="at", kind=SYSTEM, data=ran, key="run_id"
            ),
            Stretch(
                rows=imported_to(record.code, key),
                at="moment",
                kind=SYSTEM,
                data=imported,
                key="run_id",
            ),
        ]

    def entries(self, record: Record, look: Look, lines: Sequence[Line]) -> Iterable[Entry]:
        entries = [_entry(record, look, line) for line in lines]
        told = telling.plain_changes(entries)
        for line, entry in zip(lines, entries, strict=True):
            yield Entry(
                at=line.at,
                key=line.key,
                source=self.code,
                kind=line.kind,
                icon="",
                title=telling.who(entry),
                note=_said(record, look, entry, told[entry.pk]),
                quiet=True,
                burst=f"change {entry.actor_name}",
            )


def _entry(record: Record, look: Look, line: Line) -> AuditEntry:
    """The line in the form of an entry of the audit; not to be saved."""
    data = line.data
    facts = {"id": line.key, "at": line.at, "actor_name": data["who"] or ""}
    if "action" in data:
        return AuditEntry(
            **facts, action=data["action"], subject=record.code, address=data["address"],
            subject_id=str(look.instance.pk), changes=data["changes"],
        )  # fmt: skip
    if "file" in data:
        return AuditEntry(
            **facts, action=IMPORTED, subject=record.code, subject_id=str(look.instance.pk),
            changes=changed(record.code, data["before"], data["after"]),
        )  # fmt: skip
    action, changes = deed_of(
        record.code, data["deed"], data["decides"], data["before"], data["after"],
        is_undo=data["undoes"] is not None,
    )  # fmt: skip
    return AuditEntry(
        **facts, action=action, subject=record.code, subject_id=str(look.instance.pk),
        changes=changes,
    )  # fmt: skip


def _said(record: Record, look: Look, entry: AuditEntry, changes: Sequence[telling.Change]) -> str:
    """What was done, with the values of a few fields that are open to the reader."""
    words = words_of(entry)
    told = [each for each in changes if is_open(record.code, each.name, look.hidden)]
    if not told:
        return words
    parts = [
        each.label if each.before is None else f"{each.label} {each.before} → {each.after}"
        for each in told[:TOLD]
    ]
    left = len(told) - TOLD
    if left > 0:
        parts.append(_("and %(count)s more") % {"count": figures.number(left)})
    return f"{words}: {', '.join(parts)}"
