"""The status board: numbers whose click opens the list they count (A4)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal, cast
from urllib.parse import urlencode

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dangol import registry
from dangol.access import user_can
from dangol.paths import path_to
from dangol.portal import drawing
from dangol.portal.pages import FIRST
from dangol.portal.widgets import TileForm
from dangol.records.declaration import Record
from dangol.records.filters.base import as_parameters
from dangol.records.lists.counting import count_each
from dangol.records.lists.selection import read_selection
from dangol.registry import Counter

MOST = 8
"""Cells of the board."""
CAP = 1_000
"""Counting stops here: a board says “1,000+”; the list behind it counts on."""
PATIENCE = 0.1
"""Seconds for one number."""


@dataclass(frozen=True)
class Count:
    """What a cell counts, the address of the list with the same filter, a few words beside it.

    rows    counted to one more than `CAP`, those of all cells in one statement
    kind    warn and err colour the remark: only when there is something to be done about it
    if_any  whether the remark stands only beside a number other than 0
    """

    rows: QuerySet[Any]
    address: str
    remark: str = ""
    kind: Literal["", "warn", "err"] = ""
    if_any: bool = False

    @property
    def number(self) -> int:
        """How many by itself, at most `CAP` and one more."""
        return numbers([self])[0]


@dataclass(frozen=True)
class Cell:
    """One cell as drawn; `count` is None when its number could not be found in time."""

    counter: Counter
    count: Count | None = None
    found: int = 0

    @property
    def is_capped(self) -> bool:
        return self.found > CAP

    @property
    def number(self) -> int:
        return min(self.found, CAP)

    @property
    def remark(self) -> str:
        is_told = self.count is not None and (self.found or not self.count.if_any)
        return self.count.remark if self.count is not None and is_told else ""

    @property
    def kind(self) -> str:
        return self.count.kind if self.count is not None and self.found else ""


def of_list(record: Record, user: Any, query: Mapping[str, str | list[str]]) -> Count:
    """What a list shows under this query: number and address come from the same filters.

    RuleBroken for a filter that the record does not have.
    """
    selection = read_selection(record, user, as_parameters(query), strict=True)
    rows = selection.of(record.visible_to(user))
    return Count(rows, f"{path_to(record.url_name('list'))}?{urlencode(query, doseq=True)}")


def numbers(counts: Sequence[Count]) -> list[int]:
    """How many each counts, at most `CAP` and one more, in one statement."""
    return [number for number, _ids in count_each([each.rows for each in counts], CAP)]


class BoardForm(TileForm):
    """Which numbers the board of the first page shows; none chosen are the first ones."""

    numbers = forms.MultipleChoiceField(
        label=gettext_lazy("Numbers"),
        required=False,
        initial=[],
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("Up to 8. Without a choice the first ones stand here."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = cast(forms.MultipleChoiceField, self.fields["numbers"])
        field.choices = [(each.code, str(each.label)) for each in open_to(self.user)]

    def clean_numbers(self) -> list[str]:
        chosen: list[str] = self.cleaned_data["numbers"]
        if len(chosen) > MOST:
            text = _("The board has room for %(most)s numbers; you chose %(count)s. Untick some.")
            raise ValidationError(text % {"most": MOST, "count": len(chosen)})
        return chosen


def open_to(user: Any, page: str = FIRST) -> list[Counter]:
    """The numbers that this user may see, in their order; on a module's page its own ones."""
    declared = [
        each
        for declaration in registry.declarations()
        if page in (FIRST, declaration.code)
        for each in declaration.counters
    ]
    own = [each for each in declared if user_can(user, each.permission)]
    return sorted(own, key=lambda each: each.order)


def context(user: Any, settings: Mapping[str, Any]) -> Mapping[str, Any]:
    """The cells that the user chose, else the first; one that fails leaves the others alone."""
    page = settings.get("page", FIRST)
    chosen = settings.get("numbers") if page == FIRST else None
    own = [each for each in open_to(user, page) if not chosen or each.code in chosen][:MOST]
    cells = drawing.guarded(lambda: _cells(user, own))
    if cells is None:  # one of them failed: which one shows when each stands for itself
        cells = [_cell_alone(user, each) for each in own]
    return {"cells": cells}


def _cells(user: Any, counters: Sequence[Counter]) -> list[Cell]:
    counts: list[Count] = [import_string(each.count)(user) for each in counters]
    return [Cell(*each) for each in zip(counters, counts, numbers(counts), strict=True)]


def _cell_alone(user: Any, counter: Counter) -> Cell:
    found = drawing.attempt(lambda: _cells(user, [counter]), PATIENCE)
    return found[0] if found else Cell(counter)
