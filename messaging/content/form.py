"""What the engine asks of a composed text, whatever the channel."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol
from uuid import UUID

from messaging.channels.base import Signs
from messaging.ports import Channel


class Unsendable(Exception):
    """This text cannot be sent to this recipient; `reason` is a code of `messaging.reasons`."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class Composed:
    """One recipient's text, ready to be handed over. `data` is a whole mail, or CP949 text."""

    channel: Channel
    data: bytes


class Form(Protocol):
    """A send's text, prepared once for all its recipients."""

    fields: tuple[str, ...]
    """Codes of the merge fields it asks for."""
    sender: str
    """Mail address or number it is sent from."""
    signer: Signs | None
    """Who signs its mails; None for texts, and where the way out signs."""

    def ceiling(self) -> Channel:
        """The dearest channel that one recipient's text is likely to need."""

    def compose(self, message_id: UUID, address: str, values: Mapping[str, str]) -> Composed:
        """The text for one recipient; raises Unsendable."""
