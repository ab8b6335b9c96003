"""The people to whom records belong, for filters and deeds of lists (U1, B35)."""

from __future__ import annotations

from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext

from dangol.records import RelationFilter
from tenants.people.models import User


def everybody(user: Any) -> QuerySet[User]:
    """All users, those who left included: records may still be theirs."""
    return User.objects.order_by("name", "id")


def owner_filter(field: str = "owner") -> RelationFilter:
    """Finds records by whose they are."""
    return RelationFilter(field=field, among=everybody, people=True)


def colleagues(user: Any) -> list[tuple[str, str]]:
    """(id, name) of everybody who may be given records, and of nobody."""
    active = User.objects.filter(is_active=True).order_by("name", "id")
    return [*((str(each.pk), each.name) for each in active), ("", gettext("Nobody"))]
