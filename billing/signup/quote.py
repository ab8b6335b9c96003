"""What a choice costs a month, row by row, computed by the invoices' own engine (P1, A33)."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from billing.services import pricing
from billing.signup import plans
from billing.signup.selection import Selection, most_of
from dangol.i18n import figures
from tenants.people.models.user import Plan
from tenants.plans import is_ready

CHANNELS: dict[str, tuple[Promise, Promise]] = {
    "email": (_("Bulk mail"), _("From campaigns only; single mails and notices are free")),
    "sms": (_("Text message (SMS)"), _("Up to 90 bytes; what fails costs nothing")),
    "lms": (_("Long text message (LMS)"), _("Up to 2,000 bytes; what fails costs nothing")),
}
"""Name and remark of each kind of message."""


@dataclass(frozen=True)
class PlanRow:
    """One plan of the list: won a month and user, users chosen, and the month's sum."""

    code: str
    label: str
    includes: str
    is_ready: bool
    listed: int
    discounted: int
    count: int
    month: int
    typed: str
    problem: str
    most: int


@dataclass(frozen=True)
class MessageRow:
    """One kind of message: won each, messages chosen, and the month's sum."""

    code: str
    label: str
    includes: str
    unit: int
    count: int
    month: int
    typed: str
    problem: str
    most: int


@dataclass(frozen=True)
class Quote:
    """The calculator's whole answer. `better` is the choice that the advice leads to."""

    selection: Selection
    plans: tuple[PlanRow, ...]
    messages: tuple[MessageRow, ...]
    bill: pricing.Bill
    threshold: int
    vat_percent: str
    advice: pricing.Advice | None
    better: Selection | None

    @property
    def mail_needs_campaign(self) -> bool:
        """Whether bulk mail is chosen without anybody who could send it."""
        users = self.selection.users
        return bool(self.selection.messages["email"]) and not (users["campaign"] or users["full"])

    @property
    def in_preparation(self) -> str:
        """The chosen plans without screens of their own: "Sales, Service", or ""."""
        return ", ".join(row.label for row in self.plans if row.count and not row.is_ready)


def quote(book: pricing.PriceBook, selection: Selection) -> Quote:
    """The rows, the bill and the advice for a choice. Pure: the same choice, the same answer."""
    advice = pricing.advise(book, selection.users)
    return Quote(
        selection=selection,
        plans=tuple(_plan_row(book, selection, plan) for plan in pricing.PLANS),
        messages=tuple(_message_row(book, selection, name) for name in pricing.CHANNELS),
        bill=pricing.estimate(book, selection.users, selection.messages),
        threshold=book.threshold,
        vat_percent=f"{book.vat_basis_points / 100:g}",
        advice=advice,
        better=selection.moved_to_full(advice.users) if advice else None,
    )


def _plan_row(book: pricing.PriceBook, selection: Selection, plan: str) -> PlanRow:
    price, count = book.plans[plan], selection.users[plan]
    return PlanRow(
        code=plan,
        label=str(Plan(plan).label),
        includes=str(plans.SUMMARIES[plan]),
        is_ready=is_ready(plan),
        listed=price.listed,
        discounted=price.discounted,
        count=count,
        month=book.grad(plan, count),
        typed=_shown(selection, plan),
        problem=selection.problems.get(plan, ""),
        most=most_of(plan),
    )


def _message_row(book: pricing.PriceBook, selection: Selection, name: str) -> MessageRow:
    label, includes = CHANNELS[name]
    unit, count = book.messages[name], selection.messages[name]
    return MessageRow(
        code=name,
        label=str(label),
        includes=str(includes),
        unit=unit,
        count=count,
        month=unit * count,
        typed=_shown(selection, name),
        problem=selection.problems.get(name, ""),
        most=most_of(name),
    )


def _shown(selection: Selection, name: str) -> str:
    """What stands in the field: a good number in groups of three, a bad one as it was typed."""
    if name in selection.problems:
        return selection.typed[name]
    return figures.number({**selection.users, **selection.messages}[name])
