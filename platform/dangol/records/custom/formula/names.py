"""People write labels in braces, definitions keep names: so fields may be called otherwise."""

from __future__ import annotations

from collections.abc import Iterable

from dangol.records.custom.definitions import CustomField
from dangol.records.custom.formula.reading import replaced


def named(source: str, fields: Iterable[CustomField]) -> str:
    """The source with names instead of labels."""
    labels: dict[str, str] = {}
    for each in fields:
        for label in (each.label_en, each.label):
            if label:
                labels[label] = each.name
    return replaced(source, labels)


def labelled(source: str, fields: Iterable[CustomField]) -> str:
    """The source as people write it."""
    return replaced(source, {each.name: str(each) for each in fields})
