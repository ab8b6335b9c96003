"""Identifiers made in our code, never by a database extension."""

from __future__ import annotations

from uuid import UUID

import uuid_utils.compat


def new_id() -> UUID:
    """A UUID of version 7: unique everywhere, and sorted by the time of its making."""
    return uuid_utils.compat.uuid7()


def read_id(text: str) -> UUID | None:
    """The id that a text from outside is; None when it is none."""
    try:
        return UUID(text)
    except ValueError:
        return None
