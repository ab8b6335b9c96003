"""Who may open an address. Closed unless opened: a view without a mark answers nobody (P5, V1).

A view carries its mark as an attribute; the gate (`dangol.middleware.AccessGate`) reads it before
the view runs. The test `tests/test_access_matrix.py` walks every address and refuses a bare view.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from enum import IntEnum
from typing import Any, Protocol, TypeVar

from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest

from dangol import registry

View = TypeVar("View", bound=Callable[..., Any])


@dataclass(frozen=True, kw_only=True)
class Access:
    """The mark on a view.

    permission       code the user must hold; "" with `public` for those who need none
    public           open without log-in (log-in pages, unsubscribe links, the price page)
    while_suspended  a suspended company is read-only; True lets this view write all the same
    upload           takes files: True looks after their size itself, a number is the most bytes
    asked_by_page    a page asks for it by itself, so it is no sign of a user at work
    by_method        {method: code} where the methods of one address need different permissions
    for_programs     of the interface: a key opens it, no log-in does
    """

    permission: str = ""
    public: bool = False
    while_suspended: bool = False
    upload: bool | int = False
    asked_by_page: bool = False
    by_method: Mapping[str, str] = field(default_factory=dict)
    for_programs: bool = False

    def needed(self, method: str | None) -> str:
        """Code of the permission that this method needs."""
        return self.by_method.get(method or "", self.permission)


class Scope(IntEnum):
    """On whose records a user may do something; the wider of two roles counts."""

    NONE = 0
    OWN = 1
    DEPARTMENT = 2
    """Those of the user's department and of the departments below it."""
    ALL = 3


HIDE, READ = "hide", "read"
"""What a role may do to a field; without a word it may be read and written."""


class Rights(Protocol):
    """What a user may do; implemented by `tenants`."""

    def scope(self, user: Any, permission: str) -> Scope:
        """How far the roles of the user grant the permission."""

    def colleagues(self, user: Any, scope: Scope) -> Collection[Any]:
        """Ids of the users whose records the scope covers: the user's own among them."""

    def fields(self, user: Any, record: str) -> Mapping[str, str]:
        """{field: HIDE or READ} of a record type for the user; other fields are open."""

    def shared(self, user: Any, record: str, *, writable: bool) -> Any:
        """Ids of single records that were shared with the user, as something to select by."""

    def entitled(self, user: Any, entitlement: str) -> bool:
        """Whether the company has bought the entitlement and the user is licensed for it."""

    def closed_words(self, user: Any) -> str:
        """What is said to a user who is licensed for nothing yet; "" to everybody else."""

    def lacking_words(self, user: Any, entitlement: str, module: str) -> str:
        """Which plans open a module that is closed to the user, and whom to ask; "" where no plan
        could, so that it does not exist for them."""


_rights: list[Rights] = []


def register_rights(rights: Rights) -> None:
    """Called once at start by the layer that knows users."""
    _rights[:] = [rights]


def requires(
    permission: str,
    *,
    while_suspended: bool = False,
    upload: bool | int = False,
    asked_by_page: bool = False,
) -> Callable[[View], View]:
    """Opens a view to users who hold `permission` and are entitled to its module."""

    def mark(view: View) -> View:
        view.access = Access(  # type: ignore[attr-defined]
            permission=permission,
            while_suspended=while_suspended,
            upload=upload,
            asked_by_page=asked_by_page,
        )
        return view

    return mark


def anyone(view: View) -> View:
    """Opens a view to everybody, logged in or not."""
    view.access = Access(public=True, while_suspended=True)  # type: ignore[attr-defined]
    return view


def user_can(user: Any, permission: str) -> bool:
    """Whether the user both is entitled to the permission's module and holds the permission."""
    return scope_of(user, permission) is not Scope.NONE


def scope_of(user: Any, permission: str) -> Scope:
    """How far the user holds the permission; NONE as well where the module is not theirs."""
    if not user_entitled(user, permission):
        return Scope.NONE
    return _rights[0].scope(user, permission)


def colleagues_of(user: Any, scope: Scope) -> Collection[Any]:
    """Ids of the users whose records the scope covers."""
    return _rights[0].colleagues(user, scope)


def field_rights(user: Any, record: str) -> Mapping[str, str]:
    """{field: HIDE or READ} of a record type for the user."""
    return _rights[0].fields(user, record)


def shared_with(user: Any, record: str, *, writable: bool) -> Any:
    """Ids of single records that were shared with the user, for `pk__in`."""
    return _rights[0].shared(user, record, writable=writable)


def user_entitled(user: Any, permission: str) -> bool:
    """Whether the module that declares the permission is open to this company and user."""
    if isinstance(user, AnonymousUser) or not user.is_authenticated:
        return False
    _, declaration = registry.permissions()[permission]
    return _rights[0].entitled(user, declaration.entitlement)


def closed_words(user: Any) -> str:
    """Why everything of the modules is closed to the user, and whom to ask; "" where it is not."""
    return _rights[0].closed_words(user)


def lacking_words(user: Any, permission: str) -> str:
    """Which plans open the module that declares the permission; "" where no plan could."""
    _, declaration = registry.permissions()[permission]
    return _rights[0].lacking_words(user, declaration.entitlement, str(declaration.label))


def access_of(request: HttpRequest, view: Callable[..., Any]) -> Access | None:
    """The mark of a view, or None when it carries none."""
    return getattr(view, "access", None)
