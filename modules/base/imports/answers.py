"""Consents in files: who agreed or refused, since when, and what proves it (B13, S8).

Day, source and proof of a row count for every consent that the row tells of.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime, time
from functools import partial
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from dangol import clock
from dangol.imports.declaration import Besides, Columns, Reader
from dangol.registry import Text
from modules.base import values
from modules.base.consents import NAMES
from modules.base.models.consent import Way
from modules.base.services import ledger

SOURCE = "import"
"""Source of the consents in a file that names none."""
ON, BY, PROOF = "consent_on", "consent_source", "consent_proof"
OLDEST = date(1990, 1, 1)
LONGEST = {BY: 60, PROOF: 1000}


def _day(today: date) -> Reader:
    return partial(_read_day, today=today)


def _read_day(text: str, today: date) -> date | None:
    """A day as people write it, with or without the time of day behind it."""
    day, _space, rest = text.strip().partition(" ")
    if rest and ":" in rest and day[:4].isdigit():
        text = day
    try:
        found = values.birth_date(text, today)
    except ValueError as error:
        raise ValueError("consent_day" if str(error) == "date_range" else str(error)) from None
    if found is not None and found < OLDEST:
        raise ValueError("consent_day")
    return found


def _words(longest: int) -> Reader:
    def read(text: str) -> str:
        if len(text) > longest:
            raise ValueError("too_long")
        return text

    return read


BESIDES = (
    Besides(name=ON, label=_("Day of the consents"), reader=_day),
    Besides(name=BY, label=_("Source of the consents"), reader=lambda today: _words(LONGEST[BY])),
    Besides(
        name=PROOF, label=_("Proof of the consents"), reader=lambda today: _words(LONGEST[PROOF])
    ),
)


def dated(row: Columns, moment: datetime) -> None:
    """Gives each consent of the row its day and source, and takes those out of the columns."""
    on, source = row.pop(ON, None), row.pop(BY, "") or SOURCE
    row.pop(PROOF, None)
    at = moment
    if on is not None and on != moment.astimezone(clock.KOREA).date():
        at = datetime.combine(on, time(12), tzinfo=clock.KOREA)
    for name in NAMES:
        if name in row:
            row[f"{name}_at"] = at
            row[f"{name}_source"] = source


def refused(row: Columns, names: Collection[str]) -> tuple[str, str] | None:
    """A consent without its day or source is none, where the file has a column for them."""
    if not any(name in row for name in NAMES):
        return None
    if ON in names and row.get(ON) is None:
        return "consent_undated", ON
    if BY in names and not row.get(BY):
        return "consent_untold", BY
    return None


def warnings(names: Collection[str]) -> Sequence[Text]:
    """What is said before a file is taken in that tells of consents and not how one knows."""
    if not any(name in names for name in NAMES):
        return ()
    return [words for name, words in LACKING.items() if name not in names]


LACKING = {
    ON: _("The file has no day of the consents: they count from the day of this import."),
    BY: _("The file has no source of the consents: the ledger will say “imported”."),
    PROOF: _(
        "The file has no proof of the consents. Without one, you cannot show that they agreed."
    ),
}


def note(rows: Mapping[UUID, Mapping[str, Any]]) -> None:
    """Writes the consents of these rows into the ledger."""
    told = {pk: row for pk, row in rows.items() if SAYING & row.keys()}
    words = {pk: str(row[PROOF]) for pk, row in told.items() if row.get(PROOF)}
    ledger.settle(list(told), way=Way.FILE, each=words)


SAYING = {column for name in NAMES for column in (name, f"{name}_at", f"{name}_source")}
