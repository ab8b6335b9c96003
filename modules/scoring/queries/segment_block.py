"""In which segments a customer is, and by which grades (B33, B34)."""

from __future__ import annotations

from django.utils.translation import gettext as _

from modules.scoring.axes import PLANS, Axis, Plan
from modules.scoring.queries.blocks import Block, Line, Seen
from modules.scoring.queries.segmentations import cell_words, matrix_of
from modules.scoring.queries.segments import is_closed


def segments_of(seen: Seen) -> list[Block]:
    """One block, or none where every segmentation is closed to the reader.

    Segments go by the rules of today, as the list of customers does, whenever scores were computed.
    """
    lines = [_line(plan, seen) for plan in PLANS.values() if not is_closed(plan, seen.user)]
    if not lines:
        return []
    return [Block(label=_("Segments"), value=" · ".join(line.fact for line in lines), lines=lines)]


def _line(plan: Plan, seen: Seen) -> Line:
    matrix = matrix_of(plan)
    first, second = plan.axes
    down, across = _grade(first, matrix.down, seen), _grade(second, matrix.across, seen)
    club = matrix.name(matrix.club_at(down, across))
    return Line(str(plan.label), club, cell_words(plan, matrix, down, across))


def _grade(axis: Axis, borders: tuple[int, ...], seen: Seen) -> int:
    """How many borders are reached, by what stands in the customer and its facts now."""
    where, name = axis.column.split(".")
    value = getattr(seen.customer, name) if where == "c" else seen.row[name]
    return sum(value is not None and value >= border for border in borders)
