"""A user with the rights of one role alone: for looking, for keys, for what is sent out (P5)."""

from __future__ import annotations

import copy

from tenants.people.grants import Grants
from tenants.people.models import AccessRole, User
from tenants.people.models.user import Role


def acting(user: User, role: AccessRole) -> User:
    """The user as a member with this role: own and department's records stay theirs. Not saved."""
    seen = copy.copy(user)
    seen.role = Role.MEMBER
    seen.grants = Grants.of([role])
    return seen
