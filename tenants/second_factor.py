"""Marks for views about one's own second factors (P6)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from allauth.account.decorators import reauthentication_required

View = TypeVar("View", bound=Callable[..., Any])


def before_second_factor(view: View) -> View:
    """Stays open to a user whom the company asks for a second factor and who has none yet."""
    view.before_second_factor = True  # type: ignore[attr-defined]
    return view


def proved(view: View) -> View:
    """Asks the user to prove who they are, unless they have done so a moment ago."""
    wrapped: View = reauthentication_required(app="allauth.mfa")(view)
    return wrapped


def proved_to_change(view: View) -> View:
    """Like `proved`, but whoever only looks is not asked."""
    wrapped: View = reauthentication_required(app="allauth.mfa", allow_get=True)(view)
    return wrapped
