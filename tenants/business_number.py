"""사업자등록번호: ten digits whose last is a check digit (P2).

Our own function, because the common library checks the length only.
"""

from __future__ import annotations

import re

from django.utils.translation import gettext_lazy as _

from dangol.errors import RuleBroken

WEIGHTS = (1, 3, 7, 1, 3, 7, 1, 3, 5)


def is_valid(number: str) -> bool:
    """Whether ten digits carry the right check digit."""
    if not re.fullmatch(r"[0-9]{10}", number):
        return False
    digits = [int(digit) for digit in number]
    total = sum(weight * digit for weight, digit in zip(WEIGHTS, digits, strict=False))
    total += digits[8] * 5 // 10
    return (10 - total % 10) % 10 == digits[9]


def made_up(number: int) -> str:
    """A number with a fitting check digit, of a tax office that does not exist."""
    stem = f"{999_000_000 + number:09}"
    return next(stem + str(digit) for digit in range(10) if is_valid(stem + str(digit)))


def checked(text: str) -> str:
    """The ten digits of what was typed (hyphens and spaces allowed); RuleBroken when wrong."""
    number = re.sub(r"[\s-]", "", text)
    if not is_valid(number):
        raise RuleBroken(
            "business_number_wrong",
            _("This business number is not valid; check its ten digits, such as 124-81-00998."),
            field="business_number",
        )
    return number


def shown(number: str) -> str:
    """As people write it: 124-81-00998."""
    return f"{number[:3]}-{number[3:5]}-{number[5:]}"
