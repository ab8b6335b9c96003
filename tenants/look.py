"""How a company looks to its people: logo and colour (P7)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import SimpleLazyObject

from tenants import colours, house


@dataclass(frozen=True)
class Look:
    """What templates draw.

    square, wide  addresses of the logo's two forms; "" without a logo
    tile          CSS of the tile that carries the logo or the first letter
    light, dark   the company's colour as text or button on a light and on a dark ground
    """

    square: str
    wide: str
    tile: str
    light: str
    dark: str


def present() -> Look:
    """The look of the present company."""
    facts = house.facts()
    shades = colours.shades(facts.colour)
    key = facts.logo_key
    return Look(
        square=reverse("tenants:logo", args=[key, "square"]) if key else "",
        wide=reverse("tenants:logo", args=[key, "wide"]) if key else "",
        tile=f"background:{shades.light};color:#fff",
        light=shades.light,
        dark=shades.dark,
    )


def context(request: HttpRequest) -> dict[str, Any]:
    """Template context `look`, read only where a template draws it; None on the public site."""
    if getattr(request, "company", None) is None:
        return {"look": None}
    return {"look": SimpleLazyObject(present)}
