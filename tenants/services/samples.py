"""The sample data of a new company: which rows are samples, and their going in one click (P4).

Modules declare what they add (`dangol.registry.Sample`). Each row that came is noted as a
`SampleRow`, so that all of them can go again whatever people did to them meanwhile.
"""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from django.db import connection, transaction
from django.utils.module_loading import import_string

from dangol import registry
from dangol.access import user_can
from dangol.portal.samples import Removal, Standing
from dangol.registry import Sample
from tenants import audit
from tenants.people.models import Favourite, SampleRow, Visit

SUBJECT = "portal.samples"


class KeptSamples:
    """Implements `dangol.portal.samples.Samples` in the company's schema."""

    def standing(self) -> Standing:
        """What there is now, and what people did to it."""
        ids = _ids()
        changed = [
            sentence
            for sample in _declared()
            if ids.get(sample.record)
            for sentence in import_string(sample.changed)(ids[sample.record])
        ]
        return Standing({record: len(found) for record, found in ids.items()}, changed)

    @transaction.atomic
    def add(self, user: Any) -> int:
        """Adds all samples open to the user, modules in their order; 0 when there are any already.

        Two clicks at once come one after the other, so the second finds what the first added.
        """
        _one_at_a_time()
        if SampleRow.objects.exists():
            return 0
        rows = [
            SampleRow(record=record, object_id=str(key))
            for sample in _declared()
            if sample.add and user_can(user, sample.permission)
            for record, key in import_string(sample.add)(user)
        ]
        SampleRow.objects.bulk_create(rows)
        audit.record("portal.samples.add", subject=SUBJECT, changes={"rows": len(rows)})
        return len(rows)

    @transaction.atomic
    def remove(self) -> Removal:
        """Removes every sample, the latest module's first; what had to stay is no sample any more.

        Favourites and visits of the rows go with them. The audit stays: it is never changed.
        """
        _one_at_a_time()
        ids = _ids()
        kept: dict[str, str] = {}
        for sample in reversed(_declared()):
            if ids.get(sample.record):
                kept |= import_string(sample.remove)(ids[sample.record])
        for record, found in ids.items():
            gone = set(found) - kept.keys()
            Favourite.objects.filter(record=record, object_id__in=gone).delete()
            Visit.objects.filter(record=record, object_id__in=gone).delete()
        SampleRow.objects.all().delete()
        count = sum(map(len, ids.values())) - len(kept)
        reasons = list(dict.fromkeys(kept.values()))
        if ids:
            facts = {"rows": count, "kept": list(kept)}
            audit.record("portal.samples.remove", subject=SUBJECT, changes=facts)
        return Removal(count, reasons)


def ids_of(record: str) -> list[str]:
    """Ids of the sample rows of a record type: what the first steps do not count."""
    return list(SampleRow.objects.filter(record=record).values_list("object_id", flat=True))


def _declared() -> list[Sample]:
    return [sample for each in registry.declarations() for sample in each.samples]


def _ids() -> dict[str, list[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    for record, key in SampleRow.objects.order_by("record", "object_id").values_list(
        "record", "object_id"
    ):
        found[record].append(key)
    return dict(found)


def _one_at_a_time() -> None:
    """Until the end of the transaction nobody else in this company adds or removes samples."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_advisory_xact_lock(hashtextextended('samples ' || current_schema(), 0))"
        )
