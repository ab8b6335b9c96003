"""Who is told what customers bought: those alone who may read every order (P5)."""

from __future__ import annotations

from typing import Any

from dangol import access
from dangol.access import Scope
from modules.base.records import order_record


def sees_orders(user: Any) -> bool:
    """Whether the user may read every order, and of each when it was and how large."""
    if access.scope_of(user, order_record.permission("view")) is not Scope.ALL:
        return False
    return {"ordered_at", "amount", "state"}.isdisjoint(order_record.hidden_from(user))
