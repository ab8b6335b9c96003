"""Records of other types that lead to one, as lists on its page: which there are (U2).

A field that leads to another type makes a list there: an account has its customers, a customer its
orders, an order its lines. Nothing stands there for who may not see the type or the field itself.
`lists.related` reads what stands in them, after the page is painted.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from dangol import access
from dangol.records import types
from dangol.records.filters.links import links_of
from dangol.records.parts import Look, Panel, Related, Tab, Text

if TYPE_CHECKING:
    from dangol.records.declaration import Record


def related_to(record: Record) -> list[Related]:
    """The lists of a type: those it declares, then every other field that leads to it."""
    declared = {each.code: each for each in record.related}
    found = [
        Related(record=other.code, field=field)
        for other in types.records().values()
        for field, to in links_of(other).items()
        if to == record.code
    ]
    every = [*declared.values(), *(each for each in found if each.code not in declared)]
    return [each for each in every if each.is_shown]


def made_event(record: Record) -> str:
    """What the lists of a type hear when one was made on the page that they stand on."""
    return f"made-{record.code.replace('.', '-')}"


def is_open(related: Related, user: Any) -> bool:
    """Whether the user may know which records of the type lead here."""
    record = types.record_of(related.record)
    may_see = access.user_can(user, record.permission("view"))
    return may_see and not {related.field, record.title} & record.hidden_from(user)


def label_of(related: Related) -> Text:
    """What the list is called."""
    return related.label or types.record_of(related.record).plural


def related_block(related: Related) -> Panel:
    """The block of a list at the right of the page."""

    def context(user: Any, instance: Any) -> Mapping[str, Any]:
        return {"related": related} if is_open(related, user) else {}

    return Panel(
        code=related.code,
        label=label_of(related),
        template="records/related/block.html",
        context=context,
    )


def related_tab(related: Related) -> Tab:
    """The tab of a list that stands in the middle of the page."""

    def context(look: Look) -> Mapping[str, Any]:
        return {"related": related} if is_open(related, look.user) else {}

    return Tab(
        code=related.code,
        label=label_of(related),
        template="records/related/tab.html",
        context=context,
    )
