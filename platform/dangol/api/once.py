"""Doing a call once, however often it is sent: Idempotency-Key (W1). A port; `tenants` keeps."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from typing import Protocol
from uuid import UUID

from django.utils.translation import gettext as _

from dangol.api.calls import Answer, Call
from dangol.api.problems import Problem

HEADER = "Idempotency-Key"
LONGEST = 255


class Answers(Protocol):
    """Keeps what calls were answered with, for a day."""

    def once(
        self, caller: UUID, key: str, fingerprint: str, answer: Callable[[], Answer]
    ) -> Answer:
        """What `answer` gives, kept in the transaction of its deed; asked again, what was kept.

        Problem 422 when the key was used for something else, 409 while it is being used.
        """


_answers: list[Answers] = []


def register_answers(answers: Answers) -> None:
    """Called once at start by the layer that has tables."""
    _answers[:] = [answers]


def once(call: Call, answer: Callable[[], Answer]) -> Answer:
    """The answer; with an Idempotency-Key, the first one that this key had."""
    key = call.request.headers.get(HEADER)
    if key is None:
        return answer()
    if not 1 <= len(key) <= LONGEST or not key.isprintable() or not key.isascii():
        advice = _("The Idempotency-Key has 1 to %(most)s characters.") % {"most": LONGEST}
        raise Problem(400, "idempotency-key", advice)
    caller = call.request.caller  # type: ignore[attr-defined]
    return _answers[0].once(caller.id, key, _fingerprint(call), answer)


def _fingerprint(call: Call) -> str:
    """What was asked: method, address, version seen and body."""
    request = call.request
    head = f"{request.method} {request.get_full_path()} {call.if_match}\n".encode()
    return hashlib.sha256(head + request.body).hexdigest()
