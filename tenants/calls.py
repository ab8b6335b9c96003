"""Calls to addresses that a company enters: which it may enter, and why one failed (W2, A20).

A failure is a code in the log and a sentence on the screen.
"""

from __future__ import annotations

import socket
import ssl

from django.utils.translation import gettext_lazy as _

from dangol.errors import RuleBroken
from tenants import outside

PORTS = (443, 8443, 9443)
"""Of https, as services of companies use them."""

REFUSED = "refused"
WORDS = {
    REFUSED: _("Not an address of the open net"),
    "timeout": _("No answer in time"),
    "name": _("Nobody knows this name: is the address spelled right?"),
    "certificate": _("The certificate is not valid: expired, of another name, or self-signed"),
    "tls": _("No safe connection: the port does not speak https"),
    "connection": _("No connection: nobody listens at this address and port"),
    "answer": _("The connection broke off before there was an answer"),
}
KINDS: tuple[tuple[type[Exception] | tuple[type[Exception], ...], str], ...] = (
    (outside.Refused, REFUSED),
    (TimeoutError, "timeout"),
    (ssl.SSLCertVerificationError, "certificate"),
    (ssl.SSLError, "tls"),
    (socket.gaierror, "name"),
    ((ConnectionResetError, BrokenPipeError), "answer"),
)
"""The first that fits counts: some are kinds of others."""


def code_of(error: Exception) -> str:
    """What is kept of a call that failed: a key of WORDS."""
    found = next((code for kind, code in KINDS if isinstance(error, kind)), "")
    is_system = isinstance(error, OSError) and error.errno is not None
    return found or ("connection" if is_system else "answer")


def words_of(code: str) -> str:
    """The sentence, "" when there was an answer; of an older log, that there was none."""
    return str(WORDS.get(code, WORDS["answer"])) if code else ""


def checked(url: str, *, code: str, example: str) -> str:
    """The address; RuleBroken about `url` for one that is not called.

    code     what is called: `webhook` breaks `webhook_address` or, leading inside, `webhook_inside`
    example  the sentence that shows how to write one
    """
    try:
        outside.check(url, PORTS)
    except outside.Refused as error:
        raise RuleBroken(f"{code}_address", example, field="url") from error
    try:
        outside.check_reach(url, PORTS)
    except outside.Refused as error:
        raise RuleBroken(f"{code}_inside", WORDS[REFUSED], field="url") from error
    return url
