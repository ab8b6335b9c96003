"""The form of a segmentation: grades, borders and the names of its clubs (B33, B34)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms import BoundField
from django.utils.translation import gettext as _

from dangol.i18n import figures
from dangol.records.text import clean_line
from modules.scoring.axes import Axis, Plan
from modules.scoring.forms.rules import NumberField
from modules.scoring.matrices import GRADES, LONGEST, Matrix, coded

DOWN, ACROSS = "down", "across"
MOST = max(GRADES)
PLACES = range(MOST)


class NameField(forms.CharField):
    """The name of a cell; cells of the same name are one club."""

    def __init__(self, label: Any) -> None:
        super().__init__(label=label, required=False)
        self.widget.attrs |= {"autocomplete": "off", "maxlength": LONGEST}

    def clean(self, value: Any) -> str:
        text = clean_line(super().clean(value))
        if len(text) > LONGEST:
            words = _("A name has at most %(most)s characters.") % {"most": LONGEST}
            raise ValidationError(words, code="long")
        return text


class MatrixForm(forms.Form):
    """Fields for the largest grid there is; what the chosen grades do not need is not read.

    Places count from the best, so that a grade less takes the lowest one away.
    """

    def __init__(self, data: Any = None, *, plan: Plan, now: Matrix) -> None:
        super().__init__(data, initial=_initial(now))
        self.plan, self.now = plan, now
        for name, axis in zip((DOWN, ACROSS), plan.axes, strict=True):
            self._add_axis(name, axis)
        for row in PLACES:
            for column in PLACES:
                where = {"row": row + 1, "column": column + 1}
                label = _("Name in row %(row)s from above, place %(column)s from the right")
                self.fields[f"name_{row}_{column}"] = NameField(label % where)

    def _add_axis(self, name: str, axis: Axis) -> None:
        label = axis.label()
        self.fields[f"{name}_grades"] = forms.TypedChoiceField(
            label=_("%(axis)s: number of grades") % {"axis": label}, coerce=int,
            choices=[(each, figures.number(each)) for each in GRADES],
            error_messages={"invalid_choice": _("Choose 2, 3 or 4 grades.")},
        )  # fmt: skip
        for place in range(MOST - 1):
            head = _("Border %(n)s") % {"n": place + 1}
            number = NumberField(label, 1, axis.most, head, required=False)
            self.fields[f"{name}_{place}"] = number

    def axes(self) -> Iterator[tuple[str, BoundField, list[BoundField]]]:
        """(label, number of grades, borders) of both."""
        for name, axis in zip((DOWN, ACROSS), self.plan.axes, strict=True):
            borders = [self[f"{name}_{place}"] for place in range(MOST - 1)]
            yield axis.label(), self[f"{name}_grades"], borders

    def rows(self) -> list[tuple[int, list[tuple[int, BoundField]]]]:
        """(place, names) of each row, the best above and at the right, as the grid shows them."""
        return [
            (row, [(column, self[f"name_{row}_{column}"]) for column in reversed(PLACES)])
            for row in PLACES
        ]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        grades = {name: cleaned.get(f"{name}_grades") or MOST for name in (DOWN, ACROSS)}
        for name, count in grades.items():
            self._check_borders(name, count - 1)
        for row in PLACES:
            for column in PLACES:
                is_needed = row < grades[DOWN] and column < grades[ACROSS]
                self._check_name(f"name_{row}_{column}", is_needed=is_needed)
        return cleaned

    def _check_borders(self, name: str, count: int) -> None:
        before: int | None = None
        for place in range(MOST - 1):
            field = f"{name}_{place}"
            if place >= count:
                self.errors.pop(field, None)
                continue
            value = self.cleaned_data.get(field)
            if value is None and field not in self.errors:
                self.add_error(field, _("Write a whole number: from it on the grade begins."))
            elif value is not None and before is not None and value >= before:
                words = _("Write less than %(n)s, the number before it.")
                self.add_error(field, words % {"n": figures.number(before)})
            before = before if value is None else value

    def _check_name(self, field: str, *, is_needed: bool) -> None:
        if not is_needed:
            self.errors.pop(field, None)
        elif not self.cleaned_data.get(field) and field not in self.errors:
            self.add_error(field, _("Give this cell a name."))

    def matrix(self) -> Matrix:
        """What was written."""
        found = self.cleaned_data
        down, across = (range(found[f"{name}_grades"]) for name in (DOWN, ACROSS))
        names = [[found[f"name_{row}_{column}"] for column in across] for row in down]
        cells, own = coded(self.now, names)
        return Matrix(
            down=tuple(found[f"{DOWN}_{place}"] for place in down[:-1]),
            across=tuple(found[f"{ACROSS}_{place}"] for place in across[:-1]),
            cells=cells, names=own,
        )  # fmt: skip


def _initial(now: Matrix) -> dict[str, Any]:
    """As it is; cells that a grade more would bring are called like their neighbours."""
    found: dict[str, Any] = {}
    borders: dict[str, Sequence[int]] = {DOWN: now.down, ACROSS: now.across}
    for name, numbers in borders.items():
        found[f"{name}_grades"] = len(numbers) + 1
        found |= {f"{name}_{place}": border for place, border in enumerate(numbers)}
    names = now.named()
    for row in PLACES:
        line = names[min(row, len(names) - 1)]
        for column in PLACES:
            found[f"name_{row}_{column}"] = line[min(column, len(line) - 1)]
    return found
