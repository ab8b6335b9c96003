"""What a cell that cannot be read was probably meant to say (U5).

Only what the field's own rules then accept is suggested, so a suggestion never fails in its turn.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from dangol import clock
from modules.base import values
from modules.base.values import consents, dates, grades, mails, phones, postcodes


def suggest(reason: str, text: str) -> str:
    """A better text for a cell that was refused for this reason; "" when there is none."""
    problem, _colon, field = reason.partition(":")
    make = _MAKERS.get(problem)
    accept = _ACCEPTS.get(field)
    if make is None or accept is None:
        return ""
    for candidate in make(text):
        if candidate != text and _is_accepted(accept, candidate):
            return candidate
    return ""


def _is_accepted(accept: Callable[[str], object], text: str) -> bool:
    try:
        return bool(accept(text))
    except ValueError:
        return False


_MAKERS: dict[str, Callable[[str], Iterator[str]]] = {
    "mobile_form": phones.mended,
    "phone_form": phones.mended,
    "email_form": mails.mended,
    "postcode_form": postcodes.mended,
    "date_form": dates.mended,
    "grade_unknown": grades.mended,
    "yes_no_form": consents.mended,
}
_ACCEPTS: dict[str, Callable[[str], object]] = {
    "mobile": lambda text: values.mobile(text)[0],
    "work_phone": values.phone,
    "fax": values.phone,
    "email": lambda text: values.email(text)[0],
    "home_postcode": values.postcode,
    "work_postcode": values.postcode,
    "grade": values.grade,
    "birth_date": lambda text: values.birth_date(text, clock.today()),
    "mail_ads": lambda text: values.yes_no(text) is not None,
    "sms_ads": lambda text: values.yes_no(text) is not None,
    "night": lambda text: values.yes_no(text) is not None,
}
