"""What a column holds, as far as finding duplicates is concerned (B20)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    """The kinds of columns. A column of no kind is not looked at."""

    PERSON = "person"
    GIVEN = "given"
    SURNAME = "surname"
    COMPANY = "company"
    MOBILE = "mobile"
    PHONE = "phone"
    MAIL = "mail"
    BUSINESS = "business"
    IDENTITY = "identity"
    BIRTH = "birth"
    POSTCODE = "postcode"
    ADDRESS = "address"
    TOWN = "town"
    HOUSE = "house"
    TEXT = "text"


class Subject(StrEnum):
    """Whom the rows are about. It decides what two of them may share without being one."""

    PERSON = "person"
    COMPANY = "company"


@dataclass(frozen=True)
class Field:
    """One column that is compared.

    slot  the beginning of its columns' names in the tables of a scan: f0, f1 and so on
    """

    name: str
    kind: Kind
    slot: str


def fields_of(columns: Mapping[str, Kind]) -> tuple[Field, ...]:
    """The fields of named columns, in their order."""
    return tuple(
        Field(name, Kind(kind), f"f{number}") for number, (name, kind) in enumerate(columns.items())
    )


def subject_of(columns: Mapping[str, Kind]) -> Subject:
    """Companies, when the columns name a company and nothing that only a person has."""
    kinds = set(columns.values())
    is_person = kinds & {Kind.GIVEN, Kind.SURNAME, Kind.BIRTH, Kind.MOBILE}
    if Kind.COMPANY in kinds and not is_person:
        return Subject.COMPANY
    return Subject.PERSON
