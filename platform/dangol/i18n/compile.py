"""Makes the .mo files that Django reads from the .po files that people write.

    python -m dangol.i18n.compile

Part of the set-up; needs neither Django's settings nor GNU gettext.
"""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

LOCALE = Path(__file__).resolve().parents[1] / "locale"


def compile_catalogues(locale: Path = LOCALE) -> Iterator[Path]:
    """Writes a .mo beside every .po below `locale` and yields what it wrote."""
    for source in sorted(locale.glob("*/LC_MESSAGES/*.po")):
        with source.open("rb") as file:
            catalogue = read_po(file, locale=source.parts[-3])
        target = source.with_suffix(".mo")
        with target.open("wb") as file:
            write_mo(file, catalogue)
        yield target


if __name__ == "__main__":
    for written in compile_catalogues():
        sys.stdout.write(f"{written}\n")
