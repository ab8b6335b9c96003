"""What agreement is worth: learned by a scan, kept as JSON, asked by scans and at entry (B20)."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from modules.duplicates.engine.kinds import Kind, Subject, fields_of, subject_of
from modules.duplicates.engine.levels import COMPARISONS, SAME
from modules.duplicates.engine.relations import BY_CODE, relations_of

_RARELY = 0.3
"""How many pairs a relation is believed to have for each pair that is one."""


@dataclass(frozen=True)
class FieldWeights:
    """What was learned of one field.

    m, u    share of each level among pairs that are one, and among strangers. u of `same` is that
            of a value that is not common
    common  {cleaned value: its share among the rows} of values that many rows have
    """

    kind: Kind
    m: tuple[float, ...]
    u: tuple[float, ...]
    common: Mapping[str, float] = field(default_factory=dict)

    def bits(self, level: int, value: str = "") -> float:
        """log2(m/u) of a level; `value` is what both have, when it is `same`."""
        return math.log2(self.m[level] / self.by_chance(level, value))

    def by_chance(self, level: int, value: str = "") -> float:
        """How often strangers reach a level; with what both have, when it is `same`."""
        return self.common.get(value, self.u[level]) if level == SAME else self.u[level]


@dataclass(frozen=True)
class Weights:
    """What was learned of a file or a table.

    one      share of pairs that are one and nothing else, among all pairs of rows
    related  {code of a relation: its share among all pairs}
    """

    subject: Subject
    one: float
    related: Mapping[str, float]
    fields: Mapping[str, FieldWeights]

    def related_bits(self, code: str, name: str, level: int, value: str = "") -> float:
        """How much likelier a level is in a relation than among strangers, as log2."""
        known, relation = self.fields[name], BY_CODE[code]
        share = relation.partly.get(known.kind)
        if not share:
            if known.kind not in relation.shared:
                return 0.0
            share = known.m
        return math.log2(share[level] / known.by_chance(level, value))

    def as_json(self) -> dict[str, Any]:
        """Plain values; each level with its code, m, u and bits, so that people can read it."""
        return {
            "subject": self.subject.value,
            "one": self.one,
            "related": dict(self.related),
            "fields": {name: _as_json(known) for name, known in self.fields.items()},
        }

    @classmethod
    def from_json(cls, told: Mapping[str, Any]) -> Weights:
        """What `as_json` told. KeyError or ValueError when it is something else."""
        return cls(
            Subject(told["subject"]),
            float(told["one"]),
            dict(told["related"]),
            {name: _from_json(known) for name, known in told["fields"].items()},
        )


def _as_json(known: FieldWeights) -> dict[str, Any]:
    levels = COMPARISONS[known.kind].levels
    return {
        "kind": known.kind.value,
        "levels": [
            {
                "code": level.code,
                "m": known.m[number],
                "u": known.u[number],
                "bits": round(known.bits(number), 2),
            }
            for number, level in enumerate(levels)
        ],
        "common": dict(known.common),
    }


def _from_json(told: Mapping[str, Any]) -> FieldWeights:
    kind, levels = Kind(told["kind"]), told["levels"]
    codes = [level.code for level in COMPARISONS[kind].levels]
    if codes != [level["code"] for level in levels]:
        raise ValueError(f"weights of {kind} are of another version: {codes}")
    m = tuple(float(level["m"]) for level in levels)
    u = tuple(float(level["u"]) for level in levels)
    return FieldWeights(kind, m, u, dict(told["common"]))


def prior(columns: Mapping[str, Kind], rows: int = 10_000) -> Weights:
    """Weights before any data: one row in twenty has a double, so has one a relation."""
    fields = fields_of(columns)
    subject = subject_of(columns)
    share = 0.05 * 2 / max(rows, 20)
    return Weights(
        subject,
        share,
        {each.code: share * _RARELY for each in relations_of(fields, subject)},
        {each.name: believed(each.kind) for each in fields},
    )


def believed(kind: Kind) -> FieldWeights:
    """What is believed of a kind before any data."""
    levels = COMPARISONS[kind].levels
    return FieldWeights(kind, tuple(level.m for level in levels), tuple(x.u for x in levels))


CUSTOMER_COLUMNS: dict[str, Kind] = {
    "name": Kind.PERSON,
    "company_name": Kind.COMPANY,
    "mobile": Kind.MOBILE,
    "email": Kind.MAIL,
    "work_phone": Kind.PHONE,
    "birth_date": Kind.BIRTH,
    "home_postcode": Kind.POSTCODE,
    "home_line1": Kind.ADDRESS,
    "work_postcode": Kind.POSTCODE,
    "work_line1": Kind.ADDRESS,
}
ACCOUNT_COLUMNS: dict[str, Kind] = {
    "name": Kind.COMPANY,
    "business_number": Kind.BUSINESS,
    "representative": Kind.PERSON,
    "phone": Kind.PHONE,
    "postcode": Kind.POSTCODE,
    "line1": Kind.ADDRESS,
}
DEFAULT: dict[Subject, Weights] = {
    Subject.PERSON: prior(CUSTOMER_COLUMNS),
    Subject.COMPANY: prior(ACCOUNT_COLUMNS),
}
"""What is asked at entry before any scan has run: of customers and of accounts."""
