"""Finding customers by group (B26), by the next contact (B19), by what their data lacks (B29)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any
from urllib.parse import parse_qs
from uuid import UUID

from django.db.models import Model, Q
from django.utils.translation import gettext as _

from dangol import clock
from dangol.ids import read_id
from dangol.records.filters.base import MOST, NONE
from dangol.records.filters.choices import Choosing
from dangol.records.lists.selection import read_selection
from dangol.records.types import record_of
from modules.base.models import Group, GroupMember
from modules.base.quality import Shortcoming, shortcomings

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


CARE = "care"


@dataclass(frozen=True, kw_only=True)
class CareFilter(Choosing):
    """Customers by how the next contact stands (B19); `field` is only its name."""

    field: str = CARE

    def label(self, model: type[Model]) -> str:
        return _("Contact cycle")

    def options(self, model: type[Model], user: Any) -> list[tuple[str, str]]:
        return [
            ("overdue", _("Overdue")),
            ("today", _("Due today")),
            ("week", _("Due within 7 days")),
            (NONE, _("No cycle")),
        ]

    def _any(self, model: type[Model], chosen: list[str], user: Any) -> tuple[str, Q]:
        today, day = clock.today(), "next_contact_on"
        spans = {
            "overdue": Q(**{f"{day}__lt": today}),
            "today": Q(**{day: today}),
            "week": Q(**{f"{day}__gte": today, f"{day}__lte": today + timedelta(days=7)}),
            NONE: Q(**{f"{day}__isnull": True}),
        }
        some = Q()
        for value in chosen:
            if value not in spans:
                raise self._wrong(model, value, _("Choose from the list."))
            some |= spans[value]
        labels = dict(self.options(model, user))
        return ", ".join(labels[value] for value in chosen), some


QUALITY = "quality"


@dataclass(frozen=True, kw_only=True)
class QualityFilter(Choosing):
    """Customers whose data is wanting in something (B29); `field` is only its name.

    What reads a field that is hidden from the user is neither offered nor taken.
    """

    field: str = QUALITY

    def label(self, model: type[Model]) -> str:
        return _("Data quality")

    def options(self, model: type[Model], user: Any) -> list[tuple[str, str]]:
        return [(each.code, str(each.label)) for each in self._open_to(user)]

    def _open_to(self, user: Any) -> list[Shortcoming]:
        hidden = record_of("base.customer").hidden_from(user)
        return [each for each in shortcomings() if hidden.isdisjoint(each.fields)]

    def _any(self, model: type[Model], chosen: list[str], user: Any) -> tuple[str, Q]:
        open_to = {each.code: each for each in self._open_to(user)}
        some = Q()
        for value in chosen:
            if value not in open_to:
                raise self._wrong(model, value, _("Choose from the list."))
            some |= open_to[value].q()
        return ", ".join(str(open_to[value].label) for value in chosen), some
