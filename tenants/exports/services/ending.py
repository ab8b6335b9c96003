"""How an export ends: ready, failed, cancelled; its user is told (U6, U9)."""

from __future__ import annotations

from datetime import timedelta

from django.core.files.storage import default_storage
from django.db import transaction
from django.utils.translation import gettext as _

from dangol import clock, notices
from dangol.records import Record
from tenants import audit
from tenants.exports.models import Export
from tenants.exports.services import asking
from tenants.people.models import User

KEPT = timedelta(days=7)
"""How long a file can be fetched."""
State = Export.State


def closed() -> str:
    return _("Your role no longer lets you export this list.")


def columns_closed() -> str:
    return _("A column of this export is closed to you now. Export the list anew without it.")


@transaction.atomic
def finish(export: Export, record: Record) -> None:
    """The file is there: noted as taken away. Cancelled at the last moment, it goes again."""
    if not _is_running(export):
        transaction.on_commit(lambda: default_storage.delete(export.place))
        return
    export.state, export.total = State.READY, export.done
    export.expires_at = clock.now() + KEPT
    export.save(update_fields=["state", "total", "done", "expires_at", "size", "standing"])
    record.exported(export.done, export.query, export.reason)
    _tell(export)


@transaction.atomic
def fail(export: Export, problem: str) -> None:
    """It cannot be made; `problem` says why in a sentence. What was kept of it goes."""
    if not _is_running(export):
        return
    export.state, export.problem = State.FAILED, problem[:300]
    export.save(update_fields=["state", "problem"])
    audit.record(
        f"{asking.SUBJECT}.fail", subject=asking.SUBJECT, subject_id=export.pk, summary=problem,
        changes={"record": export.record, "rows": export.total, "reason": export.reason},
    )  # fmt: skip
    _tell(export)


@transaction.atomic
def cancel(export: Export, user: User) -> bool:
    """The user does not want the file any more; whether there was one to be made or to be had."""
    mine = Export.objects.select_for_update().filter(pk=export.pk, user=user)
    found = mine.filter(state__in=(State.RUNNING, State.READY)).first()
    if found is None:
        return False
    was_ready = found.state == State.READY
    found.state = State.EXPIRED if was_ready else State.CANCELLED
    found.expires_at = clock.now() if was_ready else None
    found.save(update_fields=["state", "expires_at"])
    audit.record(
        f"{asking.SUBJECT}.{'remove' if was_ready else 'cancel'}", subject=asking.SUBJECT,
        subject_id=found.pk, changes={"record": found.record, "rows": found.total},
    )  # fmt: skip
    transaction.on_commit(lambda: default_storage.delete(found.place))
    return True


def _is_running(export: Export) -> bool:
    """Whether it is still wanted; held until the transaction ends."""
    running = Export.objects.select_for_update().filter(pk=export.pk, state=State.RUNNING)
    return running.exists()


def _tell(export: Export) -> None:
    """Its user is told by the system: they have gone on to something else meanwhile."""
    facts = {"record": export.record, "state": str(export.state), "rows": export.done}
    told = notices.Told(
        kind="tenants.export.ready", record=asking.SUBJECT, key=str(export.pk), facts=facts
    )
    with audit.acting(audit.SYSTEM):
        notices.tell(told, [export.user_id])
