"""A company's colour, made readable on both themes by moving its lightness alone (P7)."""

from __future__ import annotations

import colorsys
import re
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from dangol.errors import RuleBroken

ENOUGH = 4.5
"""Contrast that WCAG AA asks of text."""
LIGHT_GROUND = "#ffffff"
DARK_GROUND = "#2b2e33"
"""The lightest surface of the dark theme; what reads on it reads on the darker ones."""
HEX = re.compile(r"#[0-9a-f]{6}")

CHOICES = (
    ("#3b5bd9", _("Indigo")),
    ("#0f6cbd", _("Blue")),
    ("#0b7285", _("Teal")),
    ("#2b7a3d", _("Green")),
    ("#8a5a00", _("Amber")),
    ("#b3401f", _("Brick")),
    ("#c2255c", _("Rose")),
    ("#7a3fbf", _("Purple")),
    ("#495057", _("Grey")),
)
"""Colours to choose from; each is readable as it stands on a light ground."""


@dataclass(frozen=True)
class Shades:
    """One colour for each theme, as #rrggbb; white text reads on `light`, and both as text."""

    light: str
    dark: str


def checked(colour: str) -> str:
    """The colour as #rrggbb in small letters; RuleBroken for anything else."""
    plain = colour.strip().lower()
    if not HEX.fullmatch(plain):
        raise RuleBroken(
            "colour_form",
            _("Write the colour as # and six digits from 0 to f, such as #3b5bd9."),
            field="colour",
        )
    return plain


def shades(colour: str) -> Shades:
    """The nearest readable shades of a colour: darker for the light theme, lighter for the dark."""
    return Shades(
        light=_moved(colour, LIGHT_GROUND, towards=0.0), dark=_moved(colour, DARK_GROUND, towards=1)
    )


def contrast(one: str, other: str) -> float:
    """WCAG contrast of two colours: 1 to 21."""
    high, low = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def _moved(colour: str, ground: str, *, towards: float) -> str:
    """The colour when it reads on the ground, else with its lightness moved until it does."""
    if contrast(colour, ground) >= ENOUGH:
        return colour
    hue, lightness, saturation = colorsys.rgb_to_hls(*_parts(colour))
    for step in range(1, 101):
        share = step / 100
        moved = lightness + (towards - lightness) * share
        found = _hex(colorsys.hls_to_rgb(hue, moved, saturation))
        if contrast(found, ground) >= ENOUGH:
            return found
    raise AssertionError(f"Neither black nor white reads on {ground}.")


def _parts(colour: str) -> tuple[float, float, float]:
    red, green, blue = (int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5))
    return red, green, blue


def _hex(parts: tuple[float, float, float]) -> str:
    return "#" + "".join(f"{round(part * 255):02x}" for part in parts)


def _luminance(colour: str) -> float:
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
        for part in _parts(colour)
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
