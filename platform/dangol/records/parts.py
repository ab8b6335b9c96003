"""The parts a record type is declared with: columns, views, deeds, and what its page is made of."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import TYPE_CHECKING, Any, Literal, TypeAlias

from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from dangol.records.declaration import Record

Text: TypeAlias = str | Promise


@dataclass(frozen=True, kw_only=True)
class Column:
    """One column of the list and of the export.

    name      a field of the model
    sort      the indexed field it sorts by, when that is another; "" when it does not sort. The
              model carries an index on (sort, id) for each
    label     head of the column; the field's own name when empty
    phone     where it stands in the two lines of a phone: mark (beside the name), sub, end or
              end-sub; "" leaves it out
    optional  only shown to those who choose it
    total     the foot of the list adds it up
    draw      the inside of a cell as HTML, when the field's type does not say enough
    """

    name: str
    sort: str | None = None
    label: Text = ""
    phone: Literal["", "mark", "sub", "end", "end-sub"] = ""
    optional: bool = False
    total: bool = False
    draw: Callable[[Any], str] | None = None

    @property
    def sort_field(self) -> str:
        return self.name if self.sort is None else self.sort


@dataclass(frozen=True)
class Held:
    """What a field holds, for whoever puts spellings right.

    kind    person, company, mobile, phone, mail, address or text
    beside  {part: field} that takes what stands in the wrong place: of a person `title` and
            `company`, of an address `postcode` and `detail`, of a phone `mobile`. Of a company
            `record`: where that is filled, the name is the other record's and is left alone
    """

    kind: Literal["person", "company", "mobile", "phone", "mail", "address", "text"]
    beside: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Search:
    """A field that "find in list" looks into.

    holds  what stands in it: `text`, `ascii` (mail addresses), `digits` (phone numbers). A field is
           left alone when what is looked for cannot stand in it, which halves the work
    """

    field: str
    holds: Literal["text", "ascii", "digits"] = "text"


@dataclass(frozen=True, kw_only=True)
class View:
    """A selection that everybody finds above the list.

    query  as it stands in an address: filters and, where it matters, `sort`; "" is everything
    """

    code: str
    label: Text
    query: str = ""


@dataclass(frozen=True, kw_only=True)
class Section:
    """A titled group of fields, in the form and, unless a panel shows them better, on the page.

    facts      the fields that the page shows, when those are others than the form's
    columns    of the form: 1 or 2
    is_folded  shut until somebody opens it
    """

    label: Text
    fields: tuple[str, ...]
    facts: tuple[str, ...] | None = None
    on_page: bool = True
    columns: int = 2
    is_folded: bool = False

    @property
    def page_facts(self) -> tuple[str, ...]:
        """The fields that the page shows."""
        return self.fields if self.facts is None else self.facts

    @property
    def all_fields(self) -> tuple[str, ...]:
        """Those of the form and, behind them, those that the page alone shows."""
        return tuple(dict.fromkeys((*self.fields, *self.page_facts)))

    def only(self, names: Collection[str]) -> Section:
        """The group with these of its fields alone."""
        return self.without([name for name in self.all_fields if name not in names])

    def without(self, names: Collection[str]) -> Section:
        """The group without these fields."""
        fields = tuple(name for name in self.fields if name not in names)
        facts = self.facts and tuple(name for name in self.facts if name not in names)
        return replace(self, fields=fields, facts=facts)


@dataclass(frozen=True, kw_only=True)
class Panel:
    """A block of the record's page: a template, and what it needs (`context(user, instance)`).

    code, label  by which the company's arrangement of the page names it; without it stays in place
    """

    template: str
    context: Callable[[Any, Any], Mapping[str, Any]]
    code: str = ""
    label: Text = ""


@dataclass(frozen=True, kw_only=True)
class Look:
    """One user looking at one record.

    hidden  names of the fields this user may not read
    query   of the address, so that a part may keep its own state there
    """

    user: Any
    instance: Any
    hidden: Collection[str] = ()
    query: Mapping[str, Sequence[str]] = field(default_factory=dict)

    def asked(self, name: str) -> str:
        """The first value of a parameter of the address, or ""."""
        return "".join(self.query.get(name, [])[:1])


@dataclass(frozen=True, kw_only=True)
class Part:
    """A block that is drawn for one look at a record: its template gets what `context` returns."""

    template: str
    context: Callable[[Look], Mapping[str, Any]]


@dataclass(frozen=True, kw_only=True)
class Tab(Part):
    """One way to look at a record, in the middle of its page.

    permission  what one must hold to find it there; "" for whoever sees the record
    """

    code: str
    label: Text
    permission: str = ""


def panels_tab(panels: Sequence[Panel]) -> Tab:
    """The tab in which the declared blocks stand."""

    def drawn(look: Look) -> Mapping[str, Any]:
        user, instance = look.user, look.instance
        return {"panels": [{"template": e.template, **e.context(user, instance)} for e in panels]}

    label = _("Overview")
    return Tab(code="overview", label=label, template="records/panels.html", context=drawn)


@dataclass(frozen=True, kw_only=True)
class Jot:
    """Something besides a note that people write down on a record's page, such as a call.

    code        what the form calls it, among others of the type
    permission  what one must hold
    keep        service (instance, user, code, words, when or None); RuleBroken with a sentence
    """

    code: str
    label: Text
    icon: str
    permission: str
    keep: Callable[[Any, Any, str, str, datetime | None], Any]


@dataclass(frozen=True, kw_only=True)
class Tile:
    """Something to do with a record at once. `href` opens it; `focus` moves to a field instead.

    key  shortcut on the record's page; "" for none
    """

    label: Text
    icon: str
    href: str = ""
    focus: str = ""
    key: str = ""


@dataclass(frozen=True, kw_only=True)
class Peek:
    """What stands in the panel beside the list: facts, then blocks, then what happened last."""

    facts: tuple[str, ...]
    parts: tuple[Part, ...] = ()


def anywhere(instance: Any) -> Collection[str] | None:
    """The default of `Board.targets`: a card may be moved to every column."""
    return None


@dataclass(frozen=True, kw_only=True)
class Board:
    """A list in columns, one for each value of `field`: a choice, or a record it leads to (U1).

    Every choice of up to twelve options and every relation has a board without being declared.

    card     columns whose cells stand on a card; without: those of a phone's two lines
    money    the number column added up in a head; without: the first that the list adds up
    tones    {value: kind of the dot before its word}, as in `c-status`
    move     service (instance, value) -> instance, for a field that is in no form
    targets  instance -> values that `move` takes it to from where it is; None: all
    """

    field: str
    card: tuple[str, ...] = ()
    money: str = ""
    tones: Mapping[str, str] = dataclasses.field(default_factory=dict)
    move: Callable[[Any, str], Any] | None = None
    targets: Callable[[Any], Collection[str] | None] = anywhere


@dataclass(frozen=True, kw_only=True)
class Calendar:
    """A list by days (U1). Every date has a calendar without being declared.

    field   the day a record stands on; `until` the last day, for those that last
    colour  a choice whose word stands with each record
    tones   {value of `colour`: kind of its dot}
    """

    field: str
    until: str = ""
    colour: str = ""
    tones: Mapping[str, str] = dataclasses.field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Within:
    """What records belong to that are parts of another, such as the lines of an order.

    Who may see the other may see them, and who may change it may change them, within what their
    role says of the type itself. They lie in the trash with it.

    field   of the model, with the other record
    record  the other's declaration
    """

    field: str
    record: Record


@dataclass(frozen=True, kw_only=True)
class Privacy:
    """Records that are closed even to those whose role lets them see all of the type (P5).

    Their owner sees them always, and those with whom they were shared.

    opened    (user) -> the records that are open to this user besides
    involves  (user) -> records that this user sees whoever they belong to, however narrow the role
    """

    opened: Callable[[Any], Q]
    involves: Callable[[Any], Q]


@dataclass(frozen=True, kw_only=True)
class Related:
    """How records of another type that lead to this one stand on its page (U2).

    Every type with a field that leads here has such a list without being declared.

    record   code of that type, `field` its field that leads here
    label    what the list is called; its type's own plural when empty
    sub      the column of the second line; the one that a phone shows there when empty
    sort     order of the first rows, as an address holds it; the type's own when empty
    is_wide  a table in a tab of its own, for what the record is made of, such as an order's lines
    is_later  that tab comes after the timeline, not before it
    is_shown  False where a block of the type's own shows them better
    """

    record: str
    field: str
    label: Text = ""
    sub: str = ""
    sort: str = ""
    is_wide: bool = False
    is_later: bool = False
    is_shown: bool = True

    @property
    def code(self) -> str:
        """As an address and the company's arrangement of the page name it."""
        return f"{self.record.replace('.', '-')}-{self.field}"


def no_lines(user: Any) -> list[tuple[str, str]]:
    """The default of `ListDeed.lines`: a button, no menu."""
    return []


@dataclass(frozen=True, kw_only=True)
class ListDeed:
    """Something of a type's own that is done with chosen rows, beside what every type has.

    url_name  gets what the bar sends: `chosen`, or `all`, and the list's `query`
    lines     (user) -> (value, label) of a menu, whose choice is sent as `name`
    """

    code: str
    label: Text
    icon: str
    url_name: str
    permission: str
    name: str = "value"
    lines: Callable[[Any], list[tuple[str, str]]] = no_lines


@dataclass(frozen=True, kw_only=True)
class Action:
    """A button in the head of the list, for those who hold `permission`."""

    label: Text
    url_name: str
    permission: str
    icon: str = "circle"
