"""One worker of a company at a time: a lock of the database until the transaction ends (S3)."""

from __future__ import annotations

import hashlib

from django.db import connection

from tenants import context


def alone(work: str) -> bool:
    """Whether nobody else in the present company is at this work; held until the transaction ends.

    `work` names it, such as `webhooks`. Nobody waits: who comes second is told so.
    """
    name = f"{work} of {context.company().pk}".encode()
    number = int.from_bytes(hashlib.sha256(name).digest()[:8], "big", signed=True)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [number])
        return bool(cursor.fetchone()[0])
