"""The values of customers and accounts as they are stored, one subject a file.

The functions named here take what a person or a file wrote and return what is stored ("" or None
for nothing), or raise ValueError with a code from `PROBLEMS`. Each file knows besides what its
values have in common (`key`), how the house writes them (`standard`) and what a broken one was
meant to be (`mended`). They touch neither database nor clock and are quick: a million in seconds.
"""

from __future__ import annotations

from modules.base.values.consents import yes_no
from modules.base.values.dates import birth_date
from modules.base.values.grades import grade
from modules.base.values.mails import email
from modules.base.values.phones import mobile, phone
from modules.base.values.postcodes import postcode
from modules.base.values.problems import PROBLEMS

__all__ = [
    "PROBLEMS", "birth_date", "email", "grade", "mobile", "phone", "postcode", "yes_no",
]  # fmt: skip
