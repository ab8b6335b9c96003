"""Writing many customers in one statement, for imports (U5). No audit here: the run has its own."""

from __future__ import annotations

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


def overwrite(
    updated: dict[UUID, dict[str, Any]], moment: datetime, *, only_empty: bool = False
) -> None:
    """Sets these values of customers that are here; what a row leaves out stays.

    `only_empty` leaves what stands there, too.
    """
    if not updated:
        return
    rows = [_columns(values, moment) for values in updated.values()]
    names = sorted({name for row in rows for name in row})
    arrays = ", ".join(f"%s::{_type(name)}[]" for name in names)
    change = _filled if only_empty else _replaced
    changes = ", ".join(f'"{name}" = {change(name)}' for name in names)
    listed = ", ".join(f'"{name}"' for name in names)
    with connection.cursor() as cursor:
        cursor.execute(
            f'UPDATE base_customer c SET {changes}, "updated_at" = %s'
            f" FROM unnest(%s::uuid[], {arrays}) AS v(id, {listed}) WHERE c.id = v.id",
            [moment, list(updated), *([row.get(name) for row in rows] for name in names)],
        )


def _replaced(name: str) -> str:
    return f'COALESCE(v."{name}", c."{name}")'


def _filled(name: str) -> str:
    """The value in place, unless there is none; a consent counts from the first answer on."""
    consent = next((each for each in CONSENTS if name.startswith(each)), None)
    if consent:
        return f'CASE WHEN c."{consent}_at" IS NULL THEN {_replaced(name)} ELSE c."{name}" END'
    if _type(name) == "text":
        return f'COALESCE(NULLIF(c."{name}", \'\'), v."{name}", c."{name}")'
    return f'COALESCE(c."{name}", v."{name}")'


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
