"""The ways by which a customer permits to be written to or called: one list for all (B13)."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


@dataclass(frozen=True, kw_only=True)
class Consent:
    """One permission; the customer's fields are `name`, `<name>_at` and `<name>_source`."""

    name: str
    label: str | Promise
    icon: str


CONSENTS = (
    Consent(name="mail_ads", label=_("Email"), icon="mail"),
    Consent(name="sms_ads", label=_("Text message"), icon="message-square"),
    Consent(name="night", label=_("Text message at night"), icon="moon"),
    Consent(name="phone_ads", label=_("Phone"), icon="phone"),
    Consent(name="post_ads", label=pgettext_lazy("by carrier", "Post"), icon="mailbox"),
    Consent(name="fax_ads", label=_("Fax"), icon="printer"),
)
NAMES = tuple(each.name for each in CONSENTS)
TOLD = ("mail_ads", "sms_ads", "night", "phone_ads", "fax_ads")
"""Of these the law wants people to be told what became of their answer; post is none of them."""
DAYS = 14
"""So many days after their answer at the latest."""
OTHER = "other"
"""Channel of a permission that has none, such as for another purpose than advertising."""
BY_HAND, BY_KEY = "screen", "api"
"""Source of a consent that a user ticked, or that a program wrote."""
YEARS = 2
"""Whoever agreed to advertising is told so again every two years, by law."""
