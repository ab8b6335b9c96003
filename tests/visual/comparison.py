"""Compares a picture with the kept one; keeps new ones small."""

from __future__ import annotations

import io
from pathlib import Path

from PIL import Image, ImageChops

BASELINE = Path(__file__).parent / "baseline"
RESULTS = Path("test-results") / "looks"
COLOURS = 256
"""Of a kept picture's palette: enough for an interface, a third of the size."""
TOLERANCE = 40
"""How far a channel (0-255) may be off: anti-aliasing and the palette stay below."""
SHARE = 0.002
"""Of the pixels that may be off: a caret, a rounding of half a pixel."""
OTHER_BROWSER = 0.03
"""The same where the browser draws letters another way than the one of the kept pictures."""


def keep(name: str, picture: bytes) -> None:
    """Writes the picture as the one to compare with."""
    path = BASELINE / f"{name}.png"
    path.parent.mkdir(parents=True, exist_ok=True)
    opened(picture).quantize(COLOURS, dither=Image.Dither.NONE).save(path, optimize=True)


def difference(name: str, picture: bytes, share: float = SHARE) -> str:
    """What is different, in one sentence; "" when the picture looks as it should.

    The picture and the difference are written to `test-results/looks/` when they are.
    """
    path = BASELINE / f"{name}.png"
    actual = opened(picture)
    if not path.exists():
        return f"{name}: there is no kept picture; {_written(name, actual)}."
    with Image.open(path) as kept_file:
        kept = kept_file.convert("RGB")
    if kept.size != actual.size:
        return f"{name}: {actual.size} instead of {kept.size}; {_written(name, actual)}."
    off = _off(kept, actual)
    if off <= share:
        return ""
    apart = ImageChops.difference(kept, actual)
    return f"{name}: {off:.1%} of it looks different; {_written(name, actual, apart)}."


def opened(picture: bytes) -> Image.Image:
    """A PNG as RGB."""
    with Image.open(io.BytesIO(picture)) as image:
        return image.convert("RGB")


def _off(one: Image.Image, other: Image.Image) -> float:
    """The share of pixels with a channel further off than the tolerance."""
    channels = ImageChops.difference(one, other).split()
    worst = ImageChops.lighter(ImageChops.lighter(channels[0], channels[1]), channels[2])
    return sum(worst.histogram()[TOLERANCE + 1 :]) / (one.width * one.height)


def _written(name: str, actual: Image.Image, apart: Image.Image | None = None) -> str:
    """Writes what was seen and tells where."""
    path = RESULTS / f"{name}-actual.png"
    path.parent.mkdir(parents=True, exist_ok=True)
    actual.save(path)
    if apart is None:
        return f"see {path}"
    seen = path.with_name(path.name.replace("-actual", "-diff"))
    apart.point(lambda value: min(255, value * 4)).save(seen)
    return f"see {path} and {seen}"
