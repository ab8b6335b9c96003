"""Usage of a month by send and by day, from the sums that each charge keeps (Q8)."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Sum
from django.utils.translation import gettext as _

from billing import labels
from billing.charts import Chart, Series, stacked
from billing.models import UsageDay
from billing.models.usage import Channel, Source
from billing.services.months import Month
from dangol.i18n import days
from messaging.models import Send
from tenants.models import Company


@dataclass(frozen=True)
class SendRow:
    """What one send cost in a month, before VAT. `share` is percent of the dearest one."""

    send_id: UUID | None
    name: str
    channel: str
    quantity: int
    unit_price: int
    amount: int
    share: str


@dataclass(frozen=True)
class RefundRow:
    """What came back for messages of one channel that failed; quantity and amount are negative."""

    channel: str
    quantity: int
    unit_price: int
    amount: int


@dataclass(frozen=True)
class MonthUsage:
    """A month's messages by send, dearest first, and its refunds; `amount` is all together."""

    rows: tuple[SendRow, ...]
    refunds: tuple[RefundRow, ...]
    quantity: int
    amount: int


def by_send(company: Company, month: Month) -> MonthUsage:
    """Call it inside the company: the names of its sends lie in its own schema."""
    sums = list(
        UsageDay.objects.filter(company=company, service_month=month.first)
        .values("send_id", "source", "channel", "unit_price")
        .annotate(total=Sum("quantity"), won=Sum("amount"))
        .order_by("-won", "send_id", "channel")
    )
    sent = [row for row in sums if row["source"] == Source.MESSAGE]
    names = dict(
        Send.objects.filter(pk__in={row["send_id"] for row in sent if row["send_id"]}).values_list(
            "pk", "name"
        )
    )
    most = max((row["won"] for row in sent), default=0)
    return MonthUsage(
        rows=tuple(_send_row(row, names, most) for row in sent),
        refunds=_refunds([row for row in sums if row["source"] == Source.REFUND]),
        quantity=sum(row["total"] for row in sent),
        amount=sum(row["won"] for row in sums),
    )


def _send_row(row: Any, names: dict[UUID, str], most: int) -> SendRow:
    known = names.get(row["send_id"])
    return SendRow(
        send_id=row["send_id"] if known else None,
        name=known or _("Messages outside of sends"),
        channel=str(Channel(row["channel"]).label),
        quantity=row["total"],
        unit_price=row["unit_price"],
        amount=row["won"],
        share=f"{row['won'] * 100 / most:.1f}" if most else "0",
    )


def _refunds(sums: list[Any]) -> tuple[RefundRow, ...]:
    """One line for each channel and price, whichever sends the messages were of."""
    groups: dict[tuple[str, int], list[Any]] = defaultdict(list)
    for row in sums:
        groups[row["channel"], row["unit_price"]].append(row)
    return tuple(
        RefundRow(
            labels.item(f"refund.{channel}"),
            sum(row["total"] for row in rows),
            price,
            sum(row["won"] for row in rows),
        )
        for (channel, price), rows in sorted(groups.items())
    )


def month_chart(company: Company, month: Month, today: date) -> Chart:
    """Messages accepted on each day of the month, mail under text messages."""
    dates = month.dates()
    past = min(len(dates), max(0, (today - month.first).days + 1))
    axis = [
        str(each.day) if each.day == 1 or each.day % 5 == 0 or each == today else ""
        for each in dates
    ]
    return _chart(company, dates, axis, past)


def recent_chart(company: Company, today: date, count: int = 30) -> Chart:
    """The same for the last `count` days, with a word under each seventh."""
    dates = [date.fromordinal(today.toordinal() - back) for back in reversed(range(count))]
    axis = [
        f"{each.month}/{each.day}" if place % 7 == (count - 1) % 7 else ""
        for place, each in enumerate(dates)
    ]
    return _chart(company, dates, axis, None)


def _chart(company: Company, dates: list[date], axis: list[str], past: int | None) -> Chart:
    counts = _per_day(company, dates[0], dates[-1])
    mail = tuple(counts[each, Channel.EMAIL] for each in dates)
    text = tuple(counts[each, Channel.SMS] + counts[each, Channel.LMS] for each in dates)
    return stacked(
        [Series(_("Mail"), 3, mail), Series(_("Text"), 1, text)],
        [days.day(each) for each in dates],
        axis,
        past,
    )


def _per_day(company: Company, first: date, last: date) -> dict[tuple[date, str], int]:
    """{(day, channel): accepted messages}; what failed later is still counted: it was sent."""
    counts: dict[tuple[date, str], int] = defaultdict(int)
    sums = (
        UsageDay.objects.filter(company=company, day__range=(first, last), source=Source.MESSAGE)
        .order_by()
        .values_list("day", "channel")
        .annotate(Sum("quantity"))
    )
    for day, channel, quantity in sums:
        counts[day, channel] += quantity
    return counts
