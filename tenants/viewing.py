"""Looking with somebody else's eyes: a role's, or another user's (P5).

The session remembers it; `tenants.middleware.ViewAs` puts the stand-in user into each request.
Nothing can be changed meanwhile, and the audit knows who looked.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

from django.http import HttpRequest
from django.urls import reverse

from tenants.acting import acting
from tenants.people.models import AccessRole, User
from tenants.services import looks

KEY = "view_as"


View = TypeVar("View", bound=Callable[..., Any])


def while_viewing(view: View) -> View:
    """Marks a view that may be posted to while one looks with somebody else's eyes."""
    view.while_viewing = True  # type: ignore[attr-defined]
    return view


def begin_role(request: HttpRequest, role: AccessRole) -> None:
    """From the next request on this session looks as a member with the role alone."""
    request.session[KEY] = {"role": str(role.pk)}
    looks.as_role(role)


def begin_user(request: HttpRequest, user: User) -> None:
    """From the next request on this session sees what the user sees."""
    request.session[KEY] = {"user": str(user.pk)}
    looks.as_user(user)


def leave(request: HttpRequest) -> str:
    """Back to one's own eyes; the address of the role or user one looked as."""
    kept = request.session.pop(KEY, {})
    if "user" in kept:
        return reverse("tenants:user-edit", args=[kept["user"]])
    return reverse("tenants:role", args=[kept["role"]]) if "role" in kept else ""


def stand_in(by: User, kept: dict[str, Any]) -> tuple[User, str] | None:
    """The user to look as and what to call them; None when role or user are gone."""
    if "user" in kept:
        found = User.objects.filter(pk=kept["user"], is_active=True).first()
        if found is None:
            return None
        found.is_looked_through = True
        return found, found.name
    role = AccessRole.objects.filter(pk=kept["role"]).first()
    if role is None:
        return None
    seen = acting(by, role)
    seen.is_looked_through = True
    return seen, role.name
