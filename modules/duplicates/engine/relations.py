"""Pairs that are one and share little, and pairs that are two and share much (B20).

Fellegi and Sunter know two sorts of pairs, one and strangers, and take fields for independent. But
who moves has another address, postcode and line at once, and a family shares all three. So more
sorts stand beside them. For each is said which fields agree as in a pair that is one, and which in
part; the others are as among strangers. How often a sort occurs is learned (`training`).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from modules.duplicates.engine.kinds import Field, Kind, Subject

_PLACE = frozenset({Kind.ADDRESS, Kind.POSTCODE, Kind.TOWN, Kind.HOUSE, Kind.TEXT})
_NAME = frozenset({Kind.PERSON, Kind.GIVEN, Kind.SURNAME})
_SELF = _NAME | {Kind.MOBILE, Kind.BIRTH, Kind.IDENTITY, Kind.BUSINESS}


@dataclass(frozen=True)
class Relation:
    """A sort of pairs.

    is_one   the pair is one record all the same
    shared   kinds that agree as in a pair that is one
    partly   {kind: shares of its levels}
    told_by  without a column of these kinds it cannot be told from the others
    needs    without a column of these kinds it is not thought of
    marked   all strangers who agree on a column of these kinds are of this relation
    """

    code: str
    subject: Subject
    is_one: bool
    shared: frozenset[Kind]
    told_by: frozenset[Kind]
    needs: frozenset[Kind]
    partly: Mapping[Kind, tuple[float, ...]] = field(default_factory=dict)
    marked: frozenset[Kind] = frozenset()


RELATIONS = (
    Relation(
        "moved", Subject.PERSON, True, _SELF | {Kind.COMPANY, Kind.MAIL},
        told_by=_SELF - _NAME | {Kind.MAIL}, needs=_PLACE,
        partly={Kind.PHONE: (0.5, 0.02, 0.02, 0.46)},
    ),
    Relation(
        "changed", Subject.PERSON, True, _SELF | _PLACE,
        told_by=_SELF - _NAME | _PLACE, needs=frozenset({Kind.COMPANY}),
        partly={Kind.MAIL: (0.3, 0.03, 0.03, 0.04, 0.6)},
    ),
    Relation(
        "elsewhere", Subject.PERSON, True, _SELF, told_by=_SELF - _NAME, needs=_PLACE,
    ),
    Relation(
        "household", Subject.PERSON, False, _PLACE | {Kind.PHONE},
        told_by=frozenset({Kind.PERSON, Kind.GIVEN, Kind.IDENTITY}),
        needs=_PLACE | {Kind.PHONE},
        partly={
            Kind.PERSON: (0.001, 0.02, 0.002, 0.08, 0.15, 0.747),
            Kind.GIVEN: (0.004, 0.03, 0.06, 0.10, 0.806),
            Kind.SURNAME: (0.70, 0.04, 0.02, 0.02, 0.22),
            Kind.MOBILE: (0.01, 0.002, 0.01, 0.978),
            Kind.MAIL: (0.02, 0.005, 0.005, 0.005, 0.965),
            Kind.BIRTH: (0.01, 0.01, 0.04, 0.94),
        },
    ),
    Relation(
        "colleague", Subject.PERSON, False, _PLACE | {Kind.PHONE, Kind.COMPANY},
        told_by=frozenset({Kind.PERSON, Kind.GIVEN, Kind.IDENTITY}),
        needs=frozenset({Kind.COMPANY}),
        marked=frozenset({Kind.COMPANY}),
        partly={
            Kind.MOBILE: (0.005, 0.001, 0.01, 0.984),
            Kind.MAIL: (0.005, 0.05, 0.01, 0.06, 0.875),
        },
    ),
    Relation(  # their mail addresses are made of the same name
        "namesake", Subject.PERSON, False, _NAME,
        told_by=_SELF - _NAME | {Kind.PHONE, Kind.MAIL}, needs=_NAME,
        partly={Kind.MAIL: (0.001, 0.03, 0.03, 0.06, 0.879)},
    ),
    Relation(
        "affiliate", Subject.COMPANY, False,
        _PLACE | {Kind.PHONE, Kind.MOBILE, Kind.MAIL, Kind.PERSON},
        told_by=frozenset({Kind.COMPANY, Kind.BUSINESS}),
        needs=_PLACE | {Kind.PHONE, Kind.MAIL, Kind.PERSON},
        partly={
            Kind.COMPANY: (0.02, 0.02, 0.10, 0.08, 0.15, 0.63),
            Kind.BUSINESS: (0.02, 0.01, 0.97),
        },
    ),
)  # fmt: skip
BY_CODE = {relation.code: relation for relation in RELATIONS}


def relations_of(fields: tuple[Field, ...], subject: Subject) -> tuple[Relation, ...]:
    """Those that can occur in, and be told by, these fields."""
    kinds = {each.kind for each in fields}
    return tuple(
        relation
        for relation in RELATIONS
        if relation.subject is subject and kinds & relation.told_by and kinds & relation.needs
    )
