"""What asks for the values of a company's own fields. Every usual spelling is taken (U7)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, time
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from dangol.i18n.days import why_none
from dangol.records.custom.definitions import Code
from dangol.records.text import clean_line

PARTS = ("postcode", "line1", "line2")
"""Of an address, as they are kept."""
DIGITS = 15
"""Before the point."""


class Figure(forms.DecimalField):
    """A number with or without separators and sign of the currency: 1,000,000원."""

    def __init__(self, places: int, least: Any = None, most: Any = None) -> None:
        super().__init__(
            max_digits=DIGITS + places,
            decimal_places=places,
            min_value=None if least is None else Decimal(str(least)),
            max_value=None if most is None else Decimal(str(most)),
            widget=forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"}),
        )

    def to_python(self, value: Any) -> Any:
        if isinstance(value, str):
            value = re.sub(r"[\s,₩원]", "", value)
        return super().to_python(value)


class Day(forms.DateField):
    """A date: 2026-11-22, 2026.11.22, 20261122 or 2026년 11월 22일."""

    _WRITTEN = re.compile(r"(\d{4})(?:\s*[-./년]\s*)?(\d{1,2})(?:\s*[-./월]\s*)?(\d{1,2})\s*[.일]?")

    def __init__(self, first: str | None = None, last: str | None = None) -> None:
        super().__init__(widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}))
        self.first, self.last = first, last

    def to_python(self, value: Any) -> date | None:
        if value in self.empty_values or isinstance(value, date):
            return super().to_python(value)
        found = self._WRITTEN.fullmatch(str(value).strip())
        written = "{}-{:0>2}-{:0>2}".format(*found.groups()) if found else ""
        try:
            day = date.fromisoformat(written)
        except ValueError:
            raise ValidationError(why_none(written), code="invalid") from None
        if not 1900 <= day.year <= 2999:
            raise ValidationError(why_none(""), code="invalid")
        return day

    def validate(self, value: Any) -> None:
        super().validate(value)
        if value and self.first and value.isoformat() < self.first:
            raise ValidationError(_("Not before %(day)s.") % {"day": self.first}, code="min")
        if value and self.last and value.isoformat() > self.last:
            raise ValidationError(_("Not after %(day)s.") % {"day": self.last}, code="max")


class Hour(forms.TimeField):
    """A time of day: 09:30, 9:30 or 0930."""

    def __init__(self) -> None:
        super().__init__(widget=forms.TimeInput(format="%H:%M", attrs={"type": "time"}))

    def to_python(self, value: Any) -> time | None:
        if value in self.empty_values or isinstance(value, time):
            return super().to_python(value)
        found = re.fullmatch(r"([01]?\d|2[0-3]):?([0-5]\d)(?::\d\d)?", str(value).strip())
        if not found:
            raise ValidationError(_("Write a time as 09:30."), code="invalid")
        return time(int(found[1]), int(found[2]))


class YesNo(forms.BooleanField):
    """A tick. What nobody ticked is no."""


class OneCode(forms.ChoiceField):
    """One of the codes; of those put away only the one that the record has already."""

    def __init__(self, codes: Sequence[Code]) -> None:
        self.codes = tuple(codes)
        self.current: Any = None
        super().__init__(choices=self._offered)

    def offer(self, current: Any) -> None:
        """Offers the code that a record has, whatever became of it."""
        self.current = current
        self.choices = self._offered()

    def _offered(self) -> list[tuple[str, str]]:
        offered = [each for each in self.codes if each.is_offered or self._is_current(each)]
        return [("", "—"), *((each.value, str(each)) for each in offered)]

    def _is_current(self, code: Code) -> bool:
        return code.value == self.current


class SomeCodes(forms.MultipleChoiceField):
    """Several of the codes; of those put away only what the record has already."""

    widget = forms.CheckboxSelectMultiple

    def __init__(self, codes: Sequence[Code]) -> None:
        self.codes = tuple(codes)
        self.current: Any = ()
        super().__init__(choices=self._offered)

    def offer(self, current: Any) -> None:
        """Offers the codes that a record has, whatever became of them."""
        self.current = current or ()
        self.choices = self._offered()

    def _offered(self) -> list[tuple[str, str]]:
        return [
            (each.value, str(each))
            for each in self.codes
            if each.is_offered or each.value in self.current
        ]


class AddressInput(forms.MultiWidget):
    """Postcode and two lines."""

    template_name = "records/widgets/address.html"

    def __init__(self) -> None:
        labels = (_("Postcode"), _("Address"), _("Rest of the address"))
        super().__init__(
            {
                part: forms.TextInput(attrs={"aria-label": label, "placeholder": label})
                for part, label in zip(PARTS, labels, strict=True)
            }
        )

    def decompress(self, value: Any) -> list[str]:
        return [(value or {}).get(part, "") for part in PARTS]


class Address(forms.MultiValueField):
    """A postal address as {part: text}; a text alone is its first line."""

    def __init__(self) -> None:
        self.widget = AddressInput()
        super().__init__(
            [
                forms.RegexField(
                    r"\d{5}", required=False, strip=True,
                    error_messages={"invalid": _("A postcode has five digits, such as 06236.")},
                ),
                forms.CharField(required=False, max_length=200),
                forms.CharField(required=False, max_length=200),
            ],
            require_all_fields=False,
        )  # fmt: skip

    def compress(self, data_list: list[str]) -> dict[str, str]:
        lines = [clean_line(text or "") for text in data_list]
        return {part: text for part, text in zip(PARTS, lines, strict=False) if text}
