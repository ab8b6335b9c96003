"""Keeping the answers of calls, so that a call sent twice is done once (W1).

Deed and answer are one transaction: a server that dies in between has done neither. A lock of the
database on the key, held until that transaction ends, tells a second call that the first is still
at work.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from datetime import timedelta
from uuid import UUID

from django.db import connection, transaction
from django.utils.translation import gettext as _

from dangol import clock
from dangol.api.calls import Answer
from dangol.api.problems import Problem
from tenants import context
from tenants.api.models import KeptAnswer

KEPT = timedelta(hours=24)


class KeptAnswers:
    """The port `dangol.api.once.Answers`, in the company's schema."""

    @transaction.atomic
    def once(
        self, caller: UUID, key: str, fingerprint: str, answer: Callable[[], Answer]
    ) -> Answer:
        if not _lock(caller, key):
            raise Problem(
                409, "idempotency-busy", _("A call with this Idempotency-Key is being done."),
                headers={"Retry-After": "1"},
            )  # fmt: skip
        kept = KeptAnswer.objects.filter(caller=caller, key=key).first()
        if kept is not None and kept.at < clock.now() - KEPT:
            kept.delete()
            kept = None
        if kept is not None:
            return _again(kept, fingerprint)
        found = answer()
        KeptAnswer.objects.create(
            caller=caller,
            key=key,
            fingerprint=fingerprint,
            status=found.status,
            media_type=found.media_type,
            headers=dict(found.headers),
            body=found.text(),
        )
        return found


def forget() -> None:
    """Clears away the answers of yesterday, in the present company."""
    KeptAnswer.objects.filter(at__lt=clock.now() - KEPT).delete()


def _again(kept: KeptAnswer, fingerprint: str) -> Answer:
    if kept.fingerprint != fingerprint:
        raise Problem(
            422, "idempotency-other",
            _("This Idempotency-Key was used for another call; take a new one."),
        )  # fmt: skip
    headers = {**kept.headers, "Idempotency-Replayed": "true"}
    return Answer(kept.status, None, headers, kept.media_type, kept.body)


def _lock(caller: UUID, key: str) -> bool:
    """Takes the lock of the key until the transaction ends; False when another holds it."""
    name = f"{context.company().pk} {caller} {key}".encode()
    number = int.from_bytes(hashlib.sha256(name).digest()[:8], "big", signed=True)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [number])
        return bool(cursor.fetchone()[0])
