"""Which rows of a file are customers already (U5; the full search for duplicates is B20)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any
from uuid import UUID

from django.db import connection
from django.utils.translation import gettext_lazy as _

from dangol.registry import Text

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


KEYS: dict[str, tuple[Text, tuple[str, ...]]] = {
    "code": (_("Customer code"), ("code",)),
    "name_mobile": (_("Name and mobile"), ("name", "mobile")),
    "name_email": (_("Name and mail"), ("name", "email")),
    "mobile": (_("Mobile alone"), ("mobile",)),
    "email": (_("Mail alone"), ("email",)),
}
"""What a row and a customer may have in common: {code: (label, fields)}, the surest first."""
USUAL = ("code", "name_mobile", "name_email")
"""Without a choice. A number or an address alone is not enough: families and offices share them."""
SHARED = ("mobile", "email")
"""Keys that several customers may have; a row that means several of them is refused."""


class Matches:
    """The customers that rows may be about, found by the keys that the user chose."""

    def __init__(self, keys: Sequence[str] = ()) -> None:
        self.keys = tuple(keys) or USUAL
        self._known: dict[Key, UUID] = {}
        self._several: set[Key] = set()
        self._barred: set[UUID] = set()

    @classmethod
    def among(
        cls,
        rows: list[dict[str, Any]],
        keys: Sequence[str] = (),
        editable: Callable[[set[UUID]], set[UUID]] | None = None,
    ) -> Matches:
        """With every present customer that one of the rows could be.

        `editable` says which of them the user may change; rows about others are objected to.
        """
        found = cls(keys)
        wanted = {
            "mobiles": [row["mobile"][1] for row in rows if "mobile" in row],
            "emails": [row["email"][1] for row in rows if "email" in row],
            "codes": [row["code"] for row in rows if "code" in row],
        }
        with connection.cursor() as cursor:
            cursor.execute(FIND, wanted)
            for customer_id, name, mobile, email, code in cursor.fetchall():
                for key in _keys(name, mobile, email, code, found.keys):
                    if found._known.setdefault(key, customer_id) != customer_id:
                        found._several.add(key)
        known = set(found._known.values())
        if editable is not None and known:
            found._barred = known - editable(known)
        return found

    def find(self, row: dict[str, Any]) -> UUID | None:
        """The customer that the row is about, or None."""
        key = self._key(row)
        return self._known[key] if key else None

    def objection(self, row: dict[str, Any]) -> str:
        """Why the row cannot be about the customer that was found, as a code; "" when it can."""
        key = self._key(row)
        if key is None:
            return ""
        if key[0] in SHARED and key in self._several:
            return "several_match"
        return "not_yours" if self._known[key] in self._barred else ""

    def add(self, customer_id: UUID, row: dict[str, Any]) -> None:
        """Makes a customer of an earlier row known to the later ones."""
        for key in keys_of(row, self.keys):
            self._known.setdefault(key, customer_id)

    def _key(self, row: dict[str, Any]) -> Key | None:
        return next((key for key in keys_of(row, self.keys) if key in self._known), None)


def keys_of(row: dict[str, Any], chosen: Sequence[str] = USUAL) -> Iterable[Key]:
    """The keys under which the customer of a row is known."""
    mobile = row["mobile"][1] if "mobile" in row else ""
    email = row["email"][1] if "email" in row else ""
    return _keys(row["name"], mobile, email, row.get("code", ""), chosen)


def _keys(name: str, mobile: str, email: str, code: str, chosen: Sequence[str]) -> list[Key]:
    name = name.replace(" ", "")
    keys: list[Key] = []
    for each in chosen:
        if each == "code":
            key: Key = ("code", code) if code else ()
        elif each == "name_mobile":
            key = (each, name, mobile) if mobile else ()
        elif each == "name_email":
            key = (each, name, email) if email else ()
        else:
            value = mobile if each == "mobile" else email
            key = (each, value) if value else ()
        if key:
            keys.append(key)
    return keys
