"""The grid of a segmentation: how many customers, and what they bought (B33, B34)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import QuerySet
from django.urls import reverse

from dangol.i18n import figures
from modules.base.filters import SEGMENT
from modules.base.records import customer_record
from modules.scoring.axes import Plan
from modules.scoring.matrices import Matrix
from modules.scoring.queries.orders_open import sees_orders
from modules.scoring.queries.segmentations import cell_value, club_value, matrix_of

HEATS = 5
COUNTED = """
SELECT {down}, {across}, count(*), {bought}
  FROM ({rows}) c{joined} GROUP BY 1, 2
"""
JOINED = " LEFT JOIN scoring_fact f ON f.customer_id = c.id"
Counts = dict[tuple[int, int], tuple[int, int]]
"""{(grade down, grade across): (customers, won)}"""


@dataclass(frozen=True, kw_only=True)
class Asked:
    """Which grid: of everybody's customers, or of those whom some people look after."""

    plan: Plan
    people: Sequence[str] = ()


@dataclass(frozen=True, kw_only=True)
class Part:
    """A cell or a club: how many, how much, and the list of exactly these."""

    name: str
    count: int
    share: str
    bought: int
    bought_share: str
    address: str
    heat: int = 0
    cells: int = 1


@dataclass(frozen=True, kw_only=True)
class Grid:
    """What is shown; `is_closed` where the reader's role closes what an axis reads."""

    plan: Plan
    is_closed: bool = False
    sees_orders: bool = False
    heads: Sequence[str] = ()
    lines: Sequence[tuple[str, Sequence[Part]]] = ()
    clubs: Sequence[Part] = ()
    total: int = 0
    bought: int = 0
    labels: tuple[str, str] = ("", "")


def is_closed(plan: Plan, user: Any) -> bool:
    """Whether the user's role hides what the segmentation is made of."""
    hidden = customer_record.hidden_from(user)
    return not hidden.isdisjoint(plan.fields) or not plan.is_open(user)


def read(user: Any, asked: Asked) -> Grid:
    """The grid of the customers that this user sees: one statement, however many there are."""
    plan = asked.plan
    if is_closed(plan, user):
        return Grid(plan=plan, is_closed=True)
    matrix, sees = matrix_of(plan), sees_orders(user)
    rows = customer_record.visible_to(user)
    if asked.people:
        rows = rows.filter(owner__in=asked.people)
    counts = _counted(rows, plan, matrix, sees)
    drawn = _Drawn(asked, matrix, counts)
    down, across = plan.axes
    columns = range(len(matrix.across) + 1)
    return Grid(
        plan=plan, sees_orders=sees,
        heads=[across.words(matrix.across, grade) for grade in columns],
        lines=[
            (down.words(matrix.down, row), [drawn.cell(row, column) for column in columns])
            for row in range(len(matrix.down), -1, -1)
        ],
        clubs=[drawn.club(club, cells) for club, cells in matrix.clubs().items()],
        total=drawn.total[0], bought=drawn.total[1], labels=(down.label(), across.label()),
    )  # fmt: skip


def _counted(rows: QuerySet[Any], plan: Plan, matrix: Matrix, with_bought: bool) -> Counts:
    down, across = plan.axes
    names = ["id", *dict.fromkeys(plan.fields)]
    try:
        inner, parameters = rows.order_by().values(*names).query.sql_with_params()
    except EmptyResultSet:
        return {}
    needs_facts = with_bought or down.of_orders or across.of_orders
    statement = COUNTED.format(
        down=down.sql(matrix.down), across=across.sql(matrix.across), rows=inner,
        bought="coalesce(sum(f.recent_amount), 0)::bigint" if with_bought else "0",
        joined=JOINED if needs_facts else "",
    )  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        return {(row[0], row[1]): (row[2], row[3]) for row in cursor.fetchall()}


@dataclass(frozen=True)
class _Drawn:
    """Makes cells and clubs of what was counted."""

    asked: Asked
    matrix: Matrix
    counts: Mapping[tuple[int, int], tuple[int, int]]

    @property
    def total(self) -> tuple[int, int]:
        """(customers, won) of all cells."""
        return self._sum(list(self.counts))

    def _sum(self, cells: Sequence[tuple[int, int]]) -> tuple[int, int]:
        found = [self.counts.get(cell, (0, 0)) for cell in cells]
        return sum(each[0] for each in found), sum(each[1] for each in found)

    def cell(self, down: int, across: int) -> Part:
        club = self.matrix.club_at(down, across)
        return self._part(club, [(down, across)], cell_value(down, across))

    def club(self, club: str, cells: Sequence[tuple[int, int]]) -> Part:
        return self._part(club, cells, club_value(club))

    def _part(self, club: str, cells: Sequence[tuple[int, int]], value: str) -> Part:
        count, bought = self._sum(cells)
        most = max((each[0] for each in self.counts.values()), default=0)
        query = [(SEGMENT, f"{self.asked.plan.code}{value}")]
        query += [("owner", key) for key in self.asked.people]
        return Part(
            name=self.matrix.name(club), count=count, bought=bought, cells=len(cells),
            share=figures.percent(count, self.total[0]),
            bought_share=figures.percent(bought, self.total[1]),
            address=f"{reverse('base:customer-list')}?{urlencode(query)}" if count else "",
            heat=-(-HEATS * count // most) if most else 0,
        )  # fmt: skip
