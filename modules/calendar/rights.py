"""Which appointments are open to whom, and whose time is seen at all (A25, P5).

A private one is read by its owner and those who take part, one for the department also by the
owner's department with what lies above and below it. To everybody else the owner is busy.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Any
from uuid import UUID

from django.db.models import Q, QuerySet

from dangol import access, remembered
from dangol.access import Scope
from modules.calendar.models import Appointment, Visibility
from tenants.people.models import User
from tenants.queries import departments


def opened(user: Any) -> Q:
    """Open to everybody, or to the department of this user."""
    team = Q(visibility=Visibility.TEAM, owner__in=team_of(user))
    return Q(visibility=Visibility.COMPANY) | team


def involves(user: Any) -> Q:
    """Those in which the user takes part."""
    return Q(participants__contains=[str(user.pk)])


def team_of(user: Any) -> Collection[UUID]:
    """Ids of the people of the user's department, and of those above and below it."""
    return remembered.of(f"calendar team {user.pk}", lambda: _team_of(user))


def _team_of(user: Any) -> Collection[UUID]:
    if user.department_id is None:
        return [user.pk]
    around = {*departments.above(user.department_id), *departments.below(user.department_id)}
    return list(User.objects.filter(department__in=around).values_list("pk", flat=True))


def taken(user: Any) -> QuerySet[Appointment]:
    """Closed appointments of those whose appointments the user's role covers.

    Only when they are and whose may be read of them, and that through `queries.window` alone.
    """
    scope = access.scope_of(user, "calendar.appointment.view")
    rows = Appointment.objects.present().exclude(visibility=Visibility.COMPANY)
    if scope is Scope.ALL:
        return rows
    if scope is Scope.NONE:
        return rows.none()
    return rows.filter(owner__in=access.colleagues_of(user, scope))
