"""What a record type says about itself; everything else is made from it (U1, U2).

A module writes one `Record` for each of its record types, names it in its `module.py`, and mounts
`record_urls(record)`. List, filters, sorting, paging, page, form and export then read the same
declaration, so a field added there appears in all of them, and a field hidden there in none.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, TypeAlias
from urllib.parse import parse_qs

from django.core.exceptions import ImproperlyConfigured
from django.db.models import Field, Model, QuerySet
from django.utils.translation import gettext_lazy as _

from dangol import access
from dangol.imports.declaration import PLAIN as BY_FORM
from dangol.imports.declaration import Imports
from dangol.records import rights
from dangol.records.bulk import PLAIN, Bulk
from dangol.records.custom.definitions import shape_of
from dangol.records.custom.fields import columns, field_of, filters, known, read_for, sections
from dangol.records.custom.values import WORDS
from dangol.records.dues import Due
from dangol.records.filters.base import Filter
from dangol.records.filters.groups import WHERE, names_in
from dangol.records.filters.links import link_filters
from dangol.records.filters.look import NAMES, fields_in
from dangol.records.forms.base import RecordForm
from dangol.records.page import contents, layouts
from dangol.records.parts import (
    Action,
    Board,
    Calendar,
    Column,
    Held,
    Jot,
    ListDeed,
    Look,
    Panel,
    Peek,
    Privacy,
    Related,
    Search,
    Section,
    Tab,
    Text,
    Tile,
    View,
    Within,
)
from dangol.records.passing import Passing
from dangol.records.timeline.sources import Source

Values: TypeAlias = dict[str, Any]
EVERYTHING = "all"
"""Code of the view that every list begins with."""


def all_of_them(rows: QuerySet[Any], user: Any, verb: str) -> QuerySet[Any]:
    """The default of `Record.narrow`: roles alone say which records are open."""
    return rows


def nothing_hidden(user: Any) -> Collection[str]:
    """The default of `Record.also_hidden`: roles alone say what is hidden."""
    return ()


def never_closed(instance: Any, verb: str) -> Text:
    """The default of `Record.closed`: it is the role that stands in the way."""
    return ""


def as_they_are(rows: QuerySet[Any]) -> QuerySet[Any]:
    """The default of `Record.listed`: rows need nothing besides their own fields."""
    return rows


def no_tiles(look: Look) -> Sequence[Tile]:
    """The default of `Record.tiles`: nothing can be done at once."""
    return ()


def no_badges(look: Look) -> Sequence[str]:
    """The default of `Record.badges`: the name stands alone."""
    return ()


@dataclass(frozen=True, kw_only=True)
class Record:
    """One record type.

    code         `module.noun`; permissions are `<code>.view`, `.create`, `.edit`, `.delete`,
                 `.import`, `.export`, addresses `<module>:<noun>-list` and so on
    label        of one, `plural` of many
    counted      how many there are in words, with %(shown)s; a lazy plural by `count`
    title        field that names a record everywhere; `subtitle` fields stand below it
    columns      of list and export; `sort` is the first order ("-" before it: falling)
    filters      of the list; `search` where "find in list" looks
    keys         fields whose value tells one record from all others, such as a code: people name
                 records by them in other forms and in files; the title counts besides
    views        selections that everybody finds above the list, after the one of everything
    listed       adds to a page's rows what their cells need, such as an annotation
    bulk         how many records are written at once: what the kit cannot tell from the model
    imports      how files fill records, where that needs saying
    peek         the panel beside the list; None opens the page instead
    tiles        look -> what can be done with a record at once
    badges       look -> HTML beside the name: grade, state
    drawn_facts  {field: look -> HTML} where a fact is more than its text
    boards       what boards show besides the usual; `calendars` the same for calendars
    person       whether a record is a person (round mark) or a thing (square one)
    sections     fields of page and form; `form` a RecordForm over them
    tabs         ways to look at a record in the middle of its page, between the timeline and the
                 history of its changes; `panels` stand in a tab before them
    sources      what its timeline tells besides notes, files and changes
    jots         () -> what people write down on its page besides notes
    rail         blocks at the right of the page
    below_facts  blocks at the left, below the facts; they come with the page, so they ask little
    related      how lists of what leads to a record stand on its page, other than usual
    list_deeds   what of its own is done with chosen rows of the list
    start        template of the three steps that an empty list shows; "" for none
    create       service (values) -> instance
    create_many  service (list of values) -> instances in their order: many in one statement, all or
                 RuleBroken; None makes them one after another
    edit         service (instance, values, seen) -> instance; `seen` is the version that was edited
    remove       service (instance): into the trash; `restore` brings it back
    exported     service (count, query, reason): notes who took which list away, and why
    rows         () -> every record that is not in the trash; `trashed` those that are. Nobody
                 else asks these: `visible_to` and `trash_of` narrow them to what a user may see
    pass_on      service (giver, heir or None, most, among=None) -> ids: gives so many records of
                 somebody who leaves to another, or those `among`; None where none are given
    passings     what of the type is handed over from one person to another
    owner        field with the user whose record it is, for rights over one's own and the
                 department's; "" where records belong to nobody
    dues         days on which something of a record falls due, and its owner is told
    within       what its records are parts of, and whose rights they follow; None: they stand alone
    privacy      which of them are closed even to those who may see all of the type
    made_of      {field: fields made of it}: hidden with it, such as the digits of a number
    changed_by   (instance, field) -> who changed the field last, for those whom it surprises
    narrow       (rows, user, verb) -> those of the rows that stay open besides what roles say, such
                 as posts on boards that the user reads; asked for every use
    closed       (instance, verb) -> why `narrow` keeps the user from doing `verb` with it, in a
                 sentence; "" where their role does
    holds        {field: what it holds} of those whose spelling can be put right (`Held`)
    also_hidden  (user) -> fields that are hidden from them besides those that roles hide
    comes_with   what the form of a new one asks for as files, such as receipts; "" for none
    """

    code: str
    model: type[Model]
    label: Text
    plural: Text
    title: str
    columns: tuple[Column, ...]
    sort: str
    sections: tuple[Section, ...]
    form: type[RecordForm]
    create: Callable[[Values], Model]
    edit: Callable[[Any, Values, str], Model]
    remove: Callable[[Any], None]
    restore: Callable[[Any], None]
    exported: Callable[[int, str, str], None]
    rows: Callable[[], QuerySet[Any]]
    trashed: Callable[[], QuerySet[Any]]
    owner: str = ""
    create_many: Callable[[Sequence[Values]], Sequence[Model]] | None = None
    pass_on: Callable[..., list[Any]] | None = None
    passings: tuple[Passing, ...] = ()
    dues: tuple[Due, ...] = ()
    within: Within | None = None
    privacy: Privacy | None = None
    made_of: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    counted: Any = "%(shown)s"
    subtitle: tuple[str, ...] = ()
    filters: tuple[Filter, ...] = ()
    search: tuple[Search, ...] = ()
    keys: tuple[str, ...] = ()
    views: tuple[View, ...] = ()
    listed: Callable[[QuerySet[Any]], QuerySet[Any]] = as_they_are
    bulk: Bulk = PLAIN
    imports: Imports = BY_FORM
    peek: Peek | None = None
    tiles: Callable[[Look], Sequence[Tile]] = no_tiles
    badges: Callable[[Look], Sequence[str]] = no_badges
    drawn_facts: Mapping[str, Callable[[Look], str]] = field(default_factory=dict)
    boards: tuple[Board, ...] = ()
    calendars: tuple[Calendar, ...] = ()
    person: bool = False
    tabs: tuple[Tab, ...] = ()
    panels: tuple[Panel, ...] = ()
    sources: tuple[Source, ...] = ()
    jots: Callable[[], Sequence[Jot]] = tuple
    rail: tuple[Panel, ...] = ()
    below_facts: tuple[Panel, ...] = ()
    related: tuple[Related, ...] = ()
    list_deeds: tuple[ListDeed, ...] = ()
    start: str = ""
    comes_with: Text = ""
    actions: tuple[Action, ...] = ()
    narrow: Callable[[QuerySet[Any], Any, str], QuerySet[Any]] = all_of_them
    also_hidden: Callable[[Any], Collection[str]] = nothing_hidden
    closed: Callable[[Any, str], Text] = never_closed
    changed_by: Callable[[Any, str], str] | None = None
    holds: Mapping[str, Held] = field(default_factory=dict)
    version: str = "updated_at"
    icon: str = "circle"

    def __post_init__(self) -> None:
        """ImproperlyConfigured when the title is no field: nothing could name a record."""
        if self.title not in {each.name for each in self.model._meta.concrete_fields}:
            raise ImproperlyConfigured(
                f"The record type {self.code} says title={self.title!r}, but {self.model.__name__} "
                "has no such field: name one of its fields in Record(title=…)."
            )

    @property
    def is_narrowed(self) -> bool:
        """Whether more than roles and what it is a part of say which records are open: whoever may
        do something with all of the type may not do it with each, so each is asked for."""
        return self.privacy is not None or self.narrow is not all_of_them

    @property
    def module(self) -> str:
        return self.code.split(".")[0]

    @property
    def noun(self) -> str:
        return self.code.split(".")[1]

    def visible_to(self, user: Any, verb: str = "view") -> QuerySet[Any]:
        """The records on which the user may do `verb`, for every use; None is the company.

        The company's own fields can be filtered and sorted by their names (`x_…`).
        """
        rows = known(self.code, rights.narrowed(self, self.rows(), user, verb))
        return read_for(self.code, rows, user)

    def trash_of(self, user: Any) -> QuerySet[Any]:
        """The records in the trash that the user may take out."""
        return rights.in_trash(self, user)

    def hidden_from(self, user: Any) -> frozenset[str]:
        """Fields that the user may not read, sort, filter, find or export."""
        return rights.hidden(self, user)

    def locked_for(self, user: Any) -> Collection[str]:
        """Fields that the user may read and not write."""
        return rights.locked(self, user)

    def url_name(self, view: str) -> str:
        """Name of an address of this type: list, new, page, edit, delete, restore or export."""
        return f"{self.module}:{self.noun}-{view}"

    def permission(self, verb: str) -> str:
        return f"{self.code}.{verb}"

    def model_field(self, name: str) -> Field[Any, Any]:
        """The model's field or the company's own; FieldDoesNotExist for a name that is neither."""
        return field_of(self.model, name)

    def label_of(self, name: str) -> Text:
        """What people call the field."""
        return self.model_field(name).verbose_name

    def columns_for(self, user: Any) -> list[Column]:
        hidden = self.hidden_from(user)
        every = [*self.columns, *columns(self.code)]
        return [column for column in every if column.name not in hidden]

    def filters_for(self, user: Any) -> list[Filter]:
        hidden = self.hidden_from(user)
        coded = shape_of(self.code).codes
        every = [
            replace(each, own=self.model_field(each.field)) if each.field in coded else each
            for each in (*self.filters, *link_filters(self))
        ]
        return [
            each
            for each in [*every, *filters(self.code)]
            if hidden.isdisjoint((each.field, *each.reads))
        ]

    def search_for(self, user: Any) -> list[Search]:
        hidden = self.hidden_from(user)
        own = {each.name for each in shape_of(self.code).fields if each.is_searched}
        found = [each for each in self.search if each.field not in hidden]
        # one text holds the words of all of them: who may not read one does not look into it
        return [*found, Search(field=WORDS)] if own and not own & hidden else found

    def sections_for(self, user: Any) -> list[Section]:
        """The groups of fields in form and page, without those that are hidden from the user."""
        hidden = self.hidden_from(user)
        arrangement = layouts.layout_of(self, user)
        every = (*self.sections, *sections(self.code))
        found = layouts.arranged(arrangement, every) if arrangement else every
        return [section.without(hidden) for section in found]

    def head_for(self, user: Any) -> list[str]:
        """The facts below a record's name, as the company has arranged them."""
        arrangement = layouts.layout_of(self, user)
        hidden = self.hidden_from(user)
        names = arrangement.head if arrangement else self.subtitle
        return [name for name in names if name not in hidden]

    def tabs_for(self, user: Any) -> list[Tab]:
        """The tabs of a record's page, as the company has arranged them."""
        found = layouts.layout_of(self, user)
        every = [
            each
            for each in self.every_tab
            if not each.permission or access.user_can(user, each.permission)
        ]
        return layouts.in_order(every, found.tabs, found.tabs_off) if found else every

    @property
    def every_tab(self) -> list[Tab]:
        """The declared tabs, and those that every record type has."""
        return contents.tabs_of(self)

    def rail_for(self, user: Any) -> list[Panel]:
        """The blocks at the right of a record's page, as the company has arranged them."""
        found = layouts.layout_of(self, user)
        return layouts.in_order(self.blocks, found.rail, found.rail_off) if found else self.blocks

    @property
    def blocks(self) -> list[Panel]:
        """The declared blocks at the right, and those that every record type has."""
        return contents.blocks_of(self)

    def keys_for(self, user: Any) -> list[str]:
        """The fields by which this user can name a record, its title last."""
        hidden = self.hidden_from(user)
        return [name for name in (*self.keys, self.title) if name not in hidden]

    def views_for(self, user: Any) -> list[View]:
        """The views that everybody finds; those that ask for a hidden field stay away."""
        everything = View(code=EVERYTHING, label=_("All %(nouns)s") % {"nouns": self.plural})
        return [everything, *(each for each in self.views if self.opens(user, each.query))]

    def opens(self, user: Any, query: str) -> bool:
        """Whether a kept query asks for nothing but what the user may filter and sort by."""
        asked = parse_qs(query)
        looked = fields_in(asked)
        sorts = {
            name.removeprefix("-") for text in asked.pop("sort", []) for name in text.split(",")
        }
        grouped = [names_in(text) for text in asked.pop(WHERE, [])]
        names = {name for each in self.filters_for(user) for name in each.parameters} | {"q"}
        columns = {column.name for column in self.columns_for(user)}
        opened = all(found is not None and found <= names for found in grouped)
        readable = columns | {each.field for each in self.filters_for(user)}
        named = set(asked) - set(NAMES) <= names and looked <= readable
        return opened and named and sorts <= columns

    def count_words(self, count: int, shown: str) -> str:
        """`count` records in words; `shown` is the figure as it is written, such as 10,000+."""
        return str(self.counted % {"count": count, "shown": shown})
