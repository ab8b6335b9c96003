"""Text messages by a gateway of a Korean aggregator over HTTP (S1, decision 15).

The contract stands in docs/text-gateway.md. Each message carries its own id as a key: asked again
with a key that it knows, the gateway repeats its answer and sends nothing. So a lost answer is
asked for once more, and only what cannot be learnt that way stays unknown.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import requests
from requests.adapters import HTTPAdapter

from messaging.channels.base import ChannelDown, Outcome, Parcel, Verdict
from messaging.pace import pace

MOST = 100
"""Messages of one call."""


class Lost(Exception):
    """No answer, or none that can be read: the messages may have been taken."""


class GatewaySession:
    """One kept connection."""

    def __init__(self, base: str, key: str) -> None:
        self._base = base.rstrip("/")
        self._http = requests.Session()
        self._http.headers["Authorization"] = f"Bearer {key}"
        self._http.mount("http://", HTTPAdapter(max_retries=0))
        self._http.mount("https://", HTTPAdapter(max_retries=0))
        self.usable = True

    def deliver(self, parcels: Sequence[Parcel], stop: Callable[[], bool]) -> list[Outcome]:
        outcomes: list[Outcome] = []
        for first in range(0, len(parcels), MOST):
            part = parcels[first : first + MOST]
            if not self.usable or stop():
                outcomes += [Outcome(each.message_id, Verdict.UNCALLED) for each in part]
            else:
                outcomes += self._part(part)
        return outcomes

    def probe(self) -> None:
        """Asks for no message at all: the address and the key are what is tried."""
        try:
            answer = self._http.get(
                f"{self._base}/v1/messages",
                params={"keys": ""},
                timeout=(pace().connect_timeout, pace().read_timeout),
                allow_redirects=False,
            )
        except requests.RequestException as error:
            raise ChannelDown(str(error)[:200]) from error
        if answer.status_code != 200:
            raise ChannelDown(f"{answer.status_code} {answer.text}"[:200])

    def close(self) -> None:
        self.usable = False
        self._http.close()

    def _part(self, parcels: Sequence[Parcel]) -> list[Outcome]:
        try:
            return self._posted(parcels)
        except requests.ConnectTimeout as error:
            return self._down(parcels, str(error))
        except (Lost, requests.RequestException) as lost:
            if isinstance(lost, requests.ConnectionError) and _never_left(lost):
                return self._down(parcels, str(lost))
        try:
            return self._posted(parcels)  # the same keys: the same answers, nothing sent anew
        except (Lost, requests.RequestException) as lost:
            self.usable = False
            return _all(parcels, Verdict.UNKNOWN, "connection", str(lost))

    def _posted(self, parcels: Sequence[Parcel]) -> list[Outcome]:
        body = {"messages": [_written(each) for each in parcels]}
        answer = self._http.post(
            f"{self._base}/v1/messages",
            json=body,
            timeout=(pace().connect_timeout, pace().read_timeout),
            allow_redirects=False,
        )
        code = answer.status_code
        if code == 429:
            return _all(parcels, Verdict.RETRY, "temporary", "429")
        if 300 <= code < 500:
            # The call as a whole: a wrong key or address is the account's fault, no recipient's.
            return self._down(parcels, f"{code} {answer.text}")
        if code != 200:
            raise Lost(f"{code} {answer.reason}")
        return _read(parcels, answer)

    def _down(self, parcels: Sequence[Parcel], words: str) -> list[Outcome]:
        self.usable = False
        return _all(parcels, Verdict.UNCALLED, "down", words)


def _written(parcel: Parcel) -> dict[str, str]:
    return {
        "key": str(parcel.message_id),
        "type": parcel.channel,
        "from": parcel.sender,
        "to": parcel.address,
        "text": parcel.data.decode("cp949"),
    }


def _read(parcels: Sequence[Parcel], answer: requests.Response) -> list[Outcome]:
    """Each message's own answer; one that is missing may have been taken."""
    try:
        told: dict[str, dict[str, Any]] = {each["key"]: each for each in answer.json()["results"]}
    except (ValueError, KeyError, TypeError) as error:
        raise Lost(f"unreadable answer: {error}") from error
    return [_outcome(each, told.get(str(each.message_id), {})) for each in parcels]


def _outcome(parcel: Parcel, told: dict[str, Any]) -> Outcome:
    status, words = told.get("status"), f"{told.get('code', '')} {told.get('reason', '')}".strip()
    if status == "accepted":
        return Outcome(parcel.message_id, Verdict.ACCEPTED, provider_id=str(told.get("id", "")))
    if status == "busy":
        return _told(parcel, Verdict.RETRY, "temporary", words)
    if status == "rejected" and told.get("code") == "sender":
        return _told(parcel, Verdict.UNCALLED, "sender", words)
    if status == "rejected":
        return _told(parcel, Verdict.REJECTED, "refused", words)
    return _told(parcel, Verdict.UNKNOWN, "provider", words or "no answer for this message")


def _all(parcels: Sequence[Parcel], verdict: Verdict, kind: str, words: str) -> list[Outcome]:
    return [_told(each, verdict, kind, words) for each in parcels]


def _told(parcel: Parcel, verdict: Verdict, kind: str, words: str) -> Outcome:
    return Outcome(parcel.message_id, verdict, error_class=kind, reason=words[:200])


def _never_left(error: requests.ConnectionError) -> bool:
    """Whether there was no connection to send on."""
    cause = error.args[0] if error.args else None
    return type(getattr(cause, "reason", cause)).__name__ in (
        "NewConnectionError", "NameResolutionError", "ConnectTimeoutError",
    )  # fmt: skip


class Gateway:
    """A gateway at one address, for one account with it."""

    lines = 0
    per_domain = 0

    def __init__(self, name: str, base: str, key: str) -> None:
        self.name, self._base, self._key = name, base, key

    def open(self) -> GatewaySession:
        if not self._base.startswith(("http://", "https://")):
            raise ChannelDown("The gateway's address must begin with https://.")
        return GatewaySession(self._base, self._key)

    def probe(self) -> None:
        session = self.open()
        try:
            session.probe()
        finally:
            session.close()
