"""Asking the DNS: what stands there, or that it could not be asked (S1).

"There is no such record" and "nobody answered" are kept apart: the first is the company's to put
right, the second says nothing about it.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import dns.exception
import dns.name
import dns.resolver
from django.conf import settings

SECONDS = 4.0
"""How long one question may take altogether."""
AT_ONCE = 8
MOST_VALUES, LONGEST = 30, 1_000
"""What is kept of an answer."""


@dataclass(frozen=True)
class Question:
    """`kind` is TXT or CNAME."""

    host: str
    kind: str = "TXT"


@dataclass(frozen=True)
class Answer:
    """`values` as they stand there, none where there is none; None when it could not be asked."""

    values: tuple[str, ...] | None

    @property
    def is_known(self) -> bool:
        return self.values is not None


NOT_ASKED = Answer(None)


def ask(questions: Iterable[Question]) -> Mapping[Question, Answer]:
    """All answers, asked at the same time; raises nothing."""
    wanted = list(dict.fromkeys(questions))
    with ThreadPoolExecutor(AT_ONCE, thread_name_prefix="dns") as threads:
        return dict(zip(wanted, threads.map(_one, wanted), strict=True))


def _one(question: Question) -> Answer:
    try:
        found = _resolver().resolve(question.host, question.kind, search=False)
    except (dns.resolver.NXDOMAIN, dns.resolver.NoAnswer):
        return Answer(())
    except (dns.exception.DNSException, OSError, ValueError):
        return NOT_ASKED
    values = sorted(_value(each, question.kind)[:LONGEST] for each in found)
    return Answer(tuple(values[:MOST_VALUES]))


def _value(record: object, kind: str) -> str:
    """A TXT record's strings as the one text that they are; a name without its last dot."""
    if kind == "TXT":
        return b"".join(record.strings).decode("utf-8", "replace")  # type: ignore[attr-defined]
    return str(record.target.to_text(omit_final_dot=True)).lower()  # type: ignore[attr-defined]


def _resolver() -> dns.resolver.Resolver:
    """Without a cache: what was put right a minute ago is to be seen."""
    server = settings.DNS_SERVER
    try:
        resolver = dns.resolver.Resolver(configure=not server)
    except dns.resolver.NoResolverConfiguration:
        resolver = dns.resolver.Resolver(configure=False)
    if server:
        host, port = _address(server)
        resolver.nameservers, resolver.port = [host], port
    resolver.lifetime = SECONDS
    resolver.timeout = SECONDS / 2
    return resolver


def _address(server: str) -> tuple[str, int]:
    """127.0.0.1:5353, [::1]:5353, or either without a port."""
    host, colon, port = server.rpartition(":")
    if colon and port.isdecimal() and (host.startswith("[") or ":" not in host):
        return host.strip("[]"), int(port)
    return server.strip("[]"), 53
