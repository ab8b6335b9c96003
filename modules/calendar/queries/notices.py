"""What notices about cancelled appointments may say, and to whom (U9)."""

from __future__ import annotations

from collections.abc import Collection
from typing import Any

from django.db.models import Q, QuerySet

from modules.calendar import rights
from modules.calendar.models import Appointment


def involving(user: Any, keys: Collection[str]) -> QuerySet[Appointment]:
    """Those of these in which the user takes part, in the trash too: they know of them already."""
    mine = Q(owner=user.pk) | rights.involves(user)
    return Appointment.objects.filter(mine, pk__in=keys)


def names(user: Any, keys: Collection[str]) -> dict[str, str]:
    """{key: title} of the appointments in which the user takes or took part."""
    return {str(pk): title for pk, title in involving(user, keys).values_list("pk", "title")}
