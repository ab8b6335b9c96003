"""Why a table was not brought in: a code in the log, a sentence on the screen (A20)."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from tenants.calls import WORDS as CALLS

SAID = "said"
WORDS = {
    **CALLS,
    "moved": _("It leads on to another address. Enter that one: %(said)s"),
    "denied": _("The address wants to know who asks: check the header and its value (%(said)s)."),
    "gone": _("There is nothing at this address (%(said)s). Is it spelled right?"),
    "busy": _("The other system could not answer (%(said)s)."),
    "status": _("The other system refused to answer (%(said)s)."),
    "large": _("The answer is larger than %(said)s MB. Ask the address for less at once."),
    "empty": _("The answer is empty."),
    "owner": _("Whoever saved it is not a user any more. Save it anew."),
    "rights": _("%(said)s, who saved it, may not import this any more. Save it anew."),
    "type": _("The records it goes into are not part of your Dangol any more."),
    "broken_off": _("The work was interrupted."),
    SAID: "%(said)s",
}
"""{code: sentence}, `said` standing for what was kept beside it."""


class Failure(Exception):
    """The table was not brought in. `code` is a key of WORDS, `said` what is put into it."""

    def __init__(self, code: str, said: str = "") -> None:
        super().__init__(code)
        self.code, self.said = code, said


def words_of(code: str, said: str) -> str:
    """The sentence; "" for no code."""
    return str(WORDS.get(code, CALLS["answer"])) % {"said": said} if code else ""
