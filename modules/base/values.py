"""The values of a customer as they are stored: phones, mail addresses, postcodes, dates, consents.

Each function takes what a person or a file wrote and returns what is stored ("" or None for
nothing), or raises ValueError with a code from `PROBLEMS`. They touch no database and no clock, and
are quick enough for the import of a hundred thousand rows.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import date

from django.utils.translation import gettext_lazy as _

from dangol.imports.cells import NO, YES
from modules.base.models.customer import Grade

PROBLEMS = {
    "mobile_form": _("This is not a mobile number; write it as 010-1234-5678."),
    "phone_form": _("This is not a phone number; write it as 02-1234-5678."),
    "email_form": _("This is not a mail address; write it as name@company.kr."),
    "postcode_form": _("A postcode has 5 digits, or 6 in the old form."),
    "date_form": _("This is not a date; write it as 1980-05-17."),
    "day_unknown": _("There is no such day; look at its month and day."),
    "date_range": _("A date of birth lies between 1900 and today."),
    "grade_unknown": _("There is no such grade; use A+, A, B or C."),
    "yes_no_form": _("Write Y or N."),
}

_MOBILE = re.compile(r"01[016789]\d{7,8}")
_FOREIGN = re.compile(r"\+[1-9]\d{6,14}")
_SEOUL = re.compile(r"02\d{7,8}")
_AREA = re.compile(r"0[3-9]\d{8,9}|050\d{8,9}|01[016789]\d{7,8}")
_SERVICE = re.compile(r"1[568]\d{6}")
_MAIL = re.compile(
    r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@"
    r"(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+[A-Za-z]{2,24}"
)
_DATE = re.compile(
    r"(\d{4})\s*[-./년]\s*(\d{1,2})\s*[-./월]\s*(\d{1,2})\s*[.일]?(?:\s+00:00(?::00)?)?"
)
_NOT_DIGITS = re.compile(r"[^0-9]+")
_GRADES = {label: number for number, label in Grade.choices}


def _plain(text: str) -> str:
    """The text with full-width letters, digits and marks as plain ones: ０１０－１２３４."""
    return text if text.isascii() else unicodedata.normalize("NFKC", text)


def _dialled(text: str) -> str:
    """The digits one dials in Korea, or +, country and number of a foreign line."""
    text = _plain(text)
    digits = _NOT_DIGITS.sub("", text)
    if text.lstrip().startswith("+") or digits.startswith("0082"):
        digits = digits.removeprefix("00")
        if not digits.startswith("82"):
            return f"+{digits}"
        return "0" + digits[2:].removeprefix("0")
    return digits


def mobile(text: str) -> tuple[str, str]:
    """(as shown, digits) of a mobile number; a 0 that a spreadsheet dropped is put back."""
    number = _dialled(text)
    if not number:
        return _nothing(text, "mobile_form")
    if number.startswith("1") and len(number) in (9, 10):
        number = f"0{number}"
    if _MOBILE.fullmatch(number):
        return f"{number[:3]}-{number[3:-4]}-{number[-4:]}", number
    if _FOREIGN.fullmatch(number):
        return number, number
    raise ValueError("mobile_form")


def phone(text: str) -> str:
    """A line number as shown; an extension behind it is kept as written."""
    dialled, mark, extension = _split_extension(_plain(text))
    number = _dialled(dialled)
    if not number:
        return _nothing(text, "phone_form")[0]
    if _SEOUL.fullmatch(number):
        shown = f"{number[:2]}-{number[2:-4]}-{number[-4:]}"
    elif _AREA.fullmatch(number):
        head = 4 if number.startswith("050") else 3
        shown = f"{number[:head]}-{number[head:-4]}-{number[-4:]}"
    elif _SERVICE.fullmatch(number):
        shown = f"{number[:4]}-{number[4:]}"
    elif _FOREIGN.fullmatch(number):
        shown = number
    else:
        raise ValueError("phone_form")
    shown = f"{shown}{mark}{extension}"
    if len(shown) > 30:
        raise ValueError("phone_form")
    return shown


def _split_extension(text: str) -> tuple[str, str, str]:
    for mark in ("내선", "ext", "(", "#"):
        head, found, tail = text.partition(mark)
        if found and head.strip():
            return head, f" {found}", tail
    return text, "", ""


def _nothing(text: str, problem: str) -> tuple[str, str]:
    """Empty, when the text is; a lone dash counts as empty, other words do not."""
    if text.strip(" -"):
        raise ValueError(problem)
    return "", ""


def email(text: str) -> tuple[str, str]:
    """(as written, in small letters) of a mail address."""
    if not text or text == "-":
        return "", ""
    if len(text) > 254 or not _MAIL.fullmatch(text) or ".." in text:
        raise ValueError("email_form")
    return text, text.lower()


def postcode(text: str) -> str:
    """Five digits, or the old six as 153-769; a 0 that a spreadsheet dropped is put back."""
    digits = _NOT_DIGITS.sub("", _plain(text))
    if not digits:
        return _nothing(text, "postcode_form")[0]
    if len(digits) == 6:
        return f"{digits[:3]}-{digits[3:]}"
    if len(digits) in (4, 5):
        return digits.zfill(5)
    raise ValueError("postcode_form")


def birth_date(text: str, today: date) -> date | None:
    """A date written as 1980-05-17, 1980.5.17, 19800517 or 1980년 5월 17일."""
    text = _plain(text)
    if not text or text == "-":
        return None
    if len(text) == 8 and text.isdigit():
        text = f"{text[:4]}-{text[4:6]}-{text[6:]}"
    found = _DATE.fullmatch(text)
    if found is None:
        raise ValueError("date_form")
    try:
        day = date(int(found[1]), int(found[2]), int(found[3]))
    except ValueError:
        raise ValueError("day_unknown") from None
    if not date(1900, 1, 1) <= day <= today:
        raise ValueError("date_range")
    return day


def grade(text: str) -> int | None:
    """The number of a grade from its name."""
    if not text or text == "-":
        return None
    try:
        return _GRADES[text.upper().replace("＋", "+")]
    except KeyError:
        raise ValueError("grade_unknown") from None


def yes_no(text: str) -> bool | None:
    """Whether consent was given; None when nothing is said."""
    word = text.lower()
    if not word or word == "-":
        return None
    if word in YES:
        return True
    if word in NO:
        return False
    raise ValueError("yes_no_form")
