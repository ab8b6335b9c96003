"""What a visitor has chosen on the price page; it lives in the address, to be shared (P1)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from django.utils.translation import gettext as _

from billing.services import pricing
from dangol.i18n import figures

NAMES = (*pricing.PLANS, *pricing.CHANNELS)
MOST_USERS = 9_999
MOST_MESSAGES = 99_999_999
START = {"base": 4, "campaign": 1, "email": 10_000, "sms": 500}
"""What the calculator shows to somebody who has not chosen yet."""


@dataclass(frozen=True)
class Selection:
    """Users per plan and messages a month per channel.

    typed     the texts as they were typed, kept for the fields
    problems  one sentence for each field that holds no usable number; such a field counts 0
    """

    users: Mapping[str, int]
    messages: Mapping[str, int]
    typed: Mapping[str, str]
    problems: Mapping[str, str]

    @classmethod
    def read(cls, given: Mapping[str, str]) -> Selection:
        """From the query of the address; an address without any choice gives the start."""
        if not any(name in given for name in NAMES):
            given = {**given, **{name: str(count) for name, count in START.items()}}
        typed = {name: given.get(name, "").strip() for name in NAMES}
        counts = {name: _count(text, most_of(name)) for name, text in typed.items()}
        for key, change in (("less", -1), ("more", 1)):  # the steppers of a page without script
            name = given.get(key, "")
            count = counts.get(name)
            if count is not None:
                counts[name] = min(max(count + change, 0), most_of(name))
                typed[name] = str(counts[name])
        return cls(
            users={plan: counts[plan] or 0 for plan in pricing.PLANS},
            messages={channel: counts[channel] or 0 for channel in pricing.CHANNELS},
            typed=typed,
            problems={name: _problem(name) for name, count in counts.items() if count is None},
        )

    @classmethod
    def of(cls, users: Mapping[str, int], messages: Mapping[str, int]) -> Selection:
        """From counts that are known to be good."""
        typed = {name: str(count) for name, count in {**users, **messages}.items()}
        return cls(users=users, messages=messages, typed=typed, problems={})

    @property
    def seats(self) -> int:
        """Users over all plans."""
        return sum(self.users.values())

    @property
    def is_empty(self) -> bool:
        return not any((*self.users.values(), *self.messages.values()))

    def query(self) -> str:
        """The address's query that shows this choice again: `?base=12&sms=4000`."""
        chosen = {name: n for name, n in {**self.users, **self.messages}.items() if n}
        return "?" + urlencode(chosen or {"base": 0})

    def moved_to_full(self, moved: int) -> Selection:
        """The same with `moved` holders of all three module plans on full instead."""
        module_plans = {plan: self.users[plan] - moved for plan in pricing.MODULE_PLANS}
        full = {"full": self.users["full"] + moved}
        return Selection.of({**self.users, **module_plans, **full}, self.messages)


def most_of(name: str) -> int:
    """The largest count that the field takes."""
    return MOST_USERS if name in pricing.PLANS else MOST_MESSAGES


def _count(text: str, most: int) -> int | None:
    """The number that was typed, thousands separated or not; None when it is none, or too large."""
    digits = text.replace(",", "").replace(" ", "")
    if not digits:
        return 0
    if not (digits.isascii() and digits.isdecimal()) or len(digits) > len(str(most)):
        return None
    return int(digits) if int(digits) <= most else None


def _problem(name: str) -> str:
    most = figures.number(most_of(name))
    if name in pricing.PLANS:
        return _("Enter the users as a whole number from 0 to {most}.").format(most=most)
    return _("Enter the messages as a whole number from 0 to {most}.").format(most=most)
