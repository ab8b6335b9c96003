"""The segmentations of scores behind the port of customers' lists (B33, B34)."""

from __future__ import annotations

from functools import partial

from django.db.models import Q
from django.utils.translation import gettext as _

from modules.base.segments import Segmentation, register_segmentation
from modules.scoring.axes import PLANS, Plan
from modules.scoring.matrices import Matrix
from modules.scoring.queries import current


def matrix_of(plan: Plan) -> Matrix:
    """As the present company cuts it."""
    return current.rules().segments[plan.code]


def club_value(club: str) -> str:
    """A club in the filter, behind the code of its segmentation."""
    return f".{club}"


def cell_value(down: int, across: int) -> str:
    """A cell in the filter: its grades, which count from the lowest."""
    return f":{down}.{across}"


def cell_words(plan: Plan, matrix: Matrix, down: int, across: int) -> str:
    """What brings a customer into a cell."""
    first, second = plan.axes
    return _("%(first)s %(down)s, %(second)s %(across)s") % {
        "first": first.label(), "down": first.words(matrix.down, down),
        "second": second.label(), "across": second.words(matrix.across, across),
    }  # fmt: skip


def _options(plan: Plan) -> list[tuple[str, str]]:
    """Clubs, then cells, the best first."""
    matrix = matrix_of(plan)
    clubs = matrix.clubs()
    named = [(club_value(club), matrix.name(club)) for club in clubs]
    cells = [
        (cell_value(*cell), f"{matrix.name(club)} ({cell_words(plan, matrix, *cell)})")
        for club, places in clubs.items()
        for cell in places
    ]
    return [*named, *cells]


def _q(plan: Plan, value: str) -> Q:
    matrix = matrix_of(plan)
    places = {
        written: cells
        for club, cells in matrix.clubs().items()
        for written, cells in (
            (club_value(club), cells), *((cell_value(*each), [each]) for each in cells)
        )
    }  # fmt: skip
    down, across = plan.axes
    found = Q(pk__in=[])
    for first, second in places.get(value, ()):
        found |= down.q(matrix.down, first) & across.q(matrix.across, second)
    return found


def register() -> None:
    for plan in PLANS.values():
        segmentation = Segmentation(
            code=plan.code, label=plan.label, options=partial(_options, plan),
            q=partial(_q, plan), fields=plan.fields, is_open=plan.is_open,
        )  # fmt: skip
        register_segmentation(segmentation)
