"""SMTP, spoken so that it is always known whether a mail was taken (S1, decision 15).

Python's smtplib opens the session (TLS, log-in); the mails themselves are spoken here, because two
things matter that smtplib hides: whether the final dot left this machine, and round trips. Where
the server offers PIPELINING, the dot of one mail and the envelope of the next travel together.
"""

from __future__ import annotations

import smtplib
import socket
import ssl
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from urllib.parse import SplitResult, unquote, urlsplit

from messaging.channels.base import ChannelDown, Outcome, Parcel, Verdict
from messaging.pace import pace

DOT = b"\r\n.\r\n"
LONGEST_REPLY = 2_000


class LineLost(Exception):
    """The connection broke, or the server stopped answering in time or in form."""


@dataclass(slots=True)
class Reply:
    """One answer of the server: its code and its words, as they came."""

    code: int
    words: bytes
    of_sender: bool = False
    """A refusal for good of the sender, which would be the same for every recipient."""

    @property
    def text(self) -> str:
        """The words on one line."""
        return " ".join(self.words.decode("utf-8", "replace").split())

    @property
    def verdict(self) -> Verdict:
        """What the answer means for a mail that was refused, or taken."""
        if 200 <= self.code < 300:
            return Verdict.ACCEPTED
        return Verdict.REJECTED if self.code >= 500 else Verdict.RETRY

    @property
    def error_class(self) -> str:
        """hard_bounce (no such mailbox), refused, or temporary."""
        if self.code < 500:
            return "temporary"
        return "hard_bounce" if self.text.startswith(("5.1.1", "5.1.6", "5.1.10")) else "refused"


class SmtpSession:
    """One connection. Mails go one after another; all replies are read in order."""

    def __init__(self, client: smtplib.SMTP) -> None:
        if client.sock is None or client.file is None:
            raise ChannelDown("The server closed the connection.")
        self._client = client
        self._socket: socket.socket = client.sock
        self._file = client.file
        self._pipelining = client.has_extn("pipelining")
        self._socket.settimeout(pace().read_timeout)
        self.usable = True

    def deliver(self, parcels: Sequence[Parcel], stop: Callable[[], bool]) -> list[Outcome]:
        outcomes: list[Outcome] = []
        announced = False
        for at, parcel in enumerate(parcels):
            if not self.usable or (not announced and stop()):
                outcomes.append(Outcome.of(parcel, Verdict.UNCALLED))
                continue
            follower = parcels[at + 1] if at + 1 < len(parcels) else None
            outcome, announced = self._one(parcel, follower, announced, stop)
            outcomes.append(outcome)
        return outcomes

    def close(self) -> None:
        self.usable = False
        try:
            self._socket.settimeout(1)
            self._client.quit()
        except (OSError, smtplib.SMTPException):
            self._client.close()

    def _one(
        self, parcel: Parcel, follower: Parcel | None, announced: bool, stop: Callable[[], bool]
    ) -> tuple[Outcome, bool]:
        """Hands over one mail; True beside the outcome when the follower is announced already."""
        try:
            refusal = self._envelope(parcel, announced)
            if refusal is None and announced and stop():
                self._abandon()
                return Outcome.of(parcel, Verdict.UNCALLED), False
        except LineLost as error:
            return self._lost(parcel, Verdict.RETRY, error), False
        if refusal is not None and refusal.of_sender:
            return self._sender_refused(parcel, refusal), False
        if refusal is not None:
            return self._refused(parcel, refusal), False
        ahead = follower if self._pipelining and not stop() else None
        return self._content(parcel, ahead)

    def _envelope(self, parcel: Parcel, announced: bool) -> Reply | None:
        """The server's refusal of sender or recipient, or None when it waits for the content."""
        if not announced and self._pipelining:
            self._push(_announcement(parcel))
        refusal = None
        for command in _commands(parcel):
            if not self._pipelining:
                if refusal is not None:
                    break
                self._push(command)
            reply = self._reply()
            if refusal is None and reply.code not in (250, 251, 252, 354):
                refusal = reply
                refusal.of_sender = command.startswith(b"MAIL") and reply.code >= 500
        if refusal is not None:
            self._reset(waiting=reply.code == 354)
        return refusal

    def _content(self, parcel: Parcel, follower: Parcel | None) -> tuple[Outcome, bool]:
        data = _dotted(parcel.signed)
        announcement = _announcement(follower) if follower else b""
        sent = 0
        try:
            view = memoryview(data + announcement)
            while sent < len(view):
                sent += self._socket.send(view[sent:])
        except OSError as error:
            taken = sent >= len(data)  # the dot may have arrived
            verdict = Verdict.UNKNOWN if taken else Verdict.RETRY
            return self._lost(parcel, verdict, LineLost(str(error))), False
        try:
            reply = self._reply()
        except LineLost as error:
            return self._lost(parcel, Verdict.UNKNOWN, error), False
        if reply.verdict is Verdict.ACCEPTED:
            outcome = Outcome(parcel.message_id, Verdict.ACCEPTED, provider_id=reply.text[:120])
        else:
            outcome = self._refused(parcel, reply)
        return outcome, follower is not None and self.usable

    def _refused(self, parcel: Parcel, reply: Reply) -> Outcome:
        if reply.code == 421:
            self.usable = False
        verdict = reply.verdict
        if verdict is Verdict.ACCEPTED:  # a positive answer where none belongs
            verdict, self.usable = Verdict.RETRY, False
        return Outcome.of(parcel, verdict, reply.error_class, f"{reply.code} {reply.text}")

    def _sender_refused(self, parcel: Parcel, reply: Reply) -> Outcome:
        return Outcome.of(parcel, Verdict.UNCALLED, "sender", f"{reply.code} {reply.text}")

    def _lost(self, parcel: Parcel, verdict: Verdict, error: LineLost) -> Outcome:
        self.usable = False
        return Outcome.of(parcel, verdict, "connection", str(error))

    def _abandon(self) -> None:
        """Leaves an announced mail whose content the server waits for: only closing does that."""
        self.usable = False

    def _reset(self, *, waiting: bool) -> None:
        if waiting:
            # Recipient refused, content wanted all the same: give it none. The empty mail has no
            # recipient, so whatever the server answers, nobody gets it.
            self._push(b".\r\n")
            self._reply()
        self._push(b"RSET\r\n")
        if self._reply().code != 250:
            self.usable = False

    def _push(self, data: bytes) -> None:
        try:
            self._socket.sendall(data)
        except OSError as error:
            raise LineLost(str(error)) from error

    def _reply(self) -> Reply:
        words = b""
        while True:
            try:
                line = self._file.readline(LONGEST_REPLY)
            except OSError as error:
                raise LineLost(str(error) or type(error).__name__) from error
            if not line.endswith(b"\n") or not line[:3].isdigit():
                raise LineLost("connection closed" if not line else "unreadable answer")
            words += line[4:]
            if line[3:4] != b"-":
                return Reply(int(line[:3]), words)


