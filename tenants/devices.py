"""What people call the device of a browser: Chrome on Windows."""

from __future__ import annotations

import re

BROWSERS = (
    ("Edg", "Edge"),
    ("Whale", "Whale"),
    ("OPR", "Opera"),
    ("SamsungBrowser", "Samsung Internet"),
    ("Firefox", "Firefox"),
    ("FxiOS", "Firefox"),
    ("CriOS", "Chrome"),
    ("Chrome", "Chrome"),
    ("Safari", "Safari"),
)
"""Words in the browser's own description, the more particular first: nearly all claim Safari."""
SYSTEMS = (
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("CrOS", "ChromeOS"),
    ("Windows", "Windows"),
    ("Mac OS X", "macOS"),
    ("Linux", "Linux"),
)
HANDHELD = {"iPhone", "iPad", "Android"}


def name_of(agent: str) -> str:
    """`Chrome 131 · Windows`; "" when the description says nothing known."""
    browser = next(
        (_with_version(agent, word, name) for word, name in BROWSERS if word in agent), ""
    )
    return " · ".join(part for part in (browser, system_of(agent)) if part)


def system_of(agent: str) -> str:
    """The operating system or the kind of device; "" when unknown."""
    return next((name for word, name in SYSTEMS if word in agent), "")


def is_handheld(agent: str) -> bool:
    """Whether this is a phone or a tablet."""
    return system_of(agent) in HANDHELD


def _with_version(agent: str, word: str, name: str) -> str:
    mark = "Version" if word == "Safari" else word
    found = re.search(rf"{mark}[A-Za-z]*/(\d+)", agent)
    return f"{name} {found[1]}" if found else name
