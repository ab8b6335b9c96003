"""The form of the rules: numbers in their order, with a sentence for what cannot be (B15-B19)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms import BoundField
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from dangol.i18n import figures
from dangol.records.forms.whole_numbers import MOST
from dangol.registry import Text
from modules.base.models.grade import Grade
from modules.base.models.scores import LONGEST
from modules.base.reactions import reactions
from modules.scoring.labels import RULES
from modules.scoring.rules import KINDS, MOST_YEARS, REACTIONS, YEARS, Rules

POINTS = 100
"""The most that one reaction may give or take."""
HEADS: dict[str, Text] = {
    "interest": pgettext_lazy("customer", "Interest"),
    "favour": pgettext_lazy("customer", "Favour"),
    "loyalty": gettext_lazy("Loyalty"),
}
GRADES = tuple(str(each.label) for each in Grade)


@dataclass(frozen=True)
class Row:
    """Several numbers of one rule: (head, least, most) of each.

    rising  each has to be larger than the one before; falling, smaller
    """

    name: str
    parts: tuple[tuple[Text, int, int], ...]
    order: str = ""


def _row(
    name: str, heads: Sequence[Text], least: int, most: int, order: str = ""
) -> Row:  # fmt: skip
    return Row(name, tuple((head, least, most) for head in heads), order)


STEPS: tuple[Text, ...] = tuple(
    format_lazy(pgettext_lazy("score", "{points} of 5"), points=step) for step in (2, 3, 4, 5)
)
ROWS = (
    _row("recency", STEPS[::-1], 1, 3_650, "rising"),
    _row("frequency", STEPS, 1, 10_000, "rising"),
    _row("money", STEPS, 1, MOST, "rising"),
    _row(
        "rfm_weights",
        (gettext_lazy("Recency (R)"), gettext_lazy("Frequency (F)"), gettext_lazy("Money (M)")),
        0, 100,
    ),
    _row("loyalty_borders", GRADES[:3], 1, 100, "falling"),
    _row(
        "grade_weights",
        (gettext_lazy("Profit contribution"), gettext_lazy("Loyalty")), 0, 100,
    ),
    _row("grade_borders", GRADES[:3], 1, 100, "falling"),
    _row("intervals", (*GRADES, gettext_lazy("No grade")), 0, LONGEST),
)  # fmt: skip
SINGLES = {
    "window": 24, "rfm_months": 120, "years": MOST_YEARS, "new_months": 120, "repeat_orders": 1_000,
    "dormant_months": 240, "churned_months": 240,
}  # fmt: skip
"""{rule that is one number: the most}."""
LEAST = {"years": 2, "repeat_orders": 2}


class NumberField(forms.IntegerField):
    """A whole number that may be written with separators; one sentence says what is taken.

    `head` stands above it among others of its rule, whose name the label says as well.
    """

    widget = forms.TextInput

    def __init__(
        self, label: Any, least: int, most: int, head: Text = "", *, required: bool = True
    ) -> None:
        whole = format_lazy("{}: {}", label, head) if head else label
        super().__init__(label=whole, min_value=least, max_value=most, required=required)
        self.least, self.most, self.head = least, most, head
        self.widget.attrs |= {"inputmode": "numeric", "autocomplete": "off", "class": "num"}

    def clean(self, value: Any) -> Any:
        text = value.replace(",", "").replace(" ", "") if isinstance(value, str) else value
        try:
            return super().clean(text)
        except ValidationError as error:
            words = {"least": figures.number(self.least), "most": figures.number(self.most)}
            sentence = _("Write a whole number from %(least)s to %(most)s.") % words
            raise ValidationError(sentence, code="number") from error

    def prepare_value(self, value: Any) -> Any:
        return f"{value:,}" if isinstance(value, int) else value


class RuleForm(forms.Form):
    """All rules at once; `rules()` is what was written."""

    loyalty_by = forms.ChoiceField(
        label=gettext_lazy("Loyalty is told by"),
        choices=[
            (YEARS, gettext_lazy("Purchases of years, such as 01101")),
            (REACTIONS, gettext_lazy("Reactions, by the points below")),
        ],
        widget=forms.RadioSelect,
    )

    def __init__(self, data: Any = None, *, now: Rules) -> None:
        super().__init__(data, initial=_initial(now))
        self.now = now
        for name, most in SINGLES.items():
            self.fields[name] = NumberField(RULES[name], LEAST.get(name, 1), most)
        for row in ROWS:
            for place, (head, least, most) in enumerate(row.parts):
                number = NumberField(RULES[row.name], least, most, head)
                self.fields[f"{row.name}_{place}"] = number
        for each in reactions():
            for kind in KINDS:
                number = NumberField(each.label, -POINTS, POINTS, HEADS[kind])
                self.fields[f"points_{each.code}_{kind}"] = number

    def row(self, name: str) -> list[BoundField]:
        """The numbers of one rule."""
        found = next(each for each in ROWS if each.name == name)
        return [self[f"{name}_{place}"] for place in range(len(found.parts))]

    def reactions(self) -> Iterator[tuple[str, list[BoundField]]]:
        """(what it is called, its points for interest, favour, loyalty)."""
        for each in reactions():
            yield str(each.label), [self[f"points_{each.code}_{kind}"] for kind in KINDS]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        for row in ROWS:
            self._check_row(row, cleaned)
        new, dormant, churned = (
            cleaned.get(f"{name}_months") for name in ("new", "dormant", "churned")
        )
        if dormant and churned and churned <= dormant:
            words = _("Nobody is churned before being dormant: write more than %(n)s months.")
            self.add_error("churned_months", words % {"n": dormant})
        if new and dormant and new > dormant:
            words = _("Nobody is new and dormant at once: write at most %(n)s months.")
            self.add_error("new_months", words % {"n": dormant})
        return cleaned

    def _check_row(self, row: Row, cleaned: dict[str, Any]) -> None:
        """The order of its numbers, and that not all weights are nothing."""
        names = [f"{row.name}_{place}" for place in range(len(row.parts))]
        numbers = [cleaned.get(name) for name in names]
        if None in numbers:
            return
        if row.name.endswith("weights") and not any(numbers):
            self.add_error(names[0], _("One of the weights at least is more than 0."))
        pairs = zip(names[1:], numbers, numbers[1:], strict=False)
        for name, before, after in pairs:
            if row.order == "rising" and after <= before:  # type: ignore[operator]
                words = _("Write more than %(n)s, the number before it.")
            elif row.order == "falling" and after >= before:  # type: ignore[operator]
                words = _("Write less than %(n)s, the number before it.")
            else:
                continue
            self.add_error(name, words % {"n": figures.number(before)})

    def rules(self) -> Rules:
        """What was written. Points of reactions that nobody tells of any more are kept."""
        found = self.cleaned_data
        rows: dict[str, Any] = {
            row.name: tuple(found[f"{row.name}_{place}"] for place in range(len(row.parts)))
            for row in ROWS
        }
        points = {
            each.code: tuple(found[f"points_{each.code}_{kind}"] for kind in KINDS)
            for each in reactions()
        }
        singles = {name: found[name] for name in SINGLES}
        return Rules(
            loyalty_by=found["loyalty_by"], points={**self.now.points, **points},
            segments=self.now.segments, **rows, **singles,
        )  # fmt: skip


def _initial(now: Rules) -> dict[str, Any]:
    kept = now.kept()
    found = {name: kept[name] for name in (*SINGLES, "loyalty_by")}
    for row in ROWS:
        found |= {f"{row.name}_{place}": value for place, value in enumerate(kept[row.name])}
    for each in reactions():
        given = zip(KINDS, now.given(each.code), strict=True)
        found |= {f"points_{each.code}_{kind}": value for kind, value in given}
    return found
