"""Why a recipient got nothing, in words for people. The codes stand in `Message.reason`."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

SKIPPED: dict[str, Promise] = {
    "invalid_address": _("The address is not valid."),
    "gone": _("The customer no longer exists or has no address any more."),
    "address_changed": _("The address was changed after the send had started."),
    "suppressed": _("The address bounced or complained before."),
    "unsubscribed": _("The recipient has unsubscribed."),
    "no_consent": _("There is no consent to advertising."),
    "unencodable": _("A value holds a character that text messages cannot carry."),
    "too_long": _("The text with this recipient's values is too long."),
    "cancelled": _("The send was cancelled."),
}

OTHERS: dict[str, Promise] = {
    "night": _("Waits for 08:00: no consent to advertising at night."),
    "unconfirmed": _("The provider did not confirm within 24 hours. Not charged."),
    "unlisted": _("The provider's log does not name it. Not charged."),
    "given_up": _("Tried as often as allowed."),
}

WITHDRAWALS: dict[str, Promise] = {
    "one_click": _("Button of the mail program"),
    "unsubscribe_page": _("Link in the message"),
}
"""By what a recipient refused further advertising."""


def sentence(code: str) -> str:
    """The code in words; a provider's own words are returned as they are."""
    known = SKIPPED.get(code) or OTHERS.get(code)
    return str(known) if known else code


WORDS: dict[str, Promise] = {
    "invalid_address": _("Invalid address"),
    "gone": _("Deleted customer"),
    "address_changed": _("Address changed"),
    "suppressed": _("Bounced before"),
    "unsubscribed": pgettext_lazy("reason", "Unsubscribed"),
    "no_consent": _("No consent"),
    "unencodable": _("Unusable character"),
    "too_long": _("Too long"),
    "cancelled": pgettext_lazy("reason", "Cancelled"),
    "unconfirmed": _("Never confirmed"),
    "unlisted": _("Never confirmed"),
    "given_up": _("Given up"),
    "hard_bounce": _("No such mailbox"),
    "refused": pgettext_lazy("reason", "Refused"),
    "temporary": _("Given up"),
    "other": pgettext_lazy("reason", "Others"),
}
"""The same in a word or two, under a count."""
WORD = 24
"""Characters of a provider's own words that fit there."""


def word(code: str) -> str:
    """The code in a word or two; a provider's own words cut short."""
    known = WORDS.get(code)
    if known:
        return str(known)
    return code if len(code) <= WORD else f"{code[: WORD - 1]}…"
