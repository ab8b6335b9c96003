"""Text messages by a gateway of a Korean aggregator over HTTP (S1, decision 15).

The contract stands in docs/text-gateway.md. Each message carries its own id as a key: asked again
with a key that it knows, the gateway repeats its answer and sends nothing. So a lost answer is
asked for once more, and only what cannot be learnt that way stays unknown.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any
from uuid import UUID

import requests
from requests.adapters import HTTPAdapter

from dangol.ids import read_id
from messaging.channels.base import ChannelDown, Outcome, Parcel, Verdict
from messaging.pace import pace

MOST = 100
"""Messages of one call."""


class Lost(Exception):
    """No answer, or none that can be read: the messages may have been taken."""


class Refused(Exception):
    """The call as a whole was refused before any message of it was looked at."""

    def __init__(self, verdict: Verdict, error_class: str, words: str) -> None:
        super().__init__(words)
        self.verdict, self.error_class = verdict, error_class


class GatewaySession:
    """One kept connection."""

    def __init__(self, base: str, key: str) -> None:
        self._base = base.rstrip("/")
        self._http = requests.Session()
        self._http.headers["Authorization"] = f"Bearer {key}"
        self._http.mount("http://", HTTPAdapter(max_retries=0))
        self._http.mount("https://", HTTPAdapter(max_retries=0))
        self.usable = True
        self._down_for = ""

    def deliver(self, parcels: Sequence[Parcel], stop: Callable[[], bool]) -> list[Outcome]:
        outcomes: list[Outcome] = []
        for first in range(0, len(parcels), MOST):
            part = parcels[first : first + MOST]
            if self._down_for:
                outcomes += _all(part, Verdict.UNCALLED, "down", self._down_for)
            elif not self.usable or stop():
                outcomes += _all(part, Verdict.UNCALLED)
            else:
                outcomes += self._part(part)
        return outcomes

    def probe(self) -> None:
        """Asks for no message at all: the address and the key are what is tried."""
        self._got([])

    def ask(self, ids: Sequence[UUID]) -> list[Outcome]:
        """What became of these messages, by their keys; nothing is sent."""
        found: list[Outcome] = []
        for first in range(0, len(ids), MOST):
            found += self._asked(ids[first : first + MOST])
        return found

    def close(self) -> None:
        self.usable = False
        self._http.close()

    def _got(self, ids: Sequence[UUID]) -> requests.Response:
        try:
            answer = self._http.get(
                f"{self._base}/v1/messages",
                params={"keys": ",".join(str(each) for each in ids)},
                timeout=(pace().connect_timeout, pace().read_timeout),
                allow_redirects=False,
            )
        except requests.RequestException as error:
            raise ChannelDown(str(error)[:200]) from error
        if answer.status_code != 200:
            raise ChannelDown(f"{answer.status_code} {answer.text}"[:200])
        return answer

    def _asked(self, ids: Sequence[UUID]) -> list[Outcome]:
        try:
            told = {read_id(str(each["key"])): each for each in self._got(ids).json()["results"]}
        except (ValueError, KeyError, TypeError) as error:
            raise ChannelDown(f"unreadable answer: {error}"[:200]) from error
        return [found for key in ids if (found := _known(key, told.get(key) or {})) is not None]

    def _part(self, parcels: Sequence[Parcel]) -> list[Outcome]:
        try:
            return self._posted(parcels)
        except Refused as refused:
            return self._refused(parcels, refused)
        except (Lost, requests.RequestException) as lost:
            if _never_left(lost):
                return self._refused(parcels, Refused(Verdict.UNCALLED, "down", str(lost)))
        try:
            return self._posted(parcels)  # the same keys: the same answers, nothing sent anew
        except (Refused, Lost, requests.RequestException) as lost:
            # Whatever it says of the second call, the first may have been taken.
            self.usable = False
            return _all(parcels, Verdict.UNKNOWN, "connection", str(lost))

    def _posted(self, parcels: Sequence[Parcel]) -> list[Outcome]:
        """The answers for these messages; Refused for the call as a whole, Lost for none."""
        body = {"messages": [_written(each) for each in parcels]}
        answer = self._http.post(
            f"{self._base}/v1/messages",
            json=body,
            timeout=(pace().connect_timeout, pace().read_timeout),
            allow_redirects=False,
        )
        code, words = answer.status_code, f"{answer.status_code} {answer.text}"
        if code == 429:
            raise Refused(Verdict.RETRY, "temporary", words)
        if 300 <= code < 500:
            # A wrong key or address is the account's fault, no recipient's.
            raise Refused(Verdict.UNCALLED, "down", words)
        if code != 200:
            raise Lost(f"{code} {answer.reason}")
        return _read(parcels, answer)

    def _refused(self, parcels: Sequence[Parcel], refused: Refused) -> list[Outcome]:
        """Nothing was taken; of an account that is down, the rest need not be tried either."""
        if refused.error_class == "down":
            self.usable, self._down_for = False, str(refused) or "down"
        return _all(parcels, refused.verdict, refused.error_class, str(refused))


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


def _known(key: UUID, told: dict[str, Any]) -> Outcome | None:
    """The gateway's later word on one message; None where it leaves that open."""
    verdicts = {
        "accepted": Verdict.ACCEPTED, "rejected": Verdict.REJECTED, "unknown": Verdict.UNCALLED,
        "busy": Verdict.UNCALLED,
    }  # fmt: skip
    verdict = verdicts.get(str(told.get("status")))
    if verdict is None:
        return None
    words = f"{told.get('code', '')} {told.get('reason', '')}".strip()
    return Outcome(key, verdict, provider_id=str(told.get("id", "")), reason=words[:200])


def _outcome(parcel: Parcel, told: dict[str, Any]) -> Outcome:
    status, words = told.get("status"), f"{told.get('code', '')} {told.get('reason', '')}".strip()
    if status == "accepted":
        return Outcome(parcel.message_id, Verdict.ACCEPTED, provider_id=str(told.get("id", "")))
    if status == "busy":
        return Outcome.of(parcel, Verdict.RETRY, "temporary", words)
    if status == "rejected" and told.get("code") == "sender":
        return Outcome.of(parcel, Verdict.UNCALLED, "sender", words)
    if status == "rejected":
        return Outcome.of(parcel, Verdict.REJECTED, "refused", words)
    return Outcome.of(parcel, Verdict.UNKNOWN, "provider", words or "no answer for this message")


def _all(parcels: Sequence[Parcel], verdict: Verdict, *why: str) -> list[Outcome]:
    return [Outcome.of(each, verdict, *why) for each in parcels]


def _never_left(error: Exception) -> bool:
    """Whether there was no connection to send on."""
    if isinstance(error, requests.ConnectTimeout):
        return True
    cause = error.args[0] if isinstance(error, requests.ConnectionError) and error.args else None
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

    def ask(self, ids: Sequence[UUID]) -> list[Outcome]:
        session = self.open()
        try:
            return session.ask(ids)
        finally:
            session.close()
