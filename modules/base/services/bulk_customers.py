"""Writing many customers in one statement, for imports (U5). No audit here: the run has its own."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import connection

from modules.base.bulk import columns_of, copy_rows
from modules.base.models import Customer
from modules.base.models.customer import Place
from modules.base.services.customers import CONSENTS

SOURCE = "import"
COLUMNS = columns_of(Customer)
PAIRED = {"mobile": "mobile_key", "email": "email_key"}
"""Fields whose value comes as (as shown, key to match by)."""
TYPES = {"birth_date": "date", "grade": "smallint", "owner_id": "uuid"} | dict.fromkeys(
    CONSENTS, "boolean"
)


def add(created: dict[UUID, dict[str, Any]], moment: datetime) -> None:
    """Adds customers with these values, by id."""
    if not created:
        return
    rows = [_columns(values, moment) for values in created.values()]
    names = list({name: None for row in rows for name in row})
    blank = _blank(moment)
    same = {name: value for name, value in blank.items() if name != "id" and name not in names}
    copy_rows(
        Customer,
        ["id", *names],
        (
            [customer_id, *[row.get(name, blank[name]) for name in names]]
            for customer_id, row in zip(created, rows, strict=True)
        ),
        same,
    )


@dataclass(frozen=True)
class Change:
    """What was overwritten in one customer, by column."""

    created_at: datetime
    before: dict[str, Any]
    after: dict[str, Any]


def overwrite(
    updated: dict[UUID, dict[str, Any]], moment: datetime, *, only_empty: bool = False
) -> dict[UUID, Change]:
    """Sets these values of customers that are here; what a row leaves out stays.

    `only_empty` leaves what stands there, too. Tells what was changed, and in whom.
    """
    wanted = {pk: _columns(values, moment) for pk, values in updated.items()}
    changes: dict[UUID, Change] = {}
    for old in _locked(list(updated)):
        new = wanted[old["id"]]
        after = {
            name: value
            for name, value in new.items()
            if value is not None
            and old[name] != value
            and not (only_empty and _stands(old, name))
            and not _is_said(old, new, name)
        }
        if after:
            before = {name: old[name] for name in after}
            changes[old["id"]] = Change(old["created_at"], before, after)
    write({pk: change.after for pk, change in changes.items()}, moment)
    return changes


def write(values: dict[UUID, dict[str, Any]], moment: datetime) -> None:
    """Writes these columns; customers with the same columns in one statement."""
    alike: dict[tuple[str, ...], list[UUID]] = {}
    for pk, row in values.items():
        alike.setdefault(tuple(sorted(row)), []).append(pk)
    with connection.cursor() as cursor:
        for names, ids in alike.items():
            arrays = ", ".join(f"%s::{_type(name)}[]" for name in names)
            listed = ", ".join(f'"{name}"' for name in names)
            changes = ", ".join(f'"{name}" = v."{name}"' for name in names)
            cursor.execute(
                f'UPDATE base_customer c SET {changes}, "updated_at" = %s'
                f" FROM unnest(%s::uuid[], {arrays}) AS v(id, {listed}) WHERE c.id = v.id",
                [moment, ids, *([values[pk][name] for pk in ids] for name in names)],
            )


def _locked(ids: list[UUID]) -> list[dict[str, Any]]:
    """The customers as they are, locked in one order."""
    if not ids:
        return []
    rows = Customer.objects.select_for_update().filter(pk__in=ids).order_by("pk")
    return [dict(row) for row in rows.values()]


def _is_said(old: dict[str, Any], new: dict[str, Any], name: str) -> bool:
    """Whether this is date or source of a consent that is the same: what stands keeps its own."""
    consent = _consent_of(name)
    if consent is None or name == consent:
        return False
    return old[f"{consent}_at"] is not None and old[consent] == new[consent]


def _consent_of(name: str) -> str | None:
    """The consent to which a column belongs."""
    return next((each for each in CONSENTS if name in (each, f"{each}_at", f"{each}_source")), None)


def _stands(old: dict[str, Any], name: str) -> bool:
    """Whether there is a value in place; a consent counts from the first answer on."""
    consent = _consent_of(name)
    if consent:
        return old[f"{consent}_at"] is not None
    return old[name] not in (None, "")


def _blank(moment: datetime) -> dict[str, Any]:
    """A customer without values, as the model's own defaults have it."""
    nobody = Customer(created_at=moment, updated_at=moment, mailing_place=Place.HOME.value)
    return {name: getattr(nobody, name) for name in COLUMNS}


def _columns(values: dict[str, Any], moment: datetime) -> dict[str, Any]:
    """The values of a row by column: with matching keys, and consents with date and source."""
    row = dict(values)
    for name, key in PAIRED.items():
        if name in row:
            row[name], row[key] = row[name]
    if "owner" in row:
        row["owner_id"] = row.pop("owner")
    for name in CONSENTS:
        if name in row:
            row[f"{name}_at"] = moment
            row[f"{name}_source"] = SOURCE
    if "work_line1" in row and "home_line1" not in row:
        row["mailing_place"] = Place.WORK.value
    return row


def _type(name: str) -> str:
    if name.endswith("_at"):
        return "timestamptz"
    return TYPES.get(name, "text")
