"""The record types whose records can be merged, by their code."""

from __future__ import annotations

from modules.duplicates.kinds.accounts import accounts
from modules.duplicates.kinds.base import Mergeable
from modules.duplicates.kinds.customers import customers

KINDS: dict[str, Mergeable] = {each.code: each for each in (customers, accounts)}

__all__ = ["KINDS", "Mergeable"]
