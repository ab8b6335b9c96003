"""Writing demo customers and their history, block by block."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from random import Random
from uuid import UUID

from django.db import transaction

from dangol import clock
from dangol.copying import copy_lines
from modules.base.demo import accounts, care, dealings, history, lately, people, selling
from modules.base.demo.calendar import LAST, Calendar
from modules.base.demo.firms import Firm, firms
from modules.base.demo.groups import fill_groups
from modules.base.demo.ledger import fill_ledger
from modules.base.demo.mailboxes import Mailboxes
from modules.base.demo.people import Drawn, drawer, identifier
from modules.base.demo.sources import fill_sources
from modules.base.models import (
    Account,
    AccountAddress,
    AccountGroup,
    AccountPerson,
    AccountRating,
    AccountYear,
    Complaint,
    ContactHistory,
    Customer,
    Interest,
    Material,
    Order,
    OrderLine,
    Product,
    Relation,
)
from tenants import audit

BLOCK = 10_000
"""Customers drawn and committed together; memory does not grow with the number of blocks."""
OWNED = 0.92
"""The share of customers that somebody looks after."""
DEED = "base.demo.fill"
TABLES = tuple(
    model._meta.db_table
    for model in (
        AccountGroup,
        Account,
        AccountYear,
        AccountAddress,
        AccountRating,
        Product,
        Customer,
        AccountPerson,
        ContactHistory,
        Order,
        OrderLine,
        Material,
        Complaint,
        Interest,
        Relation,
    )
)


@dataclass(frozen=True)
class Size:
    """How much is drawn. Orders come to half the contacts."""

    customers: int
    contacts: int

    @property
    def orders(self) -> int:
        return self.contacts // 2

    @property
    def rows(self) -> int:
        return self.customers + self.contacts + self.orders


def fill(size: Size, *, seed: int, as_of: date, staff: Sequence[UUID]) -> int:
    """Fills the present company; returns the rows written. Blocks that stand already are kept.

    Each block is one transaction, so a fill that was stopped goes on where it was. `staff` own the
    customers: who stands there twice gets twice as many.
    """
    calendar = Calendar(as_of, clock.now())
    found = firms(seed)
    written = _fill_shelves(size, seed, calendar, found, staff)
    for block in range(-(-size.customers // BLOCK)):
        written += _fill_block(size, block, seed, calendar, found, staff)
    _finish(size, seed, calendar)
    return written


@transaction.atomic
def _finish(size: Size, seed: int, calendar: Calendar) -> None:
    """What people did in the last days, and that the company is full."""
    lately.tell(calendar)
    fill_groups()
    audit.record(
        DEED, subject="base.customer",
        changes={"customers": size.customers, "contacts": size.contacts, "seed": seed},
    )  # fmt: skip


@transaction.atomic
def _fill_shelves(
    size: Size, seed: int, calendar: Calendar, found: Sequence[Firm], staff: Sequence[UUID]
) -> int:
    """What customers and orders point at: accounts and products."""
    if Product.objects.filter(pk=UUID(selling.product_id(seed, 0))).exists():
        return 0
    lines = accounts.draw_accounts(seed, found, size.customers, calendar, staff)
    written = copy_lines(Account, accounts.COLUMNS, lines)
    written += dealings.fill_dealings(seed, calendar)
    fill_sources(staff)
    return written + copy_lines(
        Product, selling.PRODUCT_COLUMNS, selling.draw_products(seed, calendar)
    )


@transaction.atomic
def _fill_block(
    size: Size, block: int, seed: int, calendar: Calendar, found: Sequence[Firm],
    staff: Sequence[UUID],
) -> int:  # fmt: skip
    random = drawer(f"{seed} {block}")
    first, end = block * BLOCK, min((block + 1) * BLOCK, size.customers)
    drawn = [
        Drawn(
            identifier(random, number),
            _first_day(number, size.customers, calendar),
            random.random(),
            _owner(random, staff),
        )
        for number in range(first, end)
    ]
    if Customer.objects.filter(pk=UUID(drawn[0].id)).exists():
        return 0
    contacts_from, contacts_to = (size.contacts * part // size.customers for part in (first, end))
    orders_from, orders_to = (size.orders * part // size.customers for part in (first, end))
    contacts, last = history.draw_contacts(
        random, drawn, contacts_to - contacts_from, contacts_from, calendar, staff
    )
    boxes = Mailboxes(block)
    firms_known = accounts.identifiers(seed, found, size.customers)
    working: dict[str, str] = {}
    customers = (
        people.draw_customer(
            random,
            first + place,
            each,
            calendar,
            found,
            boxes,
            last.get(each.id),
            firms_known,
            working,
        )
        for place, each in enumerate(drawn)
    )
    written = copy_lines(Customer, people.COLUMNS, customers)
    written += fill_ledger([UUID(each.id) for each in drawn])
    written += copy_lines(ContactHistory, history.CONTACT_COLUMNS, contacts)
    numbers = range(orders_from, orders_to)
    orders, lines = selling.draw_orders(random, drawn, numbers, calendar, seed, working)
    written += copy_lines(Order, selling.ORDER_COLUMNS, orders)
    written += copy_lines(OrderLine, selling.LINE_COLUMNS, lines)
    written += dealings.fill_people(
        drawer(f"{seed} people {block}"), working, calendar.moment(1, 0.3), block
    )
    return written + care.fill_care(drawer(f"{seed} care {block}"), drawn, calendar, block)


def _first_day(number: int, customers: int, calendar: Calendar) -> int:
    """The day on which a customer was added: in order, more and more, the last one today.

    On weekends one in four stands, who came by the homepage; the others came on the Friday.
    """
    last = customers - 1
    day = int(LAST * (number / last) ** 0.7) if last else LAST
    return day if number % 4 == 3 or number == last else calendar.working(day)


def _owner(random: Random, staff: Sequence[UUID]) -> UUID | None:
    """Some customers nobody has taken on yet."""
    if not staff or random.random() > OWNED:
        return None
    return staff[int(random.random() * len(staff))]
