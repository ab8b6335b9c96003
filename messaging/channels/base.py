"""What the engine asks of every way out (S1, decision 15)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol
from uuid import UUID


class Verdict(StrEnum):
    """What became of one call, told apart by what may be done next.

    ACCEPTED  the provider took it: it is charged and never sent again
    REJECTED  the provider refused it for good
    RETRY     proven not taken, for a passing cause
    UNCALLED  the provider was not asked at all
    UNKNOWN   the provider may or may not have taken it: never sent again by itself
    """

    ACCEPTED = "accepted"
    REJECTED = "rejected"
    RETRY = "retry"
    UNCALLED = "uncalled"
    UNKNOWN = "unknown"


class Signs(Protocol):
    """Puts a signature before a mail. Several threads use one at the same time."""

    def sign(self, mail: bytes) -> bytes:
        """The signed mail."""


@dataclass(frozen=True, slots=True)
class Parcel:
    """One message to hand over: `data` is a whole mail, or the CP949 bytes of a text message.

    `company` is the schema it belongs to, for providers that report back. `signer` signs the mail
    where the way out does not sign by itself.
    """

    message_id: UUID
    channel: str
    sender: str
    address: str
    data: bytes
    company: str = ""
    signer: Signs | None = None

    @property
    def signed(self) -> bytes:
        """The mail with its signature, made when it leaves: in the line's own thread."""
        return self.data if self.signer is None else self.signer.sign(self.data)


@dataclass(frozen=True, slots=True)
class Outcome:
    """The provider's word on one parcel. `error_class` is a short code, `reason` its own words."""

    message_id: UUID
    verdict: Verdict
    provider_id: str = ""
    error_class: str = ""
    reason: str = ""

    @classmethod
    def of(
        cls, parcel: Parcel, verdict: Verdict, error_class: str = "", reason: str = ""
    ) -> Outcome:
        """The word on this parcel, the provider's own words cut to what is kept."""
        return cls(parcel.message_id, verdict, error_class=error_class, reason=reason[:200])


class ChannelDown(Exception):
    """No session could be opened: nothing was handed over."""


class Session(Protocol):
    """One open line to a provider, used by one thread at a time."""

    def deliver(self, parcels: Sequence[Parcel], stop: Callable[[], bool]) -> list[Outcome]:
        """Hands the parcels over, in order, and answers for each of them; raises nothing.

        `stop()` is asked before each call; once true, the rest is UNCALLED.
        """

    @property
    def usable(self) -> bool:
        """Whether the line is still open."""

    def close(self) -> None:
        """Says goodbye; raises nothing."""


class Way(Protocol):
    """How to open lines to one provider: at most `lines` for one pump, 0 as the pace says.

    `per_domain` of them carry mails to any one domain at the same time; 0 is without limit.
    """

    name: str
    lines: int
    per_domain: int

    def open(self) -> Session:
        """A new line; raises ChannelDown."""

    def probe(self) -> None:
        """Asks whether messages would be taken, without one; raises ChannelDown with the reason."""


class Asked(Protocol):
    """A way whose provider tells afterwards what became of messages, by our own ids."""

    def ask(self, ids: Sequence[UUID]) -> list[Outcome]:
        """What it knows of these messages: ACCEPTED, REJECTED, or UNCALLED for one that it never
        took. One that is missing from the answer stays open. Raises ChannelDown."""
