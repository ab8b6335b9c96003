"""Text messages: SMS while the final text is short enough, else LMS (decision 10)."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from dangol.errors import RuleBroken
from messaging.channels.base import Signs
from messaging.content import advertising, cp949, text
from messaging.content.form import Composed, Unsendable
from messaging.models import Send
from messaging.pace import pace
from messaging.ports import Channel

USUAL_VALUE = 20
"""Bytes that the value of a merge field seldom exceeds: for the price set aside beforehand."""


class TextForm:
    """The text of an SMS or LMS send."""

    def __init__(self, send: Send) -> None:
        self.body = advertising.text_message(send) if send.advertising else send.body
        self.nodes = text.parse(self.body)
        self.fields = tuple(sorted(text.fields_of(self.nodes)))
        self.sender = send.sender_number
        self.signer: Signs | None = None

    @property
    def fixed_bytes(self) -> int:
        """Bytes of the text with all merge fields empty."""
        return cp949.count(text.fill(self.nodes, {}))

    @property
    def usual_bytes(self) -> int:
        """Bytes that the text seldom exceeds with its merge fields filled."""
        return self.fixed_bytes + USUAL_VALUE * len(text.FIELD.findall(self.body))

    def ceiling(self) -> Channel:
        return "sms" if self.usual_bytes <= pace().sms_bytes else "lms"

    def check(self) -> None:
        """Refuses a text that is too long for anybody, or holds characters that cannot be sent."""
        cp949.check(text.fill(self.nodes, {}), field="body")
        if self.fixed_bytes > pace().lms_bytes:
            raise RuleBroken(
                "too_long",
                _("The text has %(bytes)s bytes; at most %(limit)s can be sent. Shorten it.")
                % {"bytes": self.fixed_bytes, "limit": pace().lms_bytes},
                field="body",
            )

    def compose(self, message_id: UUID, address: str, values: Mapping[str, str]) -> Composed:
        try:
            data = cp949.encode(text.fill(self.nodes, values))
        except cp949.Unencodable as error:
            raise Unsendable("unencodable") from error
        if len(data) > pace().lms_bytes:
            raise Unsendable("too_long")
        return Composed("sms" if len(data) <= pace().sms_bytes else "lms", data)
