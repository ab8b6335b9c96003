"""R75: what colleagues and customers read of what was sent to them, and how soon."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import timedelta
from typing import Any

from django.db.models import Avg, Count, F, Min, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from dangol import clock
from messaging.models import Message as Outgoing
from messaging.models import MessageEvent, Send
from modules.messages.models import Delivery
from tenants.people.models import User
from tenants.reports.ready.asked import Asked
from tenants.reports.ready.table import Cell, Head, Line, Table, added

MINUTES, HOURS = 60, 24
UNDER_WAY = (Send.Status.DRAFT, Send.Status.RESERVED)


def messages(asked: Asked) -> Table:
    """Each sender's messages to colleagues; what was taken back unread does not count."""
    rows = _within(asked, Delivery.objects.filter(taken_back_at=None), "message__sent_at")
    if asked.people:
        rows = rows.filter(message__sender__in=asked.ids)
    found = rows.order_by().values(who=F("message__sender")).annotate(
        sent=Count("message", distinct=True),
        copies=Count("pk"),
        read=Count("pk", filter=Q(read_at__isnull=False)),
        wait=Avg(F("read_at") - F("at"), filter=Q(read_at__isnull=False)),
    )  # fmt: skip
    return _table(found, pgettext("report", "Messages"), _("Receivers"))


def mails(asked: Asked) -> Table:
    """Each sender's mails to customers: opened by a person, machines that look in left out."""
    rows = _within(asked, Outgoing.objects.all(), "send__started_at").filter(
        send__channel=Send.Channel.EMAIL, send__kind=Send.Kind.BULK
    )
    if asked.people:
        rows = rows.filter(send__created_by__in=asked.ids)
    opened = Q(kind__in=(MessageEvent.Kind.OPENED, MessageEvent.Kind.CLICKED), machine=False)
    taken = Coalesce(_first(Q(kind=MessageEvent.Kind.ACCEPTED)), F("send__started_at"))
    found = (
        rows.annotate(opened_at=_first(opened), taken_at=taken)
        .order_by()
        .values(who=F("send__created_by"))
        .annotate(
            sent=Count("send", distinct=True),
            copies=Count("pk"),
            read=Count("pk", filter=Q(opened_at__isnull=False)),
            wait=Avg(F("opened_at") - F("taken_at"), filter=Q(opened_at__isnull=False)),
        )
    )
    return _table(found, _("Sends"), _("Mails"))


def _first(which: Q) -> Subquery:
    """When the first such event of a mail was."""
    events = MessageEvent.objects.filter(which, message=OuterRef("pk")).order_by()
    return Subquery(events.values("message").annotate(first=Min("at")).values("first"))


def _within(asked: Asked, rows: QuerySet[Any], field: str) -> QuerySet[Any]:
    """Those of the asked days, by Korean days."""
    if asked.first is None or asked.last is None:
        return rows
    span = {
        f"{field}__gte": clock.midnight(asked.first),
        f"{field}__lt": clock.midnight(asked.last + timedelta(days=1)),
    }
    return rows.filter(**span)


def _table(found: Iterable[Mapping[str, Any]], sent: str, copies: str) -> Table:
    rows = sorted(found, key=lambda each: (-each["copies"], str(each["who"])))
    ids = [each["who"] for each in rows if each["who"]]
    names = dict(User.objects.filter(pk__in=ids).values_list("pk", "name"))
    heads = [
        Head(label=sent, is_drawn=False),
        Head(label=copies),
        Head(label=pgettext("message", "Read")),
        Head(label=_("Share read"), unit="rate", is_drawn=False),
        Head(label=_("Time until read"), unit="words", is_drawn=False),
    ]
    lines = [
        Line(label=names.get(each["who"], _("Somebody who left")), cells=_cells(each))
        for each in rows
    ]
    total = added(heads, lines)
    return Table(first=_("Sender"), heads=heads, lines=lines, total=total)


def _cells(each: Mapping[str, Any]) -> list[Cell]:
    return [
        Cell(value=each["sent"]),
        Cell(value=each["copies"]),
        Cell(value=each["read"]),
        Cell(value=each["read"], whole=each["copies"]),
        Cell(words=lasting(each["wait"])),
    ]


def lasting(span: timedelta | None) -> str:
    """A span as people say it: 12 min, 3 h 5 min, 2 days 4 h; "" for none."""
    if span is None:
        return ""
    minutes = max(round(span.total_seconds() / MINUTES), 0)
    hours, minutes = divmod(minutes, MINUTES)
    days, hours = divmod(hours, HOURS)
    if days:
        return _("%(days)s days %(hours)s h") % {"days": f"{days:,}", "hours": hours}
    if hours:
        return _("%(hours)s h %(minutes)s min") % {"hours": hours, "minutes": minutes}
    return _("%(minutes)s min") % {"minutes": minutes}
