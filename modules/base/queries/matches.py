"""Which rows of a file are customers already (U5; the full search for duplicates is B20)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db import connection

Key = tuple[str, ...]

FIND = """
SELECT id, name, mobile_key, email_key, code FROM base_customer
 WHERE deleted_at IS NULL AND mobile_key = ANY(%(mobiles)s)
UNION
SELECT id, name, mobile_key, email_key, code FROM base_customer
 WHERE deleted_at IS NULL AND email_key = ANY(%(emails)s)
UNION
SELECT id, name, mobile_key, email_key, code FROM base_customer
 WHERE deleted_at IS NULL AND code <> '' AND code = ANY(%(codes)s)
 ORDER BY id
"""


class Matches:
    """The customers that rows may be about, found by code, or by name with mobile or mail address.

    A mobile number or an address alone is not enough: families and offices share them.
    """

    def __init__(self) -> None:
        self._known: dict[Key, UUID] = {}

    @classmethod
    def among(cls, rows: list[dict[str, Any]]) -> Matches:
        """With every present customer that one of the rows could be."""
        found = cls()
        wanted = {
            "mobiles": [row["mobile"][1] for row in rows if "mobile" in row],
            "emails": [row["email"][1] for row in rows if "email" in row],
            "codes": [row["code"] for row in rows if "code" in row],
        }
        with connection.cursor() as cursor:
            cursor.execute(FIND, wanted)
            for customer_id, name, mobile, email, code in cursor.fetchall():
                for key in _keys(name, mobile, email, code):
                    found._known.setdefault(key, customer_id)
        return found

    def find(self, row: dict[str, Any]) -> UUID | None:
        """The customer that the row is about, or None."""
        for key in keys_of(row):
            if key in self._known:
                return self._known[key]
        return None

    def add(self, customer_id: UUID, row: dict[str, Any]) -> None:
        """Makes a customer of an earlier row known to the later ones."""
        for key in keys_of(row):
            self._known.setdefault(key, customer_id)


def keys_of(row: dict[str, Any]) -> Iterable[Key]:
    """The keys under which the customer of a row is known."""
    mobile = row["mobile"][1] if "mobile" in row else ""
    email = row["email"][1] if "email" in row else ""
    return _keys(row["name"], mobile, email, row.get("code", ""))


def _keys(name: str, mobile: str, email: str, code: str) -> list[Key]:
    name = name.replace(" ", "")
    keys: list[Key] = []
    if code:
        keys.append(("code", code))
    if mobile:
        keys.append(("mobile", name, mobile))
    if email:
        keys.append(("email", name, email))
    return keys
