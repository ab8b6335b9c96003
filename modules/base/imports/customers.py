"""How files fill customers (U5, B13): cells in every spelling, many rows in one statement."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from functools import partial
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from dangol.imports.declaration import Columns, Imports, Key, Reader, Together
from modules.base import values
from modules.base.consents import NAMES as CONSENTS
from modules.base.forms.sources import offered_names
from modules.base.imports import answers, heads
from modules.base.imports.suggestions import suggest
from modules.base.models.customer import Place
from modules.base.services import sources
from modules.base.services.customers import unnamed_code

KEYS = (
    Key(code="code", label=_("Customer code"), fields=("code",)),
    Key(
        code="name_mobile", label=_("Name and mobile"), fields=("name", "mobile"),
        columns=("mobile_key", "name"),
    ),
    Key(
        code="name_email", label=_("Name and mail"), fields=("name", "email"),
        columns=("email_key", "name"),
    ),
    Key(
        code="mobile", label=_("Mobile alone"), fields=("mobile",), columns=("mobile_key",),
        usual=False, shared=True,
    ),
    Key(
        code="email", label=_("Mail alone"), fields=("email",), columns=("email_key",),
        usual=False, shared=True,
    ),
)  # fmt: skip
"""A number or an address alone is not enough without a choice: families and offices share them."""


FLAGS = (
    "is_unnamed", "joins_events", "is_excluded", "monthly_mailing", "mass_mailing",
    "address_confirmed", "grade_is_manual",
)  # fmt: skip


def readers(today: date) -> Mapping[str, Reader]:
    """The fields that people write in many ways."""
    return {
        "mobile": _mobile,
        "email": _email,
        "work_phone": values.phone,
        "fax": values.phone,
        "home_postcode": values.postcode,
        "work_postcode": values.postcode,
        "birth_date": partial(values.birth_date, today=today),
        "grade": values.grade,
        **dict.fromkeys((*FLAGS, *CONSENTS), values.yes_no),
    }


def _mobile(text: str) -> Columns | None:
    shown, key = values.mobile(text)
    return {"mobile": shown, "mobile_key": key} if key else None


def _email(text: str) -> Columns | None:
    shown, key = values.email(text)
    return {"email": shown, "email_key": key} if key else None


def of_account(pk: UUID, name: str) -> Columns:
    """What follows from the account that a cell names."""
    return {"account_id": pk, "account_name": name}


def columns(row: Columns, moment: datetime) -> Columns:
    """With date and source of consents, the firm that a customer works for, where post goes, and
    that a grade was given by hand."""
    answers.dated(row, moment)
    if "work_line1" in row and "home_line1" not in row and "mailing_place" not in row:
        row["mailing_place"] = Place.WORK.value
    if "account_name" in row:  # an account carries its name, whatever the file says besides
        row["company_name"] = row.pop("account_name")
    if row.get("grade") is not None:  # a grade in a file is somebody's, as one typed in
        row["grade_is_manual"] = True
    if row.get("is_unnamed") and not row.get("code"):
        row["code"] = unnamed_code()
    return row


def collected(user: Any) -> Columns:
    """Whoever brings a file has collected what is new in it (B36)."""
    return {"collector_id": user.pk} if user else {}


def stands(row: Mapping[str, Any], name: str) -> bool:
    """Whether there is a value in place; a consent counts from the first answer on."""
    consent = _consent_of(name)
    if consent:
        return row[f"{consent}_at"] is not None
    if name == "grade_is_manual":
        return row["grade"] is not None
    return row[name] not in (None, "")


def is_said(row: Mapping[str, Any], new: Columns, name: str) -> bool:
    """Whether this is date or source of a consent that is the same: what stands keeps its own.

    So does the mark of a grade that the file only repeats.
    """
    if name == "grade_is_manual" and new.get("grade") is not None:
        return bool(row["grade"] == new["grade"])
    consent = _consent_of(name)
    if consent is None or name == consent:
        return False
    return row[f"{consent}_at"] is not None and row[consent] == new[consent]


def _consent_of(name: str) -> str | None:
    """The consent to which a column belongs."""
    return next((each for each in CONSENTS if name in (each, f"{each}_at", f"{each}_source")), None)


customer_imports = Imports(
    heads=heads.CUSTOMER,
    keys=KEYS,
    problems=values.PROBLEMS,
    suggest=suggest,
    usual={"source": offered_names},
    besides=answers.BESIDES,
    warnings=answers.warnings,
    together=Together(
        readers=readers,
        linked={"account": of_account},
        columns=columns,
        stands=stands,
        is_said=is_said,
        refuse=answers.refused,
        follow=sources.know_rows,
        wrote=answers.note,
        made=collected,
    ),
)
