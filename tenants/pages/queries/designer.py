"""What the designer of a page shows: record types, roles, and everything that has a place (A16)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse

from dangol import registry
from dangol.records import Record, Section
from dangol.records.forms.base import form_for
from dangol.records.page.layouts import Arrangement, Group, name_of, needed, read, usual
from tenants.pages.models import Layout
from tenants.people.models import AccessRole
from tenants.queries import desk


@dataclass(frozen=True, kw_only=True)
class Choice:
    """One arrangement that can be opened: of a record type for a role, or for everybody."""

    label: str
    address: str
    is_own: bool
    is_active: bool


@dataclass(frozen=True, kw_only=True)
class Item:
    """A field, a tab or a block on the screen.

    marks  words beside it: must be filled in, stands on the page alone
    is_on  whether the page shows it
    """

    code: str
    label: str
    is_on: bool = True
    is_needed: bool = False
    is_fact: bool = False


def record_of(code: str) -> Record | None:
    """The record type with this code, if companies may arrange it."""
    found = desk.records().get(code)
    return found if found and not _is_provider(found) else None


def _is_provider(record: Record) -> bool:
    return registry.by_code(record.module).entitlement == "provider"


def choices(active: tuple[str, Any]) -> list[tuple[str, list[Choice]]]:
    """(record type, its arrangements) of every type; `active` is (code, id of the role or None)."""
    roles = list(AccessRole.objects.order_by("name"))
    own = set(Layout.objects.filter(arrangement__isnull=False).values_list("record", "role_id"))
    return [
        (str(record.plural), [_choice(record, role, own, active) for role in (None, *roles)])
        for record in desk.records().values()
        if not _is_provider(record)
    ]


def _choice(record: Record, role: AccessRole | None, own: set[Any], active: Any) -> Choice:
    place = (record.code, role and role.pk)
    return Choice(
        label=role.name if role else "",
        address=address_of(record, role),
        is_own=place in own,
        is_active=place == active,
    )


def address_of(record: Record, role: AccessRole | None, name: str = "layout") -> str:
    """An address of one arrangement; `name` as in the URLs, without `-role`."""
    if role is None:
        return reverse(f"tenants:{name}", args=[record.code])
    return reverse(f"tenants:{name}-role", args=[record.code, role.pk])


def sections_of(record: Record) -> Sequence[Section]:
    """The declared sections, those of the company's own fields among them."""
    return record.sections_for(None)


def fields_of(record: Record) -> list[str]:
    """Everything that can be placed."""
    return list(dict.fromkeys(n for each in sections_of(record) for n in each.all_fields))


def kept(record: Record, role: AccessRole | None) -> Layout | None:
    return Layout.objects.filter(record=record.code, role=role).first()


def begins(record: Record, role: AccessRole | None, row: Layout | None) -> Arrangement:
    """What the designer opens with: the kept one, else what such users see now."""
    if row and row.arrangement is not None:
        return whole(record, read(row.arrangement))
    for_all = kept(record, None) if role else None
    if for_all and for_all.arrangement is not None:
        return whole(record, read(for_all.arrangement))
    return usual(record, sections_of(record))


def whole(record: Record, wanted: Arrangement) -> Arrangement:
    """With the fields, tabs and blocks that have come since, so that each has a place."""
    fresh = [name for name in fields_of(record) if name not in wanted.known]
    groups = (*wanted.groups, *([Group(fields=tuple(fresh))] if fresh else []))
    tabs = tuple(dict.fromkeys((*wanted.tabs, *(tab.code for tab in record.every_tab))))
    codes = [panel.code for panel in record.blocks if panel.code]
    rail = tuple(dict.fromkeys((*wanted.rail, *codes)))
    return Arrangement(**{**vars(wanted), "groups": groups, "tabs": tabs, "rail": rail})


def drawn(record: Record, wanted: Arrangement) -> dict[str, Any]:
    """The arrangement as the template draws it."""
    form, must = form_for(record, None).fields, needed(record)
    sections = sections_of(record)

    def item(name: str) -> Item:
        return Item(
            code=name,
            label=str(record.label_of(name)),
            is_on=name not in wanted.off_page,
            is_needed=name in must,
            is_fact=name not in form,
        )

    def items(names: Sequence[str]) -> list[Item]:
        return [item(name) for name in names if name in named]

    named = {name: str(record.label_of(name)) for name in fields_of(record)}
    tabs = {tab.code: str(tab.label) for tab in record.every_tab}
    rail = {panel.code: str(panel.label) for panel in record.blocks if panel.code}
    return {
        "groups": [
            (number, group, str(name_of(group, sections)), items(group.fields))
            for number, group in enumerate(wanted.groups)
        ],
        "out": items(wanted.left_out),
        "head": items(wanted.head),
        "head_choices": [each for each in named.items() if each[0] not in wanted.head],
        "tabs": [_placed(code, tabs, wanted.tabs_off) for code in wanted.tabs if code in tabs],
        "rail": [_placed(code, rail, wanted.rail_off) for code in wanted.rail if code in rail],
    }


def _placed(code: str, labels: dict[str, str], off: Sequence[str]) -> Item:
    return Item(code=code, label=labels[code], is_on=code not in off)
