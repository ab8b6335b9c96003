"""Plans as one chooses them: which open screens already, and what each costs (Q1, decision 2)."""

from __future__ import annotations

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from dangol import registry
from dangol.i18n import figures
from tenants import ports
from tenants.people.models.user import Plan


def is_ready(plan: str) -> bool:
    """Whether the plan's own screens are part of this Dangol: full always is."""
    opened = {d.entitlement for d in registry.declarations() if registry.is_module(d)}
    return plan == Plan.FULL or plan in opened


def choices() -> list[tuple[str, SafeString]]:
    """Each plan with its price a month, and a mark on those without screens of their own."""
    prices = ports.plan_prices()
    return [(plan.value, _choice(plan, prices.get(plan.value))) for plan in Plan]


def _choice(plan: Plan, price: int | None) -> SafeString:
    mark = "" if is_ready(plan) else _in_preparation()
    cost = (
        _("{price} a user and month, before VAT").format(price=figures.won(price)) if price else ""
    )
    return format_html(
        '{} {} <span class="text-muted text-sm num">{}</span>', plan.label, mark, cost
    )


def _in_preparation() -> SafeString:
    badge = '<span class="badge badge-outline badge-small">{}</span>'
    return format_html(badge, _("In preparation"))


def help_text() -> str:
    """How plans go together, and a caution while some are in preparation."""
    together = _("Sales, service and campaign include base; full includes everything.")
    return together if all(map(is_ready, Plan)) else f"{together} {caution()}"


def caution() -> str:
    """What somebody should know who chooses a plan in preparation."""
    return _(
        "What is in preparation opens no more than base as yet, and is charged at its own price."
    )
