"""Finding customers by the groups that they are in (B26)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qs
from uuid import UUID

from django.db.models import Model, Q
from django.utils.translation import gettext as _

from dangol.ids import read_id
from dangol.records.filters.base import MOST
from dangol.records.filters.choices import Choosing
from dangol.records.lists.selection import read_selection
from dangol.records.types import record_of
from modules.base.models import Group, GroupMember

GROUPS = "groups"


@dataclass(frozen=True, kw_only=True)
class GroupFilter(Choosing):
    """Customers of any of these groups; `field` is only its name.

    Of a dynamic group those are whom the customers' list shows for its conditions.
    """

    field: str = GROUPS

    def label(self, model: type[Model]) -> str:
        return _("Customer group")

    def options(self, model: type[Model], user: Any) -> list[tuple[str, str]]:
        rows = record_of("base.group").visible_to(user).order_by("name", "pk")[:MOST]
        return [(str(each.pk), each.name) for each in rows]

    def _any(self, model: type[Model], chosen: list[str], user: Any) -> tuple[str, Q]:
        open_to = record_of("base.group").visible_to(user)
        found: dict[UUID, Group] = {
            each.pk: each for each in open_to.filter(pk__in=filter(None, map(read_id, chosen)))
        }
        for value in chosen:
            if read_id(value) not in found:
                raise self._wrong(model, value, _("Choose from the list."))
        groups = list(found.values())
        some = Q(pk__in=_chosen(groups))
        for each in groups:
            if each.kind == Group.Kind.DYNAMIC:
                some |= Q(pk__in=fitting(each).values("pk"))
        return ", ".join(each.name for each in groups), some


def _chosen(groups: list[Group]) -> Any:
    static = [each.pk for each in groups if each.kind == Group.Kind.STATIC]
    return GroupMember.objects.filter(group__in=static).values("customer")


def fitting(group: Group) -> Any:
    """The customers who fit a dynamic group, by the code of their list; nobody when it is damaged.

    The group is the company's, not a user's: it is the same for everybody, who then see of it whom
    they may see.
    """
    record = record_of("base.customer")
    selection = read_selection(record, None, parse_qs(group.query))
    rows = selection.of(record.visible_to(None))
    return rows.none() if selection.problems or selection.is_everything else rows