def _commands(parcel: Parcel) -> tuple[bytes, bytes, bytes]:
    return (
        b"MAIL FROM:<%b>\r\n" % parcel.sender.encode("ascii"),
        b"RCPT TO:<%b>\r\n" % parcel.address.encode("ascii"),
        b"DATA\r\n",
    )


def _announcement(parcel: Parcel) -> bytes:
    return b"".join(_commands(parcel))


def _dotted(data: bytes) -> bytes:
    """The content as it travels: leading dots doubled, the final dot at its end."""
    if data.startswith(b"."):
        data = b"." + data
    data = data.replace(b"\r\n.", b"\r\n..")
    return data.removesuffix(b"\r\n") + DOT


class Smtp:
    """A mail server, as `smtp://user:password@host:port`; smtps:// for TLS from the start, and
    smtp+tls:// where STARTTLS must succeed."""

    def __init__(
        self, url: str, *, name: str = "smtp", lines: int = 0, per_domain: int = 0
    ) -> None:
        self.name, self.lines, self.per_domain = name, lines, per_domain
        self._url: SplitResult = urlsplit(url)

    def open(self) -> SmtpSession:
        try:
            client = self._connect()
            client.ehlo_or_helo_if_needed()
            if self._url.scheme == "smtp+tls":
                client.starttls(context=ssl.create_default_context())
                client.ehlo()
            if self._url.username:
                client.login(unquote(self._url.username), unquote(self._url.password or ""))
            return SmtpSession(client)
        except (OSError, smtplib.SMTPException) as error:
            raise ChannelDown(str(error)[:200]) from error

    def probe(self) -> None:
        self.open().close()

    def _connect(self) -> smtplib.SMTP:
        host, timeout = self._url.hostname or "localhost", pace().connect_timeout
        if self._url.scheme == "smtps":
            secure = ssl.create_default_context()
            return smtplib.SMTP_SSL(host, self._url.port or 465, timeout=timeout, context=secure)
        return smtplib.SMTP(host, self._url.port or 25, timeout=timeout)
