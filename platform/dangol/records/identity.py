"""The record's own id as a column of files: what was taken away is known again (U5, U6)."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

RECORD_ID = "id"
LABEL = _("Record ID")
HEADS = frozenset(["recordid", "레코드id"])
"""Heads of the column in every language, without spaces. Other programs call theirs `ID`, too, so
that word alone means nothing."""
