"""Files whose days are over go; who took what away stays (U6, V4)."""

from __future__ import annotations

from django.core.files.storage import default_storage
from django.db import transaction

from dangol import clock
from tenants import audit
from tenants.exports.models import Export
from tenants.exports.services import asking

PART = 500
State = Export.State


@transaction.atomic
def expire() -> int:
    """Deletes the files whose days are over, inside one company; how many."""
    over = Export.objects.select_for_update(skip_locked=True).filter(
        state=State.READY, expires_at__lte=clock.now()
    )
    gone = list(over.order_by("expires_at")[:PART])
    for export in gone:
        default_storage.delete(export.place)
    Export.objects.filter(pk__in=[each.pk for each in gone]).update(state=State.EXPIRED)
    if gone:
        audit.record(
            f"{asking.SUBJECT}.expire", subject=asking.SUBJECT, changes={"files": len(gone)}
        )
    return len(gone)
