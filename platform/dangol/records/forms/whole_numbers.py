"""Whole numbers as people write them: 1,000,000 or ₩1,000,000 or 1000000원, 1,240명."""

from __future__ import annotations

import re
from typing import Any

from django import forms

DECORATION = re.compile(r"[\s,₩원명]")
MOST = 10**15
"""A quadrillion: no company plans with more, and it is far from the end of BIGINT."""


class WholeNumberField(forms.IntegerField):
    """A number, not negative; empty is None."""

    widget = forms.TextInput

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"min_value": 0, "max_value": MOST, **kwargs})
        self.widget.attrs |= {"inputmode": "numeric", "autocomplete": "off"}

    def to_python(self, value: Any) -> int | None:
        return super().to_python(DECORATION.sub("", value) if isinstance(value, str) else value)

    def prepare_value(self, value: Any) -> Any:
        return f"{value:,}" if isinstance(value, int) else value
