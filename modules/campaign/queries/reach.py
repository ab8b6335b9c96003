"""Whom a selection of customers reaches on a medium, and who is left out for what reason (G6, S8).

The selection is written in the filter language of the customers' list; the same parameters show
the same people there.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q, QuerySet

from dangol.records.filters.base import as_parameters
from dangol.records.lists.selection import FIND, Selection, read_selection
from messaging.addresses import fingerprint
from messaging.models import Send, Suppression
from messaging.ports import Channel
from modules.base.audience import willing
from modules.base.models import Customer
from modules.base.records import customer_record

SAMPLES = 5
LOOKED_AT = 100
TURNS = LOOKED_AT // SAMPLES
"""As often others are drawn before the first come again."""
COMPANY_S_OWN = None
"""A selection is the company's, not a user's."""
KEY: dict[str, str] = {"email": "email_key", "sms": "mobile_key"}
CONSENT: dict[str, str] = {"email": "mail_ads", "sms": "sms_ads"}
HAS_ADDRESS: dict[str, Q] = {
    "email": Q(email_key__gt=""),
    "sms": Q(mobile_key__startswith="01"),
}


@dataclass(frozen=True)
class Reach:
    """Customers by what will happen to them; the reasons do not overlap, so they add up.

    matching         all that the conditions select, as the customers' list counts them
    without_address  have no mail address, or no Korean mobile number
    refused          did not agree to advertising (0 when it is none)
    suppressed       bounced, complained or unsubscribed before
    repeated         share an address with somebody who gets the message
    reachable        get it
    """

    matching: int
    without_address: int
    refused: int
    suppressed: int
    repeated: int
    reachable: int


def query_of(parameters: Mapping[str, Sequence[str]]) -> dict[str, list[str]]:
    """The selection as it is stored: only what selects something. RuleBroken for a wrong filter."""
    known = {FIND, *(name for each in customer_record.filters for name in each.parameters)}
    query = {
        name: [value.strip() for value in values if value.strip()]
        for name, values in parameters.items()
    }
    query = {name: values for name, values in query.items() if values}
    read_selection(customer_record, COMPANY_S_OWN, query, strict=True)
    return {name: values for name, values in query.items() if name in known}


def selection(query: Mapping[str, Any]) -> Selection:
    """The conditions of a stored selection. RuleBroken when one is unknown or wrong by now."""
    return read_selection(customer_record, COMPANY_S_OWN, as_parameters(query), strict=True)


def matching(query: Mapping[str, Any]) -> QuerySet[Customer]:
    """The customers that the selection selects: those that their list shows for it."""
    return selection(query).of(customer_record.visible_to(COMPANY_S_OWN))


def count(query: Mapping[str, Any], channel: Channel, *, advertising: bool) -> Reach:
    """How many customers the selection reaches on the channel.

    Suppressed addresses are counted by a statement of their own, as a join: asked row by row inside
    the first one they would be looked up once for each customer.
    """
    has_address = HAS_ADDRESS[channel]
    is_willing = has_address & willing(channel) if advertising else has_address
    people = matching(query)
    found = people.aggregate(
        matching=Count("pk"),
        addressed=Count("pk", filter=has_address),
        willing=Count("pk", filter=is_willing),
        addresses=Count(KEY[channel], filter=is_willing, distinct=True),
    )
    barring = Suppression.barring(channel, advertising=advertising).values("addr_norm")
    barred = people.filter(is_willing, **{f"{KEY[channel]}__in": barring}).aggregate(
        people=Count("pk"), addresses=Count(KEY[channel], distinct=True)
    )
    reachable = found["addresses"] - barred["addresses"]
    return Reach(
        matching=found["matching"],
        without_address=found["matching"] - found["addressed"],
        refused=found["addressed"] - found["willing"],
        suppressed=barred["people"],
        repeated=found["willing"] - barred["people"] - reachable,
        reachable=reachable,
    )


def samples(
    query: Mapping[str, Any], channel: Channel, *, advertising: bool, turn: int = 0
) -> list[Customer]:
    """A few of those who get the message, from the first LOOKED_AT by id; others at each turn."""
    is_willing = HAS_ADDRESS[channel]
    if advertising:
        is_willing &= willing(channel)
    people = list(matching(query).filter(is_willing).order_by("id")[:LOOKED_AT])
    hashes = {person.pk: fingerprint(getattr(person, KEY[channel])) for person in people}
    barring = Suppression.barring(channel, advertising=advertising).filter(
        addr_hash__in=hashes.values()
    )
    barred = set(barring.values_list("addr_hash", flat=True))
    free = [person for person in people if hashes[person.pk] not in barred]
    start = turn * SAMPLES % max(1, len(free))
    return (free[start:] + free[:start])[:SAMPLES]


def of_send(send: Send) -> Reach:
    """The reach of a draft as it stands."""
    return count(send.audience, send.channel, advertising=send.advertising)
