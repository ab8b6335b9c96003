"""The words for what stands on bills, on every screen and document."""

from __future__ import annotations

from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from billing.services.pricing import PlanPrice
from dangol.i18n import figures

ITEMS: dict[str, str | Promise] = {
    "seat.base": gettext_lazy("Plan Base"),
    "seat.sales": gettext_lazy("Plan Sales"),
    "seat.service": gettext_lazy("Plan Service"),
    "seat.campaign": gettext_lazy("Plan Campaign"),
    "seat.full": gettext_lazy("Plan Full"),
    "message.email": gettext_lazy("Bulk email"),
    "message.sms": gettext_lazy("SMS"),
    "message.lms": gettext_lazy("Long SMS"),
    "refund.email": gettext_lazy("Refund of failed emails"),
    "refund.sms": gettext_lazy("Refund of failed SMS"),
    "refund.lms": gettext_lazy("Refund of failed long SMS"),
}


def item(code: str) -> str:
    return str(ITEMS[code])


def won(amount: int) -> str:
    """1,234 with a real minus sign."""
    return f"{amount:,}".replace("-", "−")


def change(amount: int) -> str:
    """+₩500,000, −₩4,675, or ±₩0."""
    return f"{'+' if amount > 0 else '' if amount else '±'}{figures.won(amount)}"


def formula(users: int, price: PlanPrice, threshold: int) -> str:
    """How a graduated price comes about: 5 × 20,000 + 7 × 10,000."""
    first, more = min(users, threshold), max(users - threshold, 0)
    parts = [f"{first} × {price.listed:,}"]
    if more:
        parts.append(f"{more} × {price.discounted:,}")
    return " + ".join(parts)


def seat_price(price: PlanPrice, threshold: int) -> str:
    """What one user costs a month: ₩20,000 a month; from user 6 ₩10,000."""
    return _("%(listed)s a month; from user %(n)s %(discounted)s") % {
        "listed": figures.won(price.listed),
        "n": threshold + 1,
        "discounted": figures.won(price.discounted),
    }


def seat_days(runs: list[dict[str, int]]) -> str:
    """Seats by day in words, equal days together: day 1–11: 6 users, day 12–30: 8 users."""
    return ", ".join(_run(run) for run in runs)


def _run(run: dict[str, int]) -> str:
    seats = run["seats"]
    if run["from"] == run["to"]:
        said = ngettext("day %(from)s: %(seats)s user", "day %(from)s: %(seats)s users", seats)
    else:
        said = ngettext(
            "day %(from)s–%(to)s: %(seats)s user", "day %(from)s–%(to)s: %(seats)s users", seats
        )
    return said % run


def quantity(line: dict[str, Any]) -> str:
    """How much of a line of an invoice document: 21,408 × 25, a month, or seats by the day."""
    if line["unit_price"] is not None:
        return f"{won(line['quantity'])} × {line['unit_price']:,}"
    if len(line["seats"]) == 1:
        return _("1 month")
    return _("%(count)s seat-days") % {"count": won(line["quantity"])}


def detail(line: dict[str, Any], month: str, price: PlanPrice | None, threshold: int) -> str:
    """What explains a line of an invoice document; `price` is the plan's, for seats."""
    if runs := line.get("seats"):
        if len(runs) == 1 and price is not None:
            users = runs[0]["seats"]
            said = ngettext("%(users)s user · %(formula)s", "%(users)s users · %(formula)s", users)
            return said % {"users": users, "formula": formula(users, price, threshold)}
        return seat_days(runs)
    if line["service_month"] != month:
        return _("of %(month)s, arrived later") % {"month": line["service_month"]}
    return _("as accepted for delivery") if line["quantity"] > 0 else _("reported as failed")
