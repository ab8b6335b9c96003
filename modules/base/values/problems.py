"""Why a value cannot be stored, each by its code."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

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
    "consent_day": _("Nobody has agreed or refused yet on a day to come; write an earlier one."),
    "consent_undated": _("Whoever agreed or refused did so on a day; write it here."),
    "consent_untold": _("Write how one knows that they agreed or refused, such as a web form."),
}


def nothing(text: str, problem: str) -> str:
    """Empty, when the text is; a lone dash counts as empty, other words do not."""
    if text.strip(" -"):
        raise ValueError(problem)
    return ""
