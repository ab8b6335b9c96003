"""The timeline of a record: everything that happened with it, from many tables as one line (U2)."""

from dangol.records.timeline.places import Mark, behind, below, day_words, read_mark
from dangol.records.timeline.sources import (
    CHANGE,
    FILE,
    NOTE,
    SYSTEM,
    Entry,
    Line,
    Source,
    Stretch,
    add_source,
    register_sources,
)

__all__ = [
    "CHANGE",
    "FILE",
    "NOTE",
    "SYSTEM",
    "Entry",
    "Line",
    "Mark",
    "Source",
    "Stretch",
    "add_source",
    "behind",
    "below",
    "day_words",
    "read_mark",
    "register_sources",
]
