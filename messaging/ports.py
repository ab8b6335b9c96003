"""What the engine needs from above: money and people. Declared here, registered above.

`billing` implements Meter, `modules.base` implements Audience; both register in the `ready` hook of
their declaration. Everything here runs inside one company's context, in the caller's transaction.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Protocol, TypeAlias
from uuid import UUID

Channel: TypeAlias = str
"""email, sms or lms."""


@dataclass(frozen=True)
class Charge:
    """One accepted message to be charged: its own id is the idempotency key (Q3)."""

    message_id: UUID
    channel: Channel
    unit_price: int
    accepted_at: datetime
    provider: str
    provider_message_id: str
    send_id: UUID | None = None


@dataclass(frozen=True)
class Account:
    """The message account as shown, in won of supply value (decision 11).

    available = balance + unused_credit - held
    """

    balance: int
    credit_limit: int
    unused_credit: int
    held: int

    @property
    def available(self) -> int:
        return self.balance + self.unused_credit - self.held


class InsufficientBalance(Exception):
    """The account does not cover the hold; nothing has been held."""

    def __init__(self, needed: int, available: int) -> None:
        super().__init__(f"needed {needed}, available {available}")
        self.needed = needed
        self.available = available


class Meter(Protocol):
    """Prices, holds, charges and limits of messages (Q3, Q4, decisions 10-12, 14)."""

    def unit_price(self, channel: Channel) -> int:
        """Won per accepted message, before VAT, by the company's price version of today."""

    def account(self) -> Account:
        """The company's account at this moment."""

    def hold(self, key: str, amount: int, *, purpose: str) -> UUID:
        """Reserves `amount` won and returns the hold's id; the same key gives the same hold.

        Raises InsufficientBalance. Serialised per account: concurrent callers never overdraw.
        """

    def capture(self, hold_id: UUID, charges: Sequence[Charge]) -> int:
        """Charges each message once, out of the hold, and records its usage; returns the won taken.

        A charge whose message was charged before is skipped and adds nothing.
        """

    def release(self, hold_id: UUID, amount: int) -> None:
        """Gives `amount` won of the hold back to the account."""

    def refund(self, message_id: UUID, *, reason: str) -> bool:
        """Reverses the charge of one message (failed final report); False when there was none."""

    def take_quota(self, channel: Channel, wanted: int, at: datetime) -> int:
        """Takes up to `wanted` from the company's day and month limits; returns how many it got."""

    def return_quota(self, channel: Channel, count: int, at: datetime) -> None:
        """Gives back what was taken at `at` and not used."""

    def quota_opens_at(self, channel: Channel, at: datetime) -> datetime:
        """When the exhausted limit opens again: the next Korean midnight or the 1st."""


@dataclass(frozen=True)
class Recipient:
    """One person as the engine needs them at the moment of sending.

    contact_id     the customer
    address        normalised: lower-case mail address, or digits of a mobile number
    name           shown in result lists
    may_advertise  whether consent for advertising on this channel stands
    may_at_night   whether separate night consent stands (21:00-08:00, SMS)
    values         merge values by merge-field code
    """

    contact_id: UUID
    address: str
    name: str = ""
    may_advertise: bool = False
    may_at_night: bool = False
    values: dict[str, str] = field(default_factory=dict)


class Audience(Protocol):
    """The people of a company whom a send may address (S2, G6)."""

    def describe(self, query: dict[str, Any]) -> str:
        """The selection in words, in the current language."""

    def count(self, query: dict[str, Any], channel: Channel, *, advertising: bool = False) -> int:
        """How many people would get a message now.

        They match, have an address that is not suppressed, and agreed when it is advertising;
        those who share an address count once.
        """

    def page(
        self, query: dict[str, Any], channel: Channel, after: UUID | None, limit: int
    ) -> list[Recipient]:
        """Up to `limit` matching people with an address, ordered by id, those after `after`.

        Filled are contact_id, address, name and may_advertise; values are asked at sending, and
        consent once more.
        """

    def resolve(
        self, contact_ids: Sequence[UUID], channel: Channel, fields: Sequence[str]
    ) -> dict[UUID, Recipient]:
        """The people with these ids as they are now, with consent and the named merge values.

        A person who is gone is missing from the answer.
        """

    def merge_fields(self) -> dict[str, str]:
        """{code: label} of the merge fields that `resolve` can fill."""

    def withdraw(self, contact_id: UUID, channel: Channel, *, source: str) -> None:
        """Records that the person refused advertising on this channel (one-click unsubscribe)."""

    def note(self, contact_id: UUID, channel: Channel, *, text: str, link: str) -> None:
        """Adds a line to the person's contact history, written by the system (B8)."""


@dataclass(frozen=True)
class Tab:
    """A neighbour of the page of a send: another page about the same work."""

    label: str
    address: str
    count: int | None = None


@dataclass(frozen=True)
class Again:
    """One way to write to some of a send's people again: `who` is posted to the address."""

    label: str
    address: str
    who: str


@dataclass(frozen=True)
class Origin:
    """What a send was made for, as its page shows it.

    parent, address  the name of the work above, and its page
    tabs             pages about the same work that stand before the page of the send
    copy             address that makes a new draft with the same people and text when it is
                     posted to; "" for users who may not
    again            ways to write to those of whom nothing came, once the send has ended
    """

    parent: str
    address: str
    tabs: tuple[Tab, ...] = ()
    copy: str = ""
    again: tuple[Again, ...] = ()


class Origins(Protocol):
    """Who makes sends; a module above implements it."""

    def __call__(self, send_id: UUID, user: Any) -> Origin | None:
        """What the send was made for, or None when the user may not see it or nobody knows."""


_origins: list[Origins] = []
_meters: list[Meter] = []
_audiences: list[Audience] = []


def register_meter(meter: Meter) -> None:
    _meters[:] = [meter]


def register_audience(audience: Audience) -> None:
    _audiences[:] = [audience]


def register_origins(origins: Origins) -> None:
    _origins[:] = [origins]


def origin(send_id: UUID, user: Any) -> Origin | None:
    """What the send was made for; None when no module above makes sends."""
    return _origins[0](send_id, user) if _origins else None


def meter() -> Meter:
    """The registered meter; IndexError when billing is not installed."""
    return _meters[0]


def audience() -> Audience:
    """The registered audience; IndexError when no module supplies people."""
    return _audiences[0]
