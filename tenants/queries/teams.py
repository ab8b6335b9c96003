"""Finding records by the department of whoever looks after them: a store and its parts (B35).

Where a company sells through stores, each is a department, large ones with smaller ones below them,
and the sales person of a customer is the owner: so a customer belongs to a store.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Model, Q
from django.utils.translation import gettext as _

from dangol.ids import read_id
from dangol.records.filters.base import NONE
from dangol.records.filters.choices import Choosing
from tenants.people.models import Department, User
from tenants.queries import departments

TEAM = "owner_team"


@dataclass(frozen=True, kw_only=True)
class TeamFilter(Choosing):
    """By the owner's department, with all that lies below it; `field` is only its name."""

    field: str = TEAM
    reads: tuple[str, ...] = ("owner",)

    def label(self, model: type[Model]) -> str:
        return _("Department or store")

    def options(self, model: type[Model], user: Any) -> list[tuple[str, str]]:
        tree = [(str(each.department.pk), each.indented) for each in departments.tree()]
        return [*tree, (NONE, _("None"))]

    def _any(self, model: type[Model], chosen: list[str], user: Any) -> tuple[str, Q]:
        named = [value for value in chosen if value != NONE]
        keys = [key for key in map(read_id, named) if key is not None]
        names = dict(Department.objects.filter(pk__in=keys).values_list("pk", "name"))
        for value in named:
            if read_id(value) not in names:
                raise self._wrong(model, value, _("Choose from the list."))
        inside = {key for each in keys for key in departments.below(each)}
        some = Q(owner__in=list(_people(department__in=inside)))
        words = [names[key] for key in keys]
        if NONE in chosen:
            some |= Q(owner__isnull=True) | Q(owner__in=list(_people(department=None)))
            words.append(_("None"))
        return ", ".join(words), some


def _people(**inside: Any) -> Any:
    """Ids of users, those who left included: records may still be theirs."""
    return User.objects.filter(**inside).values_list("pk", flat=True)
