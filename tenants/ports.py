"""What this layer needs from above: declared here, registered by the layer that implements it."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Protocol
from uuid import UUID

from django.http import HttpRequest

from tenants import context
from tenants.models import Company


class Seats(Protocol):
    """Keeps the history of licences by day (decision 4); billing implements it."""

    def changed(self, company: Company, user_id: UUID, plan: str, delta: int, at: datetime) -> None:
        """Called in the transaction in which a user gains (+1) or loses (-1) a licence."""


class Welcome(Protocol):
    """What a layer above prepares for a company at the moment it is founded."""

    def founded(self, company: Company) -> None:
        """Called on the platform, in the founding transaction, before anyone enters."""


class PlanPrices(Protocol):
    """What plans cost; billing implements it."""

    def __call__(self, company: Company) -> dict[str, int]:
        """Won a month before VAT for the first users of each plan, at the company's prices."""


class Demo(Protocol):
    """What a layer above adds to a demo company, so that its screens have something to show."""

    def furnish(self, company: Company) -> None:
        """Called in development only, on the platform, after founding; safe to repeat."""


class Foot(Protocol):
    """What stands at the foot of the navigation: the message account; billing implements it."""

    def __call__(self, request: HttpRequest) -> Any:
        """What the shell's foot shows of the account, or None when the user may not see it."""


_demos: list[Demo] = []


class Corner(Protocol):
    """What stands at the lower right of a screen: sends on their way; messaging implements it."""

    def __call__(self, request: HttpRequest) -> str:
        """The template to draw there, or "" for nothing; asked on every screen, so it is cheap."""


_corners: list[Corner] = []
_foots: list[Foot] = []
_plan_prices: list[PlanPrices] = []
_seats: list[Seats] = []
_welcomes: list[Welcome] = []


def register_seats(seats: Seats) -> None:
    if seats not in _seats:
        _seats.append(seats)


def register_demo(demo: Demo) -> None:
    if demo not in _demos:
        _demos.append(demo)


def demos() -> tuple[Demo, ...]:
    """Those who add to demo companies."""
    return tuple(_demos)


def register_foot(foot: Foot) -> None:
    _foots[:] = [foot]


def register_plan_prices(prices: PlanPrices) -> None:
    _plan_prices[:] = [prices]


def plan_prices() -> dict[str, int]:
    """Won a month for a user of each plan in the present company; empty when nobody tells."""
    return _plan_prices[0](context.company()) if _plan_prices else {}


def register_corner(corner: Corner) -> None:
    _corners[:] = [corner]


def corner(request: HttpRequest) -> str:
    """The template of the lower right corner for this request, or ""."""
    return _corners[0](request) if _corners else ""


def foot(request: HttpRequest) -> Any:
    """The foot of the navigation for this request; None when no layer above supplies one."""
    return _foots[0](request) if _foots else None


def register_welcome(welcome: Welcome) -> None:
    if welcome not in _welcomes:
        _welcomes.append(welcome)


def seats() -> tuple[Seats, ...]:
    """Those who keep the history of licences."""
    return tuple(_seats)


def welcomes() -> tuple[Welcome, ...]:
    return tuple(_welcomes)
