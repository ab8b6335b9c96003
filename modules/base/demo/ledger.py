"""The consent ledger of the demo: what its customers said when they came, and who was told (S8)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from uuid import UUID

from django.db import connection

from dangol import clock
from modules.base import consents
from modules.base.demo.people import REFUSED
from modules.base.services.ledger import DIFFERING

LATELY, OPEN = timedelta(days=400), timedelta(days=6)
"""Since when the demo's company tells people of their answers, and how long it waits."""
WRITE = f"""
INSERT INTO base_consentline (id, customer_id, purpose, channel, said, at, source, proof,
                              proof_name, way, actor_name, due_on, told_at, custom, custom_words,
                              created_at, updated_at)
SELECT uuidv7(), d.customer_id, 'advertising', d.channel,
       CASE WHEN d.given THEN 'given' ELSE 'refused' END, d.at, d.source,
       CASE d.source WHEN '웹 양식' THEN '가입 양식 기록'
                     WHEN '전시회 신청서' THEN '신청서 원본 보관' ELSE '' END,
       '', CASE WHEN d.source = '웹 양식' THEN 'program' WHEN d.source = %(refused)s THEN 'own'
                ELSE 'screen' END,
       '', CASE WHEN d.channel = ANY(%(told)s) AND d.at > %(lately)s
                THEN (d.at AT TIME ZONE 'Asia/Seoul')::date + {consents.DAYS} END,
       CASE WHEN d.channel = ANY(%(told)s) AND d.at BETWEEN %(lately)s AND %(open)s
            THEN d.at + interval '3 days' END,
       '{{}}', '', d.at, d.at
  FROM ({DIFFERING} AND c.id = ANY(%(ids)s)) d
 WHERE d.at IS NOT NULL
"""


def fill_ledger(ids: Sequence[UUID]) -> int:
    """A line for each answer of these customers; how many. The last days are still to be told."""
    now = clock.now()
    with connection.cursor() as cursor:
        cursor.execute(
            WRITE,
            {
                "ids": list(ids), "refused": REFUSED, "told": list(consents.TOLD),
                "lately": now - LATELY, "open": now - OPEN,
            },
        )  # fmt: skip
        return int(cursor.rowcount)
