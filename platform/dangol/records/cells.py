"""How a field's value is shown to people and written to files."""

from __future__ import annotations

from datetime import date, datetime

from django.db.models import Model
from django.utils import timezone
from django.utils.formats import number_format
from django.utils.translation import gettext as _

FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\uff1d", "\uff0b", "\uff0d", "\uff20")


def shown(instance: Model, name: str) -> str:
    """The value in words, in the current language; "" when there is none."""
    value = getattr(instance, name)
    if value in (None, ""):
        return ""
    if hasattr(instance, f"get_{name}_display"):
        return str(getattr(instance, f"get_{name}_display")())
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if isinstance(value, int):
        return number_format(value, use_l10n=True, force_grouping=True)
    if isinstance(value, datetime):
        return f"{timezone.localtime(value):%Y-%m-%d %H:%M}"
    if isinstance(value, date):
        return value.isoformat()
    return str(value)


def written(instance: Model, name: str) -> str:
    """The value as it goes into a file: as shown, but numbers without separators."""
    value = getattr(instance, name)
    if (
        isinstance(value, int)
        and not isinstance(value, bool)
        and not hasattr(instance, f"get_{name}_display")
    ):
        return str(value)
    return harmless(shown(instance, name))


def harmless(text: str) -> str:
    """The text so that no spreadsheet takes it for a formula: an apostrophe before it (V2)."""
    return f"'{text}" if text.startswith(FORMULA_STARTS) else text
