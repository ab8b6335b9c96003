"""How a company has arranged the page and the form of a record type (A16).

An arrangement says where fields stand, not who may see them: rights stay the rights. It never loses
a field: one that it does not know, because a module or the company made it since, stands in a last
section. `tenants` keeps the arrangements, one for each role and one for everybody.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol, TypeVar

from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from dangol.records.forms.base import form_for
from dangol.records.parts import Section, Text

if TYPE_CHECKING:
    from dangol.records.declaration import Record

T = TypeVar("T")


@dataclass(frozen=True, kw_only=True)
class Group:
    """A section as it was arranged.

    of         number of the declared section whose name it keeps; None for one of its own
    ko, en     its own name in each language; "" takes the other's or the declared one
    fields     in their order, in form and page
    columns    of the form, 1 or 2
    is_folded  shut until somebody opens it
    on_page    whether the page shows it
    """

    of: int | None = None
    ko: str = ""
    en: str = ""
    fields: tuple[str, ...] = ()
    columns: int = 2
    is_folded: bool = False
    on_page: bool = True


@dataclass(frozen=True, kw_only=True)
class Arrangement:
    """One arrangement of a record type.

    head      facts below the record's name
    off_page  fields that stand in the form alone
    left_out  fields that stand nowhere
    tabs      codes in their order; `tabs_off` those that are not shown; `rail` and `rail_off` the
              same for the blocks at the right
    """

    groups: tuple[Group, ...] = ()
    head: tuple[str, ...] = ()
    off_page: tuple[str, ...] = ()
    left_out: tuple[str, ...] = ()
    tabs: tuple[str, ...] = ()
    tabs_off: tuple[str, ...] = ()
    rail: tuple[str, ...] = ()
    rail_off: tuple[str, ...] = ()

    @property
    def known(self) -> frozenset[str]:
        """Fields that have a place, or were left out on purpose."""
        return frozenset(self.left_out) | {name for each in self.groups for name in each.fields}


class Layouts(Protocol):
    """Keeps the arrangements of the company."""

    def of(self, record: str, user: Any) -> Arrangement | None:
        """The one that this user sees; None for the declared one. At most one statement a page."""


_kept: list[Layouts] = []


def register_layouts(layouts: Layouts) -> None:
    """Called once at start by the layer that knows roles."""
    _kept[:] = [layouts]


def layout_of(record: Record, user: Any) -> Arrangement | None:
    """The arrangement this user sees; nobody's own work, `user` None, sees the declared one."""
    return _kept[0].of(record.code, user) if _kept and user is not None else None


def usual(record: Record, sections: Sequence[Section]) -> Arrangement:
    """The declared page, as an arrangement to begin with."""
    off = {name for each in sections for name in each.fields if name not in each.page_facts}
    return Arrangement(
        groups=tuple(
            Group(of=number, fields=each.all_fields, on_page=each.on_page)
            for number, each in enumerate(sections)
        ),
        head=record.subtitle,
        off_page=tuple(sorted(off)),
        tabs=tuple(tab.code for tab in record.every_tab),
        rail=tuple(panel.code for panel in record.blocks if panel.code),
    )


def needed(record: Record) -> set[str]:
    """Fields without which no record can be made: those that must be filled and have no default."""
    fields = form_for(record, None).fields
    return {
        name
        for name, field in fields.items()
        if field.required and not record.model_field(name).has_default()
    }


def arranged(arrangement: Arrangement, sections: Sequence[Section]) -> list[Section]:
    """The sections as they were arranged; what the arrangement does not know stands last."""
    there = {name for each in sections for name in each.all_fields}
    found = [_section(group, sections, there, arrangement.off_page) for group in arrangement.groups]
    fresh = [each.only(there - arrangement.known) for each in sections]
    fields = tuple(name for each in fresh for name in each.fields)
    facts = tuple(name for each in fresh if each.on_page for name in each.page_facts)
    if fields or facts:
        found.append(Section(label=_("New fields"), fields=fields, facts=facts))
    return found


def _section(
    group: Group, sections: Sequence[Section], there: Collection[str], off_page: Collection[str]
) -> Section:
    names = tuple(name for name in group.fields if name in there)
    return Section(
        label=name_of(group, sections),
        fields=names,
        facts=tuple(name for name in names if name not in off_page),
        on_page=group.on_page,
        columns=group.columns,
        is_folded=group.is_folded,
    )


def name_of(group: Group, sections: Sequence[Section]) -> Text:
    """The name in the reader's language, else in the other, else the declared one."""
    ours = (group.ko, group.en) if get_language() == "ko" else (group.en, group.ko)
    declared = group.of is not None and group.of < len(sections) and sections[group.of].label
    return ours[0] or declared or ours[1] or _("Other fields")


def in_order(things: Sequence[T], order: Sequence[str], off: Collection[str]) -> list[T]:
    """Tabs or blocks, by their codes, without those put away; unknown ones come last."""
    place = {code: number for number, code in enumerate(order)}
    shown = [each for each in things if getattr(each, "code", "") not in off]
    return sorted(shown, key=lambda each: place.get(getattr(each, "code", ""), len(place)))


def written(arrangement: Arrangement) -> dict[str, Any]:
    """As JSON, what is usual left out."""
    groups = [
        {name: value for name, value in vars(group).items() if value != getattr(Group(), name)}
        for group in arrangement.groups
    ]
    rest = {name: list(value) for name, value in vars(arrangement).items() if value}
    return {**rest, "groups": groups}


def read(kept: Mapping[str, Any]) -> Arrangement:
    """From what `written` made; names that this version does not know are left out."""
    known = set(Arrangement.__dataclass_fields__) - {"groups"}
    rest: dict[str, Any] = {n: tuple(value) for n, value in kept.items() if n in known}
    return Arrangement(groups=tuple(map(_read_group, kept.get("groups", []))), **rest)


def _read_group(kept: Mapping[str, Any]) -> Group:
    found = {name: value for name, value in kept.items() if name in Group.__dataclass_fields__}
    return Group(**{**found, "fields": tuple(found.get("fields", ()))})
