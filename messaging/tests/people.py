"""People made up by rule, as an implementation of the Audience port: any number, no tables.

Person n has the id, address and values that follow from n, so other processes agree about them.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any
from uuid import UUID

from messaging.ports import Channel, Recipient


def key_of(number: int) -> UUID:
    """Id of person `number`, ordered as the numbers are."""
    return UUID(int=(0x0190_0000_0000_7000 << 64) + (0x8 << 60) + number)


def mail_of(number: int) -> str:
    return f"p{number}@people.example"


def mobile_of(number: int) -> str:
    return f"010{number:08d}"


@dataclass
class People:
    """The first `query["people"]` persons, 1 and up. `changed` replaces what a person is like."""

    changed: dict[int, dict[str, Any]] = field(default_factory=dict)
    gone: set[int] = field(default_factory=set)
    withdrawn: list[tuple[UUID, str, str]] = field(default_factory=list)
    noted: list[tuple[UUID, str]] = field(default_factory=list)

    def person(self, number: int, channel: Channel) -> Recipient:
        values = {"name": f"손님{number}", "grade": "A"}
        address = mail_of(number) if channel == "email" else mobile_of(number)
        person = Recipient(
            contact_id=key_of(number),
            address=address,
            name=f"손님{number}",
            may_advertise=True,
            may_at_night=False,
            values=values,
        )
        return replace(person, **self.changed.get(number, {}))

    def describe(self, query: dict[str, Any]) -> str:
        return f"{query['people']} people"

    def count(self, query: dict[str, Any], channel: Channel, *, advertising: bool = False) -> int:
        return int(query["people"])

    def page(
        self, query: dict[str, Any], channel: Channel, after: UUID | None, limit: int
    ) -> list[Recipient]:
        first = 1 if after is None else (after.int & 0xFFFFFFFF) + 1
        last = min(query["people"], first + limit - 1)
        return [self.person(number, channel) for number in range(first, last + 1)]

    def resolve(
        self, contact_ids: Sequence[UUID], channel: Channel, fields: Sequence[str]
    ) -> dict[UUID, Recipient]:
        numbers = [(key, key.int & 0xFFFFFFFF) for key in contact_ids]
        return {key: self.person(n, channel) for key, n in numbers if n not in self.gone}

    def merge_fields(self) -> dict[str, str]:
        return {"name": "이름", "grade": "등급"}

    def withdraw(self, contact_id: UUID, channel: Channel, *, source: str) -> None:
        self.withdrawn.append((contact_id, channel, source))

    def note(self, contact_id: UUID, channel: Channel, *, text: str, link: str) -> None:
        self.noted.append((contact_id, text))
