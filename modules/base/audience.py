"""The customers as the people whom a send may address: the message engine's Audience port (S2, G6).

A query is JSON in the filter language of the customers' list (`dangol.records.filters`), so an
address such as `?grade=1&grade=2&q=한빛` and the query `{"grade": ["1", "2"], "q": "한빛"}` select
the same people. `{"ids": [...]}` names people one by one, and narrows the rest when both are given.
An empty query is everybody. A filter that is unknown or wrong raises RuleBroken: a send must not
reach more people than was meant.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from dangol import registry, remembered
from dangol.errors import RuleBroken
from dangol.records.custom.definitions import shape_of
from dangol.records.custom.fields import words_of
from dangol.records.filters.base import as_parameters
from dangol.records.lists.selection import Selection, read_selection
from dangol.records.merged import survivors
from messaging.models import Suppression
from messaging.ports import Channel, Recipient, register_audience
from modules.base.models import Customer
from modules.base.models.contact import Medium
from modules.base.queries import telling
from modules.base.records import customer_record
from modules.base.services import contacts, customers

IDS = "ids"
ADDRESS: dict[Channel, str] = {"email": "email_key", "sms": "mobile_key", "lms": "mobile_key"}
CONSENT: dict[Channel, str] = {"email": "mail_ads", "sms": "sms_ads", "lms": "sms_ads"}
WITHDRAWN: dict[Channel, tuple[str, ...]] = {
    "email": ("mail_ads",),
    "sms": ("sms_ads", "night"),
    "lms": ("sms_ads", "night"),
}
MEDIUM: dict[Channel, str] = {"email": Medium.MAIL, "sms": Medium.SMS, "lms": Medium.SMS}
NEEDED = ("name", "company_name", "title", "mobile", "email", "grade", "night", "is_excluded")
"""Columns behind the merge fields, and the consent that all channels share."""
NOBODY = None
"""The selection is the company's, not a user's; which filters a user may write is asked earlier."""


class CustomerAudience:
    """Every customer not in the trash who has an address for the channel.

    Suppressed addresses are counted by a statement of their own, as a join: asked row by row inside
    the first one they would be looked up once for each customer.
    """

    def describe(self, query: dict[str, Any]) -> str:
        words = _selection(query).sentences
        if IDS in query:
            count = len(_ids(query))
            words.append(ngettext("%(n)s chosen", "%(n)s chosen", count) % {"n": count})
        return " · ".join(words) or _("All customers")

    def count(self, query: dict[str, Any], channel: Channel, *, advertising: bool = False) -> int:
        people = _reachable(query, channel)
        if advertising:
            people = people.filter(willing(channel))
        barring = Suppression.barring(channel, advertising=advertising).values("addr_norm")
        addresses = people.values(ADDRESS[channel]).distinct()
        return addresses.count() - addresses.filter(**{f"{ADDRESS[channel]}__in": barring}).count()

    def page(
        self, query: dict[str, Any], channel: Channel, after: UUID | None, limit: int
    ) -> list[Recipient]:
        people = _reachable(query, channel).order_by("id")
        if after is not None:
            people = people.filter(id__gt=after)
        asked = (ADDRESS[channel], "name", CONSENT[channel], "is_excluded")
        rows = people.values_list("id", *asked)[:limit]
        return [
            Recipient(contact_id=pk, address=address, name=name, may_advertise=agreed and not out)
            for pk, address, name, agreed, out in rows
        ]

    def resolve(
        self, contact_ids: Sequence[UUID], channel: Channel, fields: Sequence[str]
    ) -> dict[UUID, Recipient]:
        with remembered.reading():  # definitions of own fields are asked for once, not per person
            people = _with_address(customer_record.visible_to(NOBODY), channel)
            own = ["custom"] if _own(fields) else []
            wanted = people.filter(pk__in=contact_ids).only(
                *NEEDED, ADDRESS[channel], CONSENT[channel], *own
            )
            told = telling.values_of([person.pk for person in wanted], channel, fields)
            return {
                person.pk: _recipient(person, channel, fields, told.get(person.pk, {}))
                for person in wanted
            }

    def merge_fields(self) -> dict[str, str]:
        """Those that the module declares, then the company's own by the names that they keep."""
        declared = {each.code: str(each.label) for each in registry.by_code("base").merge_fields}
        own = {each.name: str(each) for each in shape_of(Customer.record_code).fields}
        return declared | own

    def withdraw(self, contact_id: UUID, channel: Channel, *, source: str) -> None:
        customers.withdraw_consent(contact_id, WITHDRAWN[channel], source=source)

    def note(self, contact_id: UUID, channel: Channel, *, text: str, link: str) -> None:
        contacts.note(contact_id, medium=MEDIUM[channel], memo=text, link=link)


def willing(channel: str) -> Q:
    """Who gets advertising on the channel: who agreed, and is not left out of campaigns (B14)."""
    return Q(**{CONSENT[channel]: True}, is_excluded=False)  # type: ignore[index]


def register() -> None:
    """Part of the module's ready hook."""
    register_audience(CustomerAudience())


def _recipient(
    person: Customer, channel: Channel, fields: Sequence[str], told: Mapping[str, str]
) -> Recipient:
    values = {
        "name": person.name,
        "company": person.company_name,
        "title": person.title,
        "mobile": person.mobile,
        "email": person.email,
        "grade": person.get_grade_display() or "",
    }
    values |= told
    values |= {name: words_of(person, name) for name in _own(fields)}
    return Recipient(
        contact_id=person.pk,
        address=getattr(person, ADDRESS[channel]),
        name=person.name,
        may_advertise=getattr(person, CONSENT[channel]) and not person.is_excluded,
        may_at_night=person.night,
        values={code: values.get(code, "") for code in fields},
    )


def _own(fields: Sequence[str]) -> list[str]:
    """Those of the merge fields that are the company's own and still there."""
    known = shape_of(Customer.record_code).by_name
    return [name for name in fields if name in known]


def _selection(query: dict[str, Any]) -> Selection:
    filters = {name: value for name, value in query.items() if name != IDS}
    return read_selection(customer_record, NOBODY, as_parameters(filters), strict=True)


def _ids(query: dict[str, Any]) -> list[UUID]:
    """The chosen people; whoever was merged since is who stands for them now."""
    try:
        chosen = [UUID(str(each)) for each in query[IDS]]
    except (ValueError, TypeError) as error:
        raise RuleBroken("filter_value", _("The list of chosen customers is damaged.")) from error
    stands = survivors(Customer, set(chosen))
    return [stands.get(each, each) for each in chosen]


def _reachable(query: dict[str, Any], channel: Channel) -> QuerySet[Customer]:
    people = _selection(query).of(customer_record.visible_to(NOBODY))
    if IDS in query:
        people = people.filter(pk__in=_ids(query))
    return _with_address(people, channel)


def _with_address(people: QuerySet[Customer], channel: Channel) -> QuerySet[Customer]:
    """Those with an address; text messages go to Korean mobiles only."""
    if ADDRESS[channel] == "mobile_key":
        return people.filter(mobile_key__startswith="01")
    return people.filter(email_key__gt="")
