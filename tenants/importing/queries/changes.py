"""Which rows of a check differ from the file, and what was done last (U5)."""

from __future__ import annotations

from django.utils.translation import gettext as _

from dangol.i18n import figures
from dangol.imports import files
from dangol.imports.plan import Row
from tenants.importing.models import Deed, ImportRun, ImportStep


def changed_count(run: ImportRun) -> int:
    """How many rows were changed, by hand or by a replacement."""
    return run.problems.filter(is_changed=True).count() + run.replaced


def changed_rows(run: ImportRun, after: int, count: int) -> list[Row]:
    """The first `count` of them behind row `after`, as the file has them."""
    by_hand = run.problems.filter(is_changed=True, number__gt=after).order_by("number")
    found = dict(by_hand.values_list("number", "cells")[:count])
    for number, cells in _replaced(run, after, count):
        found.setdefault(number, cells)
    return sorted(found.items())[:count]


def _replaced(run: ImportRun, after: int, count: int) -> list[Row]:
    """Rows that replacements change and that nobody has to repair; looked for in the file."""
    if not run.replaced:
        return []
    found: list[Row] = []
    file, rows = files.open_rows(run.stored_name, run.delimiter)
    with file:
        for number, cells in enumerate(rows, start=1):
            if number > after and run.as_replaced(cells) is not cells:
                found.append((number, cells))
            if len(found) == count:
                break
    return found


def last_deed(run: ImportRun) -> str:
    """What undoing would undo, in words; "" when there is nothing."""
    step = run.steps.order_by("number").last()
    return deed_in_words(step) if step else ""


def deed_in_words(step: ImportStep) -> str:
    """A deed as people did it."""
    facts = step.facts
    if step.deed == Deed.REPLACE:
        words = _("“%(find)s” replaced by “%(put)s”, cells: %(count)s")
        return words % {**facts, "count": figures.number(facts["count"])}
    words = {
        Deed.MEND: _("row %(row)s mended"),
        Deed.EMPTY: _("cell emptied in row %(row)s"),
        Deed.SKIP: _("row %(row)s left out"),
        Deed.BACK: _("row %(row)s as in the file"),
        Deed.ALIKE: _("%(count)s rows mended"),
        Deed.EMPTY_ALIKE: _("cell emptied in %(count)s rows"),
    }[Deed(step.deed)]
    return words % {name: figures.number(value) for name, value in facts.items()}
