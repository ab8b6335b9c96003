"""Putting customers into groups, and taking them out: all of a list in one statement (B26)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import parse_qs

from django.db import connection, transaction
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from dangol import clock
from dangol.errors import RuleBroken
from dangol.records.filters.groups import WHERE, names_in
from dangol.records.lists.selection import read_selection
from dangol.records.types import record_of
from modules.base.models import Customer, Group, GroupMember
from tenants import audit
from tenants.services.records import Services, Taken, Values, set_all

SUBJECT = "base.group"
FIELDS = ("name", "kind", "query", "owner_id", "memo")
GROUPS = "groups"
_JOIN = """
INSERT INTO base_groupmember (id, group_id, customer_id, added_at, added_by_id)
SELECT gen_random_uuid(), %s, chosen.id, %s, %s FROM ({chosen}) AS chosen (id)
ON CONFLICT (group_id, customer_id) DO NOTHING
"""
_NAMES = """
UPDATE base_customer SET group_names = coalesce((
    SELECT left(string_agg(g.name, ', ' ORDER BY g.name), 400)
    FROM base_groupmember m JOIN base_group g ON g.id = m.group_id
    WHERE m.customer_id = base_customer.id AND g.deleted_at IS NULL
), '') WHERE id IN ({which})
"""


@dataclass(frozen=True)
class Joined:
    """What became of the chosen customers."""

    added: int
    there: int
    """Who had been in the group already."""
    moment: datetime | None = None
    """When they were put in; by it they are taken out again."""


@transaction.atomic
def join(group: Group, chosen: QuerySet[Any]) -> Joined:
    """Puts the customers into a static group, however many. RuleBroken for a dynamic one."""
    be_static(group)
    moment = clock.now()
    sql, params = chosen.order_by().values("pk").query.sql_with_params()
    with connection.cursor() as cursor:
        cursor.execute(_JOIN.format(chosen=sql), [group.pk, moment, audit.actor().id, *params])
        added = cursor.rowcount
    new = "SELECT customer_id FROM base_groupmember WHERE group_id = %s AND added_at = %s"
    _name_anew(new, [group.pk, moment])
    joined = Joined(added, chosen.count() - added, moment)
    _note(group, "join", {"customers": added, "already": joined.there})
    return joined


@transaction.atomic
def leave(group: Group, chosen: QuerySet[Any]) -> int:
    """Takes the customers out of a static group; how many were in it."""
    be_static(group)
    rows = GroupMember.objects.filter(group=group, customer__in=chosen.order_by().values("pk"))
    gone = list(rows.values_list("customer", flat=True))
    rows.delete()
    _name_anew("SELECT unnest(%s::uuid[])", [gone])
    _note(group, "leave", {"customers": len(gone)})
    return len(gone)


def undo(group: Group, moment: datetime) -> int:
    """Takes out again whom the one who acts put in at this moment; how many they were."""
    rows = GroupMember.objects.filter(group=group, added_at=moment, added_by=audit.actor().user_id)
    there = rows.values("customer")
    return leave(group, Customer.objects.filter(pk__in=there)) if there else 0


def be_static(group: Group) -> None:
    """RuleBroken for a dynamic group: nobody is put into it or taken out."""
    if group.kind != Group.Kind.STATIC:
        raise RuleBroken(
            "group_dynamic",
            _("“%(name)s” has whoever fits its conditions; change those instead.")
            % {"name": group.name},
        )


def _name_anew(which: str, params: list[Any]) -> None:
    """The customers' list shows the groups from the row itself."""
    with connection.cursor() as cursor:
        cursor.execute(_NAMES.format(which=which), params)


def _note(group: Group, deed: str, changes: Mapping[str, Any]) -> None:
    audit.record(
        f"{SUBJECT}.{deed}", subject=SUBJECT, subject_id=group.pk, summary=group.name,
        changes=dict(changes),
    )  # fmt: skip


def _take_over(group: Group, values: Values) -> None:
    set_all(group, values)
    if group.owner_id is None and group._state.adding:
        group.owner_id = audit.actor().id
    if group.kind == Group.Kind.STATIC:
        group.query = ""
        return
    asked = parse_qs(group.query)
    inside = names_in("".join(asked.get(WHERE, []))) if WHERE in asked else set()
    if inside is None or GROUPS in {name.partition(".")[0] for name in {*asked, *inside}}:
        raise RuleBroken(
            "group_in_group", _("A group cannot ask for groups. Take that condition out."),
            field="query",
        )  # fmt: skip
    selection = read_selection(record_of("base.customer"), None, asked, strict=True)
    if selection.is_everything:
        raise RuleBroken(
            "group_of_all",
            _("Without a condition everybody would be in it. Filter the customers' list first."),
            field="query",
        )


def _follow(group: Group, verb: str, changes: Mapping[str, Any]) -> None:
    """Customers carry the new name, or lose it with the group."""
    if verb in ("delete", "restore") or "name" in changes:
        members = "SELECT customer_id FROM base_groupmember WHERE group_id = %s"
        _name_anew(members, [group.pk])


groups = Services(
    subject=SUBJECT,
    model=Group,
    fields=FIELDS,
    owner="owner",
    take_over=_take_over,
    follow=_follow,
    taken={
        "base_group_name_once": Taken(
            code="name_taken",
            words=_("There is a group “%(value)s” already; choose another name."),
            field="name",
        )
    },
)
