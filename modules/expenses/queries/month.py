"""The expenses of a month: people down, account titles across, sums to the won (A27)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.db.models import Count, Q, Sum
from django.urls import reverse
from django.utils.translation import gettext as _

from dangol.records.filters.base import NONE
from modules.expenses.models import State
from modules.expenses.models.expense import HANDED_IN
from modules.expenses.records import expense_record
from tenants.people.models import Department, User
from tenants.queries import departments

DECIDED = (State.APPROVED, State.PAID)
COUNTED = {"handed_in": HANDED_IN, "approved": DECIDED}
"""What a sheet counts: everything that was handed in, or what was approved."""
NEEDED = frozenset({"amount", "spent_on", "owner", "account_title", "state"})
FIRST, LAST = date(1900, 1, 1), date(2999, 12, 1)


@dataclass(frozen=True)
class Asked:
    """Which sheet: the first day of the month, what counts, of which department (None: all)."""

    month: date
    counted: str = "handed_in"
    department: UUID | None = None

    @property
    def last(self) -> date:
        return later(self.month, 1) - timedelta(days=1)

    def query(self, **other: str) -> str:
        """As an address has it."""
        found = {"month": f"{self.month:%Y-%m}", "counted": self.counted}
        found |= {"department": str(self.department)} if self.department else {}
        return urlencode(found | other)


@dataclass(frozen=True)
class Cell:
    """A sum in won of so many expenses, and the list of exactly these; "" where there are none."""

    amount: int = 0
    count: int = 0
    address: str = ""


@dataclass(frozen=True)
class Row:
    """One person: a cell for each head, and all of them together."""

    name: str
    cells: Sequence[Cell]
    total: Cell


@dataclass(frozen=True)
class Sheet:
    """The sheet; `is_hidden` where the reader's role closes what it is made of."""

    asked: Asked
    heads: Sequence[str] = ()
    rows: Sequence[Row] = ()
    foot: Sequence[Cell] = ()
    total: Cell = field(default_factory=Cell)
    is_hidden: bool = False


@dataclass
class _Sum:
    amount: int = 0
    count: int = 0

    def add(self, amount: int, count: int) -> None:
        self.amount += amount
        self.count += count


def later(month: date, months: int) -> date:
    """The first of the month so many months later, within the years that filters take."""
    number = month.year * 12 + month.month - 1 + months
    return min(max(date(number // 12, number % 12 + 1, 1), FIRST), LAST)


def read(user: Any, asked: Asked) -> Sheet:
    """The sheet of what this user may see."""
    if NEEDED & expense_record.hidden_from(user):
        return Sheet(asked, is_hidden=True)
    found = _groups(user, asked)
    titles = _titles({title for _owner, title in found})
    names = _names({owner for owner, _title in found})
    owners = sorted(names, key=lambda key: (key is None, names[key], str(key)))
    across: dict[str, _Sum] = defaultdict(_Sum)
    down: dict[UUID | None, _Sum] = defaultdict(_Sum)
    whole = _Sum()
    for (owner, title), each in found.items():
        for total in (across[title], down[owner], whole):
            total.add(each.amount, each.count)
    drill = _Drill(asked, owners if asked.department else ())
    return Sheet(
        asked=asked,
        heads=list(titles.values()),
        rows=[
            Row(
                names[owner],
                [drill.cell(found.get((owner, title)), owner, title) for title in titles],
                drill.cell(down[owner], owner),
            )
            for owner in owners
        ],
        foot=[drill.cell(across[title], *ANYBODY, title) for title in titles],
        total=drill.cell(whole, *ANYBODY),
    )


ANYBODY = (False,)
"""In place of an owner: whoever is on the sheet."""


@dataclass(frozen=True)
class _Drill:
    """Makes the addresses of lists; `people` are named where not everybody counts."""

    asked: Asked
    people: Sequence[UUID | None]

    def cell(self, found: _Sum | None, owner: UUID | bool | None, title: str = "") -> Cell:
        if found is None or not found.count:
            return Cell()
        people = self.people if owner is False else (owner,)
        query: list[tuple[str, str]] = [
            ("spent_on.from", self.asked.month.isoformat()),
            ("spent_on.to", self.asked.last.isoformat()),
            *(("state", str(code)) for code in COUNTED[self.asked.counted]),
            *(("owner", NONE if each is None else str(each)) for each in people),
        ]
        if title:
            query.append(("account_title", title))
        address = f"{reverse(expense_record.url_name('list'))}?{urlencode(query)}"
        return Cell(found.amount, found.count, address)


def _groups(user: Any, asked: Asked) -> dict[tuple[UUID | None, str], _Sum]:
    """{(owner, account title): sum}, added up by the database."""
    rows = expense_record.visible_to(user).filter(
        spent_on__gte=asked.month, spent_on__lte=asked.last, state__in=COUNTED[asked.counted]
    )
    if asked.department is not None:
        rows = rows.filter(owner__in=_people_of(asked.department))
    grouped = rows.order_by().values("owner_id", "account_title")
    return {
        (each["owner_id"], each["account_title"]): _Sum(each["amount__sum"], each["n"])
        for each in grouped.annotate(Sum("amount"), n=Count("pk"))
    }


def _people_of(department: UUID) -> Collection[UUID]:
    below = departments.below(department)
    return list(User.objects.filter(department__in=below).values_list("pk", flat=True))


def _titles(used: Collection[str]) -> dict[str, str]:
    """{code: word} of the used account titles, in the company's own order."""
    words = dict(expense_record.model_field("account_title").flatchoices)
    known = {str(code): str(word) for code, word in words.items() if str(code) in used}
    return known | {code: code for code in sorted(used - known.keys())}


def _names(ids: Collection[UUID | None]) -> dict[UUID | None, str]:
    found: dict[UUID | None, str] = dict(
        User.objects.filter(pk__in=[each for each in ids if each]).values_list("pk", "name")
    )
    return found | ({None: _("Nobody")} if None in ids else {})


def offered(user: Any) -> list[tuple[str, str]]:
    """(id, name) of the departments of which the user sees an expense, those above indented."""
    seen = expense_record.visible_to(user).order_by().values("owner__department")
    with_some = set(
        seen.filter(~Q(owner__department=None))
        .values_list("owner__department", flat=True)
        .distinct()
    )
    above = {key for each in with_some for key in departments.above(each)}
    return [
        (str(branch.department.pk), f"{'  ' * branch.depth}{branch.department.name}")
        for branch in departments.tree()
        if branch.department.pk in above
    ]


def department(user: Any, key: UUID | None) -> Department | None:
    """The department with this id, as far as it is offered to the user."""
    if key is None or str(key) not in dict(offered(user)):
        return None
    return Department.objects.filter(pk=key).first()
