"""What Amazon SES tells of a mail: sent, delivered, bounced, complained of (S7).

The tags that each mail carries name our own message and its company; what has none is not ours.
SES tells only of mails that it has taken, so whatever it tells, a mail whose answer was lost counts
as accepted: in whichever order things are told, the same comes of them.
Opens and clicks are ours to count, so SES is not asked for them.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from django.utils.dateparse import parse_datetime

from dangol.ids import read_id
from messaging.deliverylog import Entry
from messaging.models import MessageEvent

Kind = MessageEvent.Kind
KINDS = {
    "send": Kind.ACCEPTED,
    "delivery": Kind.DELIVERED,
    "bounce": Kind.BOUNCED,
    "complaint": Kind.COMPLAINED,
    "reject": Kind.FAILED,
    "rendering failure": Kind.FAILED,
}
SINCE = (Kind.BOUNCED, Kind.FAILED)
"""What by itself does not say that the mail was taken before."""
FINAL = "Permanent"
"""The kind of bounce after which nothing will arrive there; others may pass."""


class Unreadable(ValueError):
    """No event of SES."""


@dataclass(frozen=True)
class Told:
    """What one event says of a message, and the schema of the company whose it is."""

    company: str
    entries: tuple[Entry, ...]


def read(text: str, key: str) -> Told | None:
    """The event in an envelope named `key`; None for what is not ours or need not be known."""
    try:
        event = json.loads(text)
        kind = str(event.get("eventType") or event.get("notificationType") or "").lower()
        mail = event["mail"]
        tags: Mapping[str, list[str]] = mail.get("tags") or {}
        (company,), (own,) = tags.get("company") or [""], tags.get("message") or [""]
        about: Mapping[str, Any] = event.get(kind.replace("rendering ", "")) or {}
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise Unreadable(str(error)) from error
    message = read_id(own)
    if kind not in KINDS or message is None or not company:
        return None
    found = KINDS[kind]
    if found is Kind.BOUNCED and about.get("bounceType") != FINAL:
        found = Kind.FAILED
    entry = Entry(
        kind=found,
        message_id=message,
        at=_moment(about.get("timestamp") or mail.get("timestamp")),
        event_id=key,
        provider_id=str(mail.get("messageId", "")),
    )
    taken = replace(entry, kind=Kind.ACCEPTED)
    return Told(company, (taken, entry) if found in SINCE else (entry,))


def _moment(text: Any) -> datetime | None:
    try:
        return parse_datetime(str(text))
    except ValueError:
        return None
