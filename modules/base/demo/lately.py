"""What the team of a demo company did in the last days, as the audit tells it (X1, V3).

The rows of two years are written at once, with one line for all of them. Of the newest each gets
the line that its service writes, at its own time and by whoever it was; a few customers are changed
by the service itself. So the news of the portal and the histories have something to tell.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from dangol import clock
from modules.base.demo.calendar import LAST, Calendar
from modules.base.models import ContactHistory, Customer
from modules.base.services import customers
from tenants import audit
from tenants.people.models import User

NEW_SINCE, CONTACTED_SINCE = timedelta(days=7), timedelta(days=2)
NEW = 30
"""So many of the newest customers get a line of their own."""
CONTACTS, EVERY = 600, 60
"""Of so many of the latest contacts one in EVERY, so that they leave room for other news."""
CHANGED = 12
REMARKS = (
    "연말 예산이 남아 12월 안에 발주하기로 함",
    "새 담당자에게 인계, 지난 거래 내역을 다시 보내기로 함",
    "배송은 오전에만 받을 수 있음",
)


@dataclass(frozen=True)
class Deed:
    """Something that `by` did at a moment; `do` does it again."""

    at: datetime
    by: User
    do: Callable[[], Any]


def tell(calendar: Calendar) -> None:
    """Writes the lines, the oldest first, as the audit would have them."""
    midnight = clock.midnight(calendar.as_of)
    deeds = [
        *_added(midnight - NEW_SINCE),
        *_contacted(midnight - CONTACTED_SINCE),
        *_changed(midnight - NEW_SINCE, calendar),
    ]
    for deed in sorted(deeds, key=lambda each: each.at):
        actor = audit.Actor(id=deed.by.pk, name=deed.by.name)
        with clock.at(deed.at), audit.acting(actor):
            deed.do()


def _added(since: datetime) -> Iterator[Deed]:
    new = Customer.objects.filter(created_at__gte=since).exclude(owner=None)
    for customer in new.select_related("owner").order_by("-created_at", "-id")[:NEW]:
        if customer.owner:
            yield Deed(customer.created_at, customer.owner, _line("base.customer.create", customer))


def _contacted(since: datetime) -> Iterator[Deed]:
    lately = ContactHistory.objects.filter(contacted_at__gte=since).exclude(staff=None)
    rows = lately.select_related("staff", "customer").order_by("-contacted_at", "-id")
    for row in rows[:CONTACTS:EVERY]:
        if row.staff:
            line = _line("base.contact.create", row.customer, medium=row.medium)
            yield Deed(row.contacted_at, row.staff, line)


def _line(action: str, customer: Customer, **facts: str) -> Callable[[], Any]:
    return lambda: audit.record(
        action,
        subject=customers.SUBJECT,
        subject_id=customer.pk,
        summary=customer.name,
        changes=dict(facts),
    )


def _changed(before: datetime, calendar: Calendar) -> Iterator[Deed]:
    """Changes of those whom somebody has spoken to last."""
    known = Customer.objects.filter(created_at__lt=before, last_contacted_at__isnull=False)
    rows = known.exclude(owner=None).select_related("owner")
    for number, customer in enumerate(rows.order_by("-last_contacted_at", "id")[:CHANGED]):
        day = calendar.working(LAST - number % 5)
        moment = datetime.fromisoformat(calendar.moment(day, number * 0.37 % 1))
        if customer.owner:
            yield Deed(moment, customer.owner, _change(customer, number, moment))


def _change(customer: Customer, number: int, moment: datetime) -> Callable[[], Any]:
    """A better grade for every second, else a remark; dated to the minute, as all that is drawn."""
    better = (customer.grade or 4) - 1
    values: dict[str, Any] = {"memo": REMARKS[number % len(REMARKS)]}
    if number % 2 and better:
        values = {"grade": better}

    def do() -> None:
        customers.edit(customer, values, "")
        Customer.objects.filter(pk=customer.pk).update(updated_at=moment)

    return do
