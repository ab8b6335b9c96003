"""A customer's timeline: contacts, orders, messages and changes in one line (B1, B7, B8)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from functools import partial
from typing import Any

from django.db.models import CharField, Count, F, QuerySet, Value
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _

from dangol.access import user_can
from dangol.i18n import figures
from dangol.records import Look
from dangol.records.timeline import Entry, Mark, Source, below, read_mark, read_timeline
from messaging.models import Message, MessageEvent, Send
from modules.base.forms.contacts import ContactForm
from modules.base.models import Customer
from modules.base.models.contact import Medium
from modules.base.queries import history
from modules.base.queries.history import ORDERS
from tenants.queries import mentions
from tenants.queries.history import changes_of

ICONS: dict[str, str] = {
    Medium.NOTE: "sticky-note",
    Medium.VISIT: "map-pin",
    Medium.PHONE: "phone",
    Medium.MAIL: "mail",
    Medium.DM: "mailbox",
    Medium.WEB: "globe",
    Medium.FAX: "printer",
    Medium.SMS: "message-square",
}
ORDER, MESSAGE, CHANGE = "order", "message", "change"
KINDS = (*Medium.values, ORDER, MESSAGE, CHANGE)
SENT = (Message.State.ACCEPTED, Message.State.REJECTED, Message.State.UNKNOWN)
RECENT = 7


def timeline(look: Look) -> Mapping[str, Any]:
    """The line from the place that the address names, of one kind or of all; and the composer."""
    customer = look.instance
    kind = look.asked("kind") if look.asked("kind") in KINDS else ""
    mark = read_mark(look.asked("below"))
    days, onward = read_timeline(customer, _sources(look, kind), mark)
    found: dict[str, Any] = {
        "customer": customer,
        "days": days,
        "onward": onward,
        "kind": kind,
        "is_more": mark is not None,
    }
    if mark is None:
        found["kinds"] = _counted(customer, look.hidden)
        found |= composer(look.user)
    return found


def composer(user: Any, form: ContactForm | None = None) -> dict[str, Any]:
    """The form that notes something about a customer; {} for those who may not."""
    if not user_can(user, "base.contact.create"):
        return {}
    media = [(value, label, ICONS[value]) for value, label in Medium.choices]
    return {"form": form or ContactForm(), "media": media}


def may_note(look: Look) -> Mapping[str, Any]:
    """Whether the user may write something down about a customer."""
    return {"may_note": user_can(look.user, "base.contact.create")}


def recent(look: Look) -> Mapping[str, Any]:
    """The latest few, for the panel beside the list."""
    days, _onward = read_timeline(look.instance, _sources(look, ""), size=RECENT)
    return {
        "entries": [entry for day in days for entry in day.entries],
        "customer": look.instance,
    }


def _sources(look: Look, kind: str) -> list[Source]:
    """The sources that can hold entries of this kind; all of them for ""."""
    found: dict[str, Source] = {
        ORDER: _no_orders if ORDERS in look.hidden else _orders,
        MESSAGE: partial(_messages, may_open=user_can(look.user, "messaging.send.view")),
        CHANGE: partial(_changes, hidden=look.hidden),
    }
    if kind in found:
        return [found[kind]]
    return [partial(_contacts, medium=kind), *([] if kind else found.values())]


def _contacts(customer: Customer, mark: Mark | None, most: int, *, medium: str) -> Iterable[Entry]:
    rows: QuerySet[Any] = customer.contacts.select_related("staff")
    if medium:
        rows = rows.filter(medium=medium)
    found = list(below(rows, "contacted_at", mark, most))
    known = mentions.names() if any("@" in row.memo for row in found) else frozenset()
    for row in found:
        who = row.staff.name if row.staff else (_("System") if row.is_system else "")
        yield Entry(
            at=row.contacted_at,
            key=row.pk,
            kind=row.medium,
            icon=ICONS[row.medium],
            title=row.get_medium_display(),
            note=who,
            text=mentions.marked(row.memo, known),
            address=row.link,
        )


def _orders(customer: Customer, mark: Mark | None, most: int) -> Iterable[Entry]:
    for row in below(customer.orders.all(), "ordered_at", mark, most):
        yield Entry(
            at=row.ordered_at,
            key=row.pk,
            kind=ORDER,
            icon="shopping-bag",
            title=_("Order %(number)s") % {"number": row.number},
            note=row.product,
            facts=format_html('<strong class="num">{}</strong>', figures.won(row.amount)),
        )


def _no_orders(customer: Customer, mark: Mark | None, most: int) -> Iterable[Entry]:
    return ()


def _messages(
    customer: Customer, mark: Mark | None, most: int, *, may_open: bool
) -> Iterable[Entry]:
    """That something was sent concerns everybody here; what it was, only who may see sends."""
    sent = Message.objects.filter(contact_id=customer.pk, state__in=SENT).select_related("send")
    rows = list(below(sent, "state_at", mark, most))
    deeds = _deeds([row.pk for row in rows])
    for row in rows:
        is_mail = row.send.channel == Send.Channel.EMAIL
        yield Entry(
            at=row.state_at,
            key=row.pk,
            kind=MESSAGE,
            icon="mail" if is_mail else "message-square",
            title=row.send.subject or row.send.name if may_open else _("A message was sent"),
            note=row.send.get_channel_display(),
            facts=_message_facts(row, deeds.get(row.pk, [])),
            address=reverse("messaging:send-page", args=[row.send_id]) if may_open else "",
        )


def _deeds(messages: Sequence[Any]) -> dict[Any, list[str]]:
    """What the person did with each message, each deed once."""
    if not messages:
        return {}
    found: dict[Any, list[str]] = {}
    told = (
        MessageEvent.Kind.OPENED,
        MessageEvent.Kind.CLICKED,
        MessageEvent.Kind.BOUNCED,
        MessageEvent.Kind.UNSUBSCRIBED,
    )
    rows = MessageEvent.objects.filter(message_id__in=messages, kind__in=told, machine=False)
    for message, kind in rows.order_by("at").values_list("message_id", "kind"):
        words = str(MessageEvent.Kind(kind).label)
        if words not in found.setdefault(message, []):
            found[message].append(words)
    return found


def _message_facts(row: Message, deeds: list[str]) -> str:
    looks = {Message.State.ACCEPTED: ("ok", _("Sent")), Message.State.REJECTED: ("err", "")}
    look, words = looks.get(Message.State(row.state), ("warn", ""))
    state = format_html(
        '<span class="status"><span class="dot {}" aria-hidden="true"></span>{}</span>',
        look, words or row.get_state_display(),
    )  # fmt: skip
    return format_html_join(" · ", "{}", ((part,) for part in [state, *deeds]))


def _changes(
    customer: Customer, mark: Mark | None, most: int, *, hidden: Collection[str]
) -> Iterable[Entry]:
    for row in history.latest(customer, mark, most):
        yield Entry(
            at=row.at,
            key=row.pk,
            kind=CHANGE,
            icon="",
            title=row.actor_name or _("System"),
            note=history.deed(row, hidden),
            quiet=True,
        )


def _counted(customer: Customer, hidden: Collection[str]) -> list[tuple[str, str, int]]:
    """(kind, words, how many) of each kind there is, in one statement, the most usual first."""

    def counted(rows: QuerySet[Any], kind: Any) -> QuerySet[Any]:
        return rows.order_by().values(kind=kind).annotate(n=Count("*")).values_list("kind", "n")

    def named(kind: str) -> Value:
        return Value(kind, output_field=CharField())

    messages = Message.objects.filter(contact_id=customer.pk, state__in=SENT)
    every: Callable[..., Any] = counted(customer.contacts.all(), F("medium")).union
    bought = customer.orders.none() if ORDERS in hidden else customer.orders.all()
    rows = every(
        counted(bought, named(ORDER)),
        counted(messages, named(MESSAGE)),
        counted(history.own_changes(customer), named(CHANGE)),
        counted(changes_of(history.SUBJECT, customer.pk), named(CHANGE)),
        all=True,
    )
    numbers: Counter[str] = Counter()
    for kind, number in rows:
        numbers[kind] += number
    words = dict(Medium.choices) | {
        ORDER: _("Orders"),
        MESSAGE: _("Messages"),
        CHANGE: _("Changes"),
    }
    found = [(kind, str(words[kind]), numbers[kind]) for kind in KINDS if numbers[kind]]
    return [("", _("All"), sum(numbers.values())), *found] if found else []
