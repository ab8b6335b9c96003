"""What each layer and module tells the shell, in one declaration file each (`module.py`).

A declaration holds data only: labels, codes and dotted paths. It imports no models and no views,
so reading all of them is cheap and free of cycles. Copying a folder into `modules/` adds a module
with no other edit (A1).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from pathlib import Path
from typing import Any, Literal, TypeAlias

from django.conf import settings
from django.utils.module_loading import import_string

from dangol.about_portal import Agenda, Counter, Widget
from dangol.about_records import (
    CodeTable,
    FieldSet,
    PageLink,
    QuickAdd,
    ReadyLink,
    Reference,
    Text,
)
from dangol.about_reports import ReadyReport
from dangol.about_triggers import TriggerAction


@dataclass(frozen=True, kw_only=True)
class Permission:
    """Something a user may be allowed to do: `module.noun.verb`, and which roles may by default.

    is_scoped     a role may give it for one's own records, or the department's, alone
    usual         on whose records members without a role have it, where it is scoped
    is_grantable  a role can give it or take it; what everybody needs, and what would let people
                  widen their own rights, it cannot
    """

    code: str
    label: Text
    roles: tuple[str, ...] = ("admin", "member")
    is_scoped: bool = False
    usual: Literal["own", "department", "all"] = "all"
    is_grantable: bool = True


@dataclass(frozen=True, kw_only=True)
class MenuItem:
    """One line of the navigation: shown to those who hold `permission`. `icon` is a Lucide name.

    place  `main` stands in the list of work; `settings` behind the gear at the foot
    order  smaller stands higher; lines of equal order keep the order of their declarations
    key    shortcut that leads there from everywhere, such as "g c"; "" for none
    also   further addresses whose screens belong to the line
    when   dotted path of (user) -> whether the line is of any use to them; "" for everybody who may
    """

    label: Text
    url_name: str
    permission: str
    icon: str = "circle"
    also: tuple[str, ...] = ()
    place: Literal["main", "settings"] = "main"
    order: int = 50
    key: str = ""
    when: str = ""

    def is_for(self, user: Any) -> bool:
        """Whether the line, which they may open, is of any use to the user."""
        return not self.when or bool(import_string(self.when)(user))


@dataclass(frozen=True, kw_only=True)
class Job:
    """Work that comes back by itself: the scheduler calls `run` (a dotted path) every `seconds`.

    A job runs in the platform's context and must be safe to run twice.
    """

    code: str
    run: str
    seconds: int


@dataclass(frozen=True, kw_only=True)
class MergeField:
    """A value that a message text may ask for as `{{ code }}`."""

    code: str
    label: Text


@dataclass(frozen=True, kw_only=True)
class QuickAction:
    """Something the command palette offers from anywhere: it opens `url_name` (U3).

    words   further words it is found by, besides its label
    key     shortcut that works on every screen, such as "g c"; "" for none
    drawer  id of a drawer of the frame in which it opens over the present screen, whose address it
            gets as `at`; "" for what opens as a page
    """

    label: Text
    url_name: str
    permission: str
    icon: str = "circle"
    words: Text = ""
    key: str = ""
    drawer: str = ""


@dataclass(frozen=True, kw_only=True)
class FirstStep:
    """One line of a new company's checklist (P4).

    done     dotted path of `() -> bool`, asked inside the company: told from rows, not from clicks
    url_name where the step is done; `address`, a dotted path of `() -> str`, when that depends
    """

    code: str
    label: Text
    help: Text
    url_name: str
    permission: str
    done: str
    address: str = ""
    icon: str = "circle"
    order: int = 50


@dataclass(frozen=True, kw_only=True)
class Sample:
    """Example rows that a new company may look at and remove in one click (P4).

    permission  what a company must have open for them to be of use
    add         dotted path of `(user) -> list[(record code, id)]`: makes them, inside the company;
                "" when another sample makes them along with its own
    changed     dotted path of `(ids) -> list[str]`: sentences about what people did to them since
    remove      dotted path of `(ids) -> dict[str, str]`: removes them for good, and says of each
                that had to stay, by its id, why in a sentence
    """

    record: str
    permission: str
    changed: str
    remove: str
    add: str = ""


Channel: TypeAlias = Literal["app", "mail", "digest", "push"]
"""Where somebody is told: on the page of notices, by mail at once, in the mail of the morning, by
the browser where one turned that on."""


@dataclass(frozen=True, kw_only=True)
class Notice:
    """Something that people are told of (U9).

    code        `module.noun.deed`, kept in rows and in people's settings: never renamed
    label       what it is called in the settings
    permission  who may be told; a notice about a record also asks whether they may see that one
    sentence    what happened, with %(who)s and %(what)s; `many` with %(who)s and %(count)s, for one
                notice about several things
    things      dotted path of `(user, keys) -> {key: name}` of those that the user may see; "" for
                records of a declared type
    details     dotted path of `(user, list of facts) -> list of words`, a line below; "" for none
    url_name    where it leads, with the key; "" for the record's page
    many_query  what narrows the record's list down to the things of `many`
    channels    where it is told until the user chooses
    """

    code: str
    label: Text
    permission: str
    sentence: Text
    many: Text = ""
    things: str = ""
    details: str = ""
    url_name: str = ""
    many_query: str = ""
    icon: str = "bell"
    channels: tuple[Channel, ...] = ("app", "digest", "push")
    order: int = 50


@dataclass(frozen=True, kw_only=True)
class Declaration:
    """Everything the shell knows of one layer or module.

    entitlement  what a company must have bought, and the user hold a licence for; "" is open to
                 every user of every company, "customer" to every user of a company that rents,
                 "provider" to the provider's staff
    requires     codes of the modules whose code this one may import
    urls         dotted path of the URL list mounted at `/<code>/` on a company's own address
    root_urls    dotted path of the URL list mounted at the root of a company's own address
    public_urls  dotted path of the URL list mounted at the root of the public site
    records      dotted paths of Record classes (dangol.records)
    commands     dotted paths `package.module:command` of click commands for the `dangol` program
    tasks        dotted paths of modules with dramatiq actors
    has_start_page  a page of the portal is this module's own: its tiles and its numbers (A2)
    notices      what people are told of; told by `dangol.notices`
    code_tables  lists of codes that companies make their own
    field_sets   own fields that companies of one trade take over
    page_links   what other modules do with a record, in the menu of its page
    ready_links  look-ups outside that are offered for pages of records
    references   columns that name records without a foreign key
    vocabularies dotted paths of what the audit says of this layer's records
                 (tenants.vocabulary.Vocabulary)
    tiles        dotted paths of `(record, look) -> list of dangol.records.Tile`: what this module
                 offers on the pages of records, of other modules too
    ready        dotted path of a function that registers this layer's implementations of ports
    trigger_actions  what triggers can do besides (`dangol.about_triggers`)
    reports      dotted paths of sequences of `ReadyReport`s: what the page of reports has ready
    demo         dotted path of `() -> int`: adds this layer's rows to a demo company, inside it,
                 and tells how many; nothing when they are there already
    demo_order   the smaller comes first: what looks through the others' rows comes late
    """

    code: str
    label: Text
    entitlement: str = ""
    requires: tuple[str, ...] = ()
    urls: str = ""
    root_urls: str = ""
    public_urls: str = ""
    menu: tuple[MenuItem, ...] = ()
    permissions: tuple[Permission, ...] = ()
    records: tuple[str, ...] = ()
    jobs: tuple[Job, ...] = ()
    commands: tuple[str, ...] = ()
    tasks: tuple[str, ...] = ()
    merge_fields: tuple[MergeField, ...] = ()
    quick_actions: tuple[QuickAction, ...] = ()
    has_start_page: bool = False
    widgets: tuple[Widget, ...] = ()
    quick_adds: tuple[QuickAdd, ...] = ()
    counters: tuple[Counter, ...] = ()
    agendas: tuple[Agenda, ...] = ()
    first_steps: tuple[FirstStep, ...] = ()
    samples: tuple[Sample, ...] = ()
    notices: tuple[Notice, ...] = ()
    code_tables: tuple[CodeTable, ...] = ()
    field_sets: tuple[FieldSet, ...] = ()
    page_links: tuple[PageLink, ...] = ()
    ready_links: tuple[ReadyLink, ...] = ()
    references: tuple[Reference, ...] = ()
    vocabularies: tuple[str, ...] = ()
    tiles: tuple[str, ...] = ()
    trigger_actions: tuple[TriggerAction, ...] = ()
    reports: tuple[str, ...] = ()
    ready: str = ""
    demo: str = ""
    demo_order: int = 50


def module_names(root: Path) -> list[str]:
    """The dotted names of the module folders below `root`/modules, those they require first."""
    found = sorted(path.parent.name for path in (root / "modules").glob("*/module.py"))
    return [f"modules.{name}" for name in sorted(found, key=lambda name: (name != "base", name))]


@cache
def declarations() -> tuple[Declaration, ...]:
    """Every declaration of the installed layers and modules, lowest layer first."""
    return tuple(import_module(f"{name}.module").module for name in settings.LAYERS)


def is_module(declaration: Declaration) -> bool:
    """Whether this is a module that companies rent, not a layer below them."""
    return f"modules.{declaration.code}" in settings.LAYERS


def by_code(code: str) -> Declaration:
    """The declaration with this code; KeyError when there is none."""
    return {declaration.code: declaration for declaration in declarations()}[code]


@cache
def permissions() -> dict[str, tuple[Permission, Declaration]]:
    """Every permission by its code, with the declaration that makes it."""
    return {p.code: (p, d) for d in declarations() for p in d.permissions}


@cache
def notices() -> dict[str, Notice]:
    """Every kind of notice by its code, in the order of settings."""
    found = [notice for declaration in declarations() for notice in declaration.notices]
    return {notice.code: notice for notice in sorted(found, key=lambda each: each.order)}


@cache
def reports() -> dict[str, ReadyReport]:
    """Every ready report by the word of its address, lowest layer first."""
    found = [import_string(path) for each in declarations() for path in each.reports]
    return {report.slug: report for shelf in found for report in shelf}


def ready_links(record: str) -> list[ReadyLink]:
    """Look-ups outside that are offered for pages of this record type."""
    return [each for d in declarations() for each in d.ready_links if each.record == record]


def page_links(record: str) -> list[PageLink]:
    """What modules do with records of this type besides their own."""
    return [each for d in declarations() for each in d.page_links if each.record == record]


def jobs() -> Iterator[Job]:
    """Every recurring job, lowest layer first."""
    for declaration in declarations():
        yield from declaration.jobs
