"""Telling people what happened (U9): a port; `tenants` keeps the notices and carries them.

A service tells in the transaction of its deed, so a notice is there exactly when the deed is. Which
kinds there are stands in the declarations (`dangol.registry.Notice`). Nobody is told of what they
did themselves, nor of a record that they may not see.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

from dangol.registry import Channel


@dataclass(frozen=True, kw_only=True)
class Told:
    """What one is told.

    kind    code of a declared notice
    record  what it is about, such as base.customer; `key` its id, "" for several things
    count   how many things, when they are several
    facts   what the words below it are made of, as JSON; no names of people: those are read when
            the notice is, under the reader's rights
    without channels that it does not go by: whoever tells has it carried there another way
    """

    kind: str
    record: str
    key: str = ""
    count: int = 1
    facts: Mapping[str, Any] = field(default_factory=dict)
    without: Collection[Channel] = ()


class Notices(Protocol):
    """Keeps and carries notices in the company."""

    def tell(self, told: Told, to: Collection[Any]) -> None:
        """Tells the users with these ids, but for the doer and those who may not know."""

    def take_back(self, told: Told, to: Collection[Any]) -> None:
        """The doer undid it: what nobody has read yet goes again."""


_kept: list[Notices] = []


def register_notices(notices: Notices) -> None:
    """Called once at start by the layer that knows users."""
    _kept[:] = [notices]


def tell(told: Told, to: Collection[Any]) -> None:
    """Tells the users with these ids; call it in the transaction of the deed."""
    _kept[0].tell(told, to)


def take_back(told: Told, to: Collection[Any]) -> None:
    """Takes a notice back that was told before, as far as it is unread."""
    _kept[0].take_back(told, to)
