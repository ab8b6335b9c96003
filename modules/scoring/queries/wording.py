"""Stages and grades as the company calls them (A11)."""

from __future__ import annotations

from dangol.records.custom.definitions import code_words
from modules.base.models.grade import Grade
from modules.base.models.scores import Lifecycle

RECORD = "base.customer"


def stage_words(value: int) -> str:
    """What a stage of life is called."""
    return code_words(RECORD, "lifecycle", value) or str(Lifecycle(value).label)


def grade_words(value: int | None) -> str:
    """What a grade is called; "" for none."""
    if value is None:
        return ""
    return code_words(RECORD, "grade", value) or str(Grade(value).label)
