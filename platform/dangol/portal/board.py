"""The status board: numbers whose click opens the list they count (A4)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal, cast
from urllib.parse import urlencode

from django import forms
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dangol import registry
from dangol.access import user_can
from dangol.portal import drawing
from dangol.portal.pages import FIRST
from dangol.portal.widgets import TileForm
from dangol.records.declaration import Record
from dangol.records.filters.base import as_parameters
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
    """A number, a few words beside it, and the address of the list with the same filter.

    kind  warn and err colour the remark: only when there is something to be done about it
    """

    number: int
    address: str
    remark: str = ""
    kind: Literal["", "warn", "err"] = ""


@dataclass(frozen=True)
class Cell:
    """One cell as drawn; `count` is None when its number could not be found in time."""

    counter: Counter
    count: Count | None

    @property
    def is_capped(self) -> bool:
        return self.count is not None and self.count.number > CAP

    @property
    def number(self) -> int:
        return min(self.count.number, CAP) if self.count else 0


def of_list(record: Record, user: Any, query: Mapping[str, str]) -> Count:
    """What a list shows under this query: number and address come from the same filters.

    Counted to one more than `CAP`. RuleBroken for a filter that the record does not have.
    """
    selection = read_selection(record, user, as_parameters(query), strict=True)
    rows = selection.of(record.visible_to(user))
    address = f"{reverse(record.url_name('list'))}?{urlencode(query)}"
    return Count(rows[: CAP + 1].count(), address)


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
    counts = drawing.guarded(lambda: [_count(user, each) for each in own])
    if counts is None:  # one of them failed: which one shows when each stands for itself
        counts = [_count_alone(user, each) for each in own]
    return {"cells": [Cell(*pair) for pair in zip(own, counts, strict=True)]}


def _count(user: Any, counter: Counter) -> Count | None:
    found: Count = import_string(counter.count)(user)
    return found


def _count_alone(user: Any, counter: Counter) -> Count | None:
    return drawing.attempt(lambda: _count(user, counter), PATIENCE)
