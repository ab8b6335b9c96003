"""A provider made of one file, for development and tests (S1): durable, append-only JSON lines.

Each batch is written in one piece and forced to disk before it counts as accepted, so the file is
what a provider's own log is: the other half of the truth after a crash.
"""

from __future__ import annotations

import fcntl
import json
import os
from collections.abc import Callable, Sequence
from pathlib import Path

from dangol import clock
from dangol.ids import new_id
from messaging.channels.base import ChannelDown, Outcome, Parcel, Verdict


class SinkSession:
    """The open file."""

    def __init__(self, path: Path) -> None:
        self._file = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)

    @property
    def usable(self) -> bool:
        return self._file >= 0

    def deliver(self, parcels: Sequence[Parcel], stop: Callable[[], bool]) -> list[Outcome]:
        if stop():
            return [Outcome.of(parcel, Verdict.UNCALLED) for parcel in parcels]
        lines, outcomes = [], []
        for parcel in parcels:
            key = str(new_id())
            lines.append(_line(parcel, key))
            outcomes.append(Outcome(parcel.message_id, Verdict.ACCEPTED, provider_id=key))
        try:
            self._append(b"".join(lines))
        except OSError as error:
            return [Outcome.of(parcel, Verdict.UNKNOWN, "file", str(error)) for parcel in parcels]
        return outcomes

    def _append(self, data: bytes) -> None:
        fcntl.flock(self._file, fcntl.LOCK_EX)
        try:
            while data:
                data = data[os.write(self._file, data) :]
            os.fsync(self._file)
        finally:
            fcntl.flock(self._file, fcntl.LOCK_UN)

    def close(self) -> None:
        if self._file >= 0:
            os.close(self._file)
            self._file = -1


def _line(parcel: Parcel, key: str) -> bytes:
    encoding = "ascii" if parcel.channel == "email" else "cp949"
    record = {
        "event_id": key,
        "event": "accepted",
        "at": clock.now().isoformat(),
        "channel": parcel.channel,
        "message_id": str(parcel.message_id),
        "from": parcel.sender,
        "to": parcel.address,
        "text": parcel.data.decode(encoding),
    }
    return json.dumps(record, ensure_ascii=False).encode() + b"\n"


class Sink:
    """`email.jsonl` and `sms.jsonl` in one folder."""

    name = "sink"
    lines = 1
    per_domain = 0

    def __init__(self, folder: Path, channel: str) -> None:
        self.path = folder / f"{channel}.jsonl"

    def open(self) -> SinkSession:
        try:
            self.path.parent.mkdir(parents=True, exist_ok=True)
            return SinkSession(self.path)
        except OSError as error:
            raise ChannelDown(str(error)) from error

    def probe(self) -> None:
        self.open().close()
