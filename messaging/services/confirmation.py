"""Typing a number before what cannot be taken back: which number confirms (S5).

While a send runs, the people left become fewer between the look at the screen and the press of the
button. So besides the number that is left now, one confirms that the server itself showed for this
send a short while ago. It comes back signed: a form cannot make one up. It never confirms more
people than it named.
"""

from __future__ import annotations

from datetime import timedelta

from django.core import signing
from django.utils.translation import gettext_lazy as _

from dangol.errors import RuleBroken
from messaging.models import Send

VALID = timedelta(minutes=10)
"""How long a number that was shown confirms: long enough to read the dialog and to be called away
to the telephone."""
_signer = signing.TimestampSigner(salt="messaging.confirmation")


def seal(send: Send, left: int) -> str:
    """The number as it is shown, to come back with the form."""
    return _signer.sign_object([str(send.pk), left])


def check(send: Send, typed: int | None, *, left: int, sealed: str) -> None:
    """RuleBroken with the people left unless the typed number confirms them."""
    if typed is not None and (typed == left or left < typed == _shown(send, sealed)):
        return
    raise RuleBroken(
        "count_differs",
        _("Nothing was done: %(count)s people are left. Type this number to confirm.")
        % {"count": f"{left:,}"},
        field="confirmed",
    )


def _shown(send: Send, sealed: str) -> int | None:
    """The number that was shown for this send; None when it was none, another's, or too old."""
    try:
        key, left = _signer.unsign_object(sealed, max_age=VALID)
    except signing.BadSignature:
        return None
    return int(left) if key == str(send.pk) else None
