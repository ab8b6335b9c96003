"""Which values a form was opened with, told without telling them (U2).

A form carries one short seal for each field. Whether the field has another value by now is told by
comparing seals: exactly, whoever changed it and by whatever way. Nobody can make one of their own,
and a seal gives no value away.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

from django.db.models import Model
from django.utils.crypto import salted_hmac

if TYPE_CHECKING:
    from dangol.records.declaration import Record

SALT = "dangol.records.prints"
LENGTH = 16
_WRITTEN = re.compile(r"([a-z][a-z0-9_]{0,62})~([0-9a-f]{16})")


def plain(value: Any) -> Any:
    """The value as the audit keeps it: JSON, a record by its key."""
    if isinstance(value, Model):
        return str(value.pk)
    if value is None or isinstance(value, bool | int | str | list | dict):
        return value
    return value.isoformat() if hasattr(value, "isoformat") else str(value)


def column_of(record: Record, name: str) -> str:
    """The name by which the audit keeps the field: owner_id for owner."""
    return getattr(record.model_field(name), "attname", "") or name


def seal(record: Record, instance: Model, name: str, value: Any) -> str:
    """The seal of this field of this record with this value."""
    text = json.dumps([record.code, str(instance.pk), name, plain(value)], sort_keys=True)
    return salted_hmac(SALT, text).hexdigest()[:LENGTH]


def seal_now(record: Record, instance: Model, name: str) -> str:
    """The seal of the value that the field has."""
    return seal(record, instance, name, getattr(instance, column_of(record, name)))


def seals_now(record: Record, instance: Model, names: Iterable[str]) -> dict[str, str]:
    return {name: seal_now(record, instance, name) for name in names}


def written(seals: Mapping[str, str]) -> str:
    """The seals as a form carries them."""
    return " ".join(f"{name}~{text}" for name, text in seals.items())


def read(text: str) -> dict[str, str]:
    """{field: seal} of a form; what is damaged is left out."""
    return {found[1]: found[2] for found in map(_WRITTEN.fullmatch, text.split()) if found}
