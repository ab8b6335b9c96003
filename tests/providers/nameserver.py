"""A name server of one's own on loopback: answers over UDP what a test tells it to (S1).

Its records are real DNS messages, made and read by dnspython. `down` keeps it silent for a name,
`broken` has it answer SERVFAIL; every other name that it does not know does not exist.
"""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress

import dns.flags
import dns.message
import dns.rcode
import dns.rdatatype
import dns.rrset


def quoted(text: str) -> str:
    """A TXT value as a zone file writes it: in strings of 255 letters at most."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    parts = [escaped[at : at + 200] for at in range(0, len(escaped), 200)] or [""]
    return " ".join(f'"{part}"' for part in parts)


class NameServer:
    """What stands in its zones: {(name, TXT or CNAME): values}."""

    def __init__(self) -> None:
        self.records: dict[tuple[str, str], list[str]] = {}
        self.down: set[str] = set()
        self.broken: set[str] = set()
        self.asked: list[tuple[str, str]] = []
        self.address = ""

    def set(self, name: str, *values: str, kind: str = "TXT") -> None:
        """Puts these values in the place of what stood there; none takes the name away."""
        if values:
            self.records[name, kind] = list(values)
        else:
            self.records.pop((name, kind), None)

    def answer(self, wire: bytes) -> bytes | None:
        """The reply to one message; None for silence."""
        query = dns.message.from_wire(wire)
        question = query.question[0]
        name = question.name.to_text(omit_final_dot=True).lower()
        kind = dns.rdatatype.to_text(question.rdtype)
        self.asked.append((name, kind))
        if name in self.down:
            return None
        reply = dns.message.make_response(query, recursion_available=True)
        if name in self.broken:
            reply.set_rcode(dns.rcode.SERVFAIL)
        elif values := self.records.get((name, kind)):
            texts = [quoted(each) if kind == "TXT" else f"{each}." for each in values]
            reply.answer.append(dns.rrset.from_text_list(question.name, 60, "IN", kind, texts))
        elif not any(known == name for known, _kind in self.records):
            reply.set_rcode(dns.rcode.NXDOMAIN)
        return reply.to_wire(max_size=4096)


@contextmanager
def running() -> Iterator[NameServer]:
    """A server on a free port of loopback."""
    server = NameServer()
    line = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
    line.bind(("127.0.0.1", 0))
    server.address = f"127.0.0.1:{line.getsockname()[1]}"
    thread = threading.Thread(target=_serve, args=(line, server), daemon=True)
    thread.start()
    try:
        yield server
    finally:
        with suppress(OSError):
            line.sendto(b"", line.getsockname())
        thread.join(5)
        line.close()


def _serve(line: socket.socket, server: NameServer) -> None:
    while True:
        wire, whom = line.recvfrom(4096)
        if not wire:
            return
        reply = server.answer(wire)
        if reply is not None:
            line.sendto(reply, whom)
