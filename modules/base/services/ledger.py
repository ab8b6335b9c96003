"""The one place where the consent ledger is written (S8, V4).

Whoever changes what a customer permits changes the customer's own columns and calls `settle` in the
same transaction: one statement compares them with the newest lines, and writes a line for each
that differs. So columns and ledger agree, by whatever way a value came.
"""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.db import connection

from dangol import clock
from modules.base import consents
from modules.base.models import ConsentLine
from modules.base.models.consent import Purpose, Said, Way
from tenants import audit

TABLE = ConsentLine._meta.db_table
STANDING = ", ".join(f"('{n}', c.{n}, c.{n}_at, c.{n}_source)" for n in consents.NAMES)
"""The customer's columns as rows: channel, given, at, source."""
NEWEST = f"""
    SELECT l.said, l.at, l.source FROM {TABLE} l
     WHERE l.customer_id = c.id AND l.channel = v.channel AND l.purpose = '{Purpose.ADVERTISING}'
       AND l.said <> '{Said.REMINDED}'
     ORDER BY l.created_at DESC, l.id DESC LIMIT 1
"""
DIFFERING = f"""
SELECT c.id AS customer_id, v.channel, v.given, v.at, v.source, last.said AS before
  FROM base_customer c CROSS JOIN LATERAL (VALUES {STANDING}) AS v(channel, given, at, source)
  LEFT JOIN LATERAL ({NEWEST}) last ON true
 WHERE CASE WHEN v.given OR v.at IS NOT NULL
            THEN last.said IS NULL OR last.said = '{Said.VOID}'
                 OR (last.said = '{Said.GIVEN}') <> v.given OR last.at <> v.at
                 OR last.source <> v.source
            ELSE last.said IS NOT NULL AND last.said <> '{Said.VOID}' END
"""
"""What the customers' columns say and their newest lines do not. Nothing said is no line, or one
that takes back what had been entered."""
WRITE = f"""
INSERT INTO {TABLE} (id, customer_id, purpose, channel, said, at, source, proof, proof_file,
                     proof_name, way, actor_id, actor_name, due_on, told_at, told_by_id,
                     custom, custom_words, created_at, updated_at, deleted_at)
SELECT uuidv7(), judged.customer_id, '{Purpose.ADVERTISING}', judged.channel, judged.said,
       judged.at, judged.source, coalesce(words.proof, %(proof)s), %(file)s, %(name)s, %(way)s,
       %(actor)s, %(actor_name)s,
       CASE WHEN judged.said <> '{Said.VOID}' AND judged.channel = ANY(%(told)s)
             AND (%(since)s::timestamptz IS NULL OR judged.at > %(since)s)
            THEN (judged.at AT TIME ZONE 'Asia/Seoul')::date + {consents.DAYS} END,
       NULL, NULL, '{{}}', '', %(now)s, %(now)s, NULL
  FROM (SELECT differing.*,
               CASE WHEN given THEN '{Said.GIVEN}' WHEN at IS NULL THEN '{Said.VOID}'
                    WHEN before = '{Said.GIVEN}' THEN '{Said.WITHDRAWN}'
                    ELSE '{Said.REFUSED}' END AS said,
               coalesce(at, %(now)s) AS at_once
          FROM ({DIFFERING} AND c.id = ANY(%(ids)s)) differing) AS found
  CROSS JOIN LATERAL (SELECT found.customer_id, found.channel, found.said, found.at_once AS at,
                             coalesce(found.source, '') AS source) judged
  LEFT JOIN jsonb_to_recordset(%(each)s::jsonb) AS words(id uuid, proof text)
         ON words.id = judged.customer_id
"""
QUIET = (Way.MERGE, Way.BEFORE)
"""Ways on which nobody answered anything: there is nothing to tell. Of a file, only what was
answered lately is told; of the rest, whoever kept it before has told them."""


@dataclass(frozen=True)
class Proof:
    """How one knows: in words, and a file of the customer's record."""

    words: str = ""
    file: UUID | None = None
    name: str = ""


NO_PROOF = Proof()


def settle(
    ids: Collection[UUID],
    *,
    way: str = "",
    proof: Proof = NO_PROOF,
    each: Mapping[UUID, str] | None = None,
) -> int:
    """Writes down what these customers' columns say and the ledger does not yet; how many lines.

    `each` are words of proof by customer, for those who have their own. Without a way, it is the
    present actor's.
    """
    if not ids:
        return 0
    way = way or present_way()
    now, actor = clock.now(), audit.actor()
    facts = [{"id": str(pk), "proof": words} for pk, words in (each or {}).items() if words]
    parameters: dict[str, Any] = {
        "ids": list(ids), "way": way, "proof": proof.words, "file": proof.file, "name": proof.name,
        "each": json.dumps(facts), "actor": actor.id, "actor_name": actor.name, "now": now,
        "told": [] if way in QUIET else list(consents.TOLD),
        "since": now - timedelta(days=consents.DAYS) if way == Way.FILE else None,
    }  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(WRITE, parameters)
        return int(cursor.rowcount)


def settle_many(ids: Collection[UUID]) -> None:
    """For deeds with many records, and for taking them back."""
    settle(ids, way=Way.MANY)


def settle_merged(ids: Collection[UUID]) -> None:
    """For records that became one, or two again: nobody said anything new."""
    settle(ids, way=Way.MERGE)


def present_way() -> str:
    """By what the present actor writes."""
    actor = audit.actor()
    if actor.is_key:
        return Way.PROGRAM
    return Way.SCREEN if actor.id else Way.SYSTEM
