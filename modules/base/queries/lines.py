"""Contacts, orders and messages as lines of a timeline: a customer's, an account's (B1, B7, B8)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import F, Value
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dangol.access import user_can
from dangol.i18n import figures
from dangol.records import Look, Record
from dangol.records.custom.fields import codes_of
from dangol.records.parts import Text
from dangol.records.timeline import NOTE, Entry, Line, Stretch
from dangol.records.types import record_of
from modules.base.marks import ICONS, OWN
from modules.base.models import ContactHistory
from tenants.queries import mentions

CONTACT, ORDER = "contact", "order"
NOTHING = Value("")


@dataclass(frozen=True)
class ContactLines:
    """What people noted, and what the system wrote down.

    path  from a contact to the record on whose page they stand
    """

    path: str = "customer"
    code = "contact"

    def kinds(self, record: Record, look: Look) -> Mapping[str, Text]:
        contacts = record_of("base.contact")
        hidden = contacts.hidden_from(look.user)
        if not user_can(look.user, contacts.permission("view")) or "contacted_at" in hidden:
            return {}
        if "medium" in hidden:
            return {CONTACT: gettext_lazy("Contacts")}
        media = {each.value: str(each) for each in codes_of(ContactHistory, "medium")}
        return {value: label for value, label in media.items() if value != NOTE} | {
            NOTE: gettext_lazy("Notes")
        }

    def stretches(self, record: Record, look: Look) -> Sequence[Stretch]:
        contacts, customers = record_of("base.contact"), record_of("base.customer")
        hidden = contacts.hidden_from(look.user)
        here = {self.path: look.instance.pk}
        written = ContactHistory.objects.present().filter(is_system=True, **here)
        if self.path != "customer":
            open_to = customers.visible_to(look.user).order_by().values("pk")
            written = written.filter(customer__in=open_to)
        named = self.path == "customer" or customers.title in customers.hidden_from(look.user)
        data: dict[str, Any] = {
            "medium": NOTHING if "medium" in hidden else F("medium"),
            "memo": NOTHING if "memo" in hidden else F("memo"),
            "staff": NOTHING if "staff" in hidden else F("staff__name"),
            "customer": NOTHING if named else F("customer__name"),
            "is_system": F("is_system"),
            "link": F("link"),
        }
        kind = CONTACT if "medium" in hidden else F("medium")
        return [
            Stretch(rows=rows, at="contacted_at", kind=kind, data=data)
            for rows in (contacts.visible_to(look.user).filter(**here), written)
        ]

    def entries(self, record: Record, look: Look, lines: Sequence[Line]) -> Iterable[Entry]:
        page = record_of("base.contact").url_name("page")
        marked = mentions.marker(line.data["memo"] for line in lines)
        words = {each.value: str(each) for each in codes_of(ContactHistory, "medium")}
        for line in lines:
            data, is_system = line.data, line.data["is_system"]
            medium = data["medium"]
            who = data["staff"] or (_("System") if is_system else "")
            yield Entry(
                at=line.at,
                key=line.key,
                source=self.code,
                kind=line.kind,
                icon=ICONS.get(medium, OWN),
                title=words.get(medium, medium) if medium else _("Contact"),
                note=" · ".join(filter(None, (data["customer"], who))),
                text=marked(data["memo"]),
                address=data["link"] if is_system else reverse(page, args=[line.key]),
                burst=f"system {medium}" if is_system else "",
            )


@dataclass(frozen=True)
class OrderLines:
    """What was bought. `path` leads from an order to the record on whose page it stands."""

    path: str
    code = "order"

    def kinds(self, record: Record, look: Look) -> Mapping[str, Text]:
        orders = record_of("base.order")
        closed = "ordered_at" in orders.hidden_from(look.user)
        if closed or not user_can(look.user, orders.permission("view")):
            return {}
        return {ORDER: orders.plural}

    def stretches(self, record: Record, look: Look) -> Sequence[Stretch]:
        orders = record_of("base.order")
        hidden = orders.hidden_from(look.user)
        data = {
            name: Value(None) if name in hidden else F(name)
            for name in ("number", "product", "amount")
        }
        rows = orders.visible_to(look.user).filter(**{self.path: look.instance.pk})
        return [Stretch(rows=rows, at="ordered_at", kind=ORDER, data=data)]

    def entries(self, record: Record, look: Look, lines: Sequence[Line]) -> Iterable[Entry]:
        orders = record_of("base.order")
        for line in lines:
            number, amount = line.data["number"], line.data["amount"]
            money = format_html('<strong class="num">{}</strong>', figures.won(amount or 0))
            yield Entry(
                at=line.at,
                key=line.key,
                source=self.code,
                kind=ORDER,
                icon="shopping-bag",
                title=_("Order %(number)s") % {"number": number} if number else _("Order"),
                note=line.data["product"] or "",
                facts=money if amount is not None else "",
                address=reverse(orders.url_name("page"), args=[line.key]),
            )
