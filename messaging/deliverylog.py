"""Reading a provider's delivery log: CSV, JSON lines, or a dump of mails (S3, T4).

Entries name a message by our own id (the left half of a mail's Message-ID), else by address.
Understood column and key names, in any case: message_id, to, event, at, event_id, provider_id and
the usual other words for them (see `NAMES`). An entry without an event is an acceptance.
"""

from __future__ import annotations

import csv
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TextIO
from uuid import UUID

from django.utils.dateparse import parse_datetime
from django.utils.timezone import is_naive
from django.utils.translation import gettext_lazy as _

from dangol import clock
from dangol.errors import RuleBroken
from messaging.models import MessageEvent

Kind = MessageEvent.Kind

NAMES = {
    "message_id": ("message_id", "message-id", "messageid", "mid", "client_key", "msg_key"),
    "address": ("to", "address", "recipient", "rcpt", "email", "phone", "number", "mobile"),
    "event": ("event", "status", "state", "result", "type"),
    "at": ("at", "time", "timestamp", "date", "occurred_at"),
    "event_id": ("event_id", "provider_event_id", "id"),
    "provider_id": ("provider_id", "provider_message_id", "provider_msg_id", "queue_id"),
}
EVENTS: dict[str, Kind] = {
    **dict.fromkeys(("", "accepted", "sent", "queued", "submitted", "ok", "250"), Kind.ACCEPTED),
    **dict.fromkeys(("delivered", "delivery", "success", "succeeded"), Kind.DELIVERED),
    **dict.fromkeys(("failed", "failure", "rejected", "expired", "undelivered"), Kind.FAILED),
    **dict.fromkeys(("bounced", "bounce", "hard_bounce"), Kind.BOUNCED),
    **dict.fromkeys(("complained", "complaint", "spam"), Kind.COMPLAINED),
}
DUMPED_ID = re.compile(r"^Message-ID:\s*<([0-9a-f-]{36})[.@]", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of a log. `at` is None where the log does not say."""

    kind: Kind
    message_id: UUID | None = None
    address: str = ""
    at: datetime | None = None
    event_id: str = ""
    provider_id: str = ""

    def key(self, message_id: UUID) -> str:
        """What makes this event the same when it is reported again."""
        return f"{self.event_id}:{message_id}:{self.kind}"[-160:]


def read(path: Path) -> Iterator[Entry]:
    """The entries of a log file. Raises RuleBroken with the place of what cannot be read."""
    with path.open(encoding="utf-8-sig", errors="replace", newline="") as file:
        first = file.readline()
        file.seek(0)
        if first.lstrip().startswith("{"):
            yield from _json_lines(file)
        elif first.lower().startswith(("x-client-", "from ", "received:", "x-mail-args")):
            yield from _mails(file)
        else:
            yield from _csv(file)


def _json_lines(file: TextIO) -> Iterator[Entry]:
    for number, line in enumerate(file, 1):
        if not line.strip():
            continue
        try:
            record = json.loads(line)
        except ValueError:
            if not line.endswith("\n"):
                return  # a torn last line: its writer was killed before it answered for it
            raise _unreadable(number) from None
        yield _entry(record, number)


def _csv(file: TextIO) -> Iterator[Entry]:
    reader = csv.DictReader(file)
    columns = {name.strip().lower() for name in reader.fieldnames or () if name}
    if not columns & {*NAMES["message_id"], *NAMES["address"]}:
        raise RuleBroken(
            "no_columns",
            _("The file needs a column message_id or to in its first line. Add one."),
        )
    for number, record in enumerate(reader, 2):
        yield _entry(record, number)


def _mails(file: TextIO) -> Iterator[Entry]:
    """Mails one after another, as a test server dumps them: each was accepted."""
    for line in file:
        if found := DUMPED_ID.match(line):
            yield Entry(kind=Kind.ACCEPTED, message_id=UUID(found.group(1)))


def _entry(record: Mapping[str, object], number: int) -> Entry:
    words = {
        str(key).strip().lower(): str(value).strip()
        for key, value in record.items()
        if key is not None and value is not None
    }
    found = {
        field: next((words[name] for name in names if words.get(name)), "")
        for field, names in NAMES.items()
    }
    kind = EVENTS.get(found["event"].lower())
    if kind is None:
        raise RuleBroken(
            "unknown_event",
            _("Line %(line)s: the event “%(event)s” is not known.")
            % {"line": number, "event": found["event"]},
        )
    return Entry(
        kind=kind,
        message_id=_own_id(found["message_id"], number),
        address=found["address"].lower(),
        at=_moment(found["at"], number),
        event_id=found["event_id"],
        provider_id=found["provider_id"],
    )


def _own_id(text: str, number: int) -> UUID | None:
    if not text:
        return None
    try:
        return UUID(text.strip("<>").partition("@")[0][:36])
    except ValueError:
        raise _unreadable(number) from None


def _moment(text: str, number: int) -> datetime | None:
    if not text:
        return None
    try:
        moment = parse_datetime(text)
    except ValueError:
        moment = None
    if moment is None:
        raise _unreadable(number)
    return moment.replace(tzinfo=clock.KOREA) if is_naive(moment) else moment


def _unreadable(number: int) -> RuleBroken:
    return RuleBroken(
        "unreadable_line",
        _("Line %(line)s cannot be read. Nothing after it was imported.") % {"line": number},
    )
