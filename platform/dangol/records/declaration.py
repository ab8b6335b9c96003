"""What a record type says about itself; everything else is made from it (U1, U2).

A module writes one `Record` for each of its record types, names it in its `module.py`, and mounts
`record_urls(record)`. List, filters, sorting, paging, page, form and export then read the same
declaration, so a field added there appears in all of them, and a field hidden there in none.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from typing import Any, Literal, TypeAlias

from django.db.models import Field, Model, QuerySet
from django.forms import ModelForm
from django.utils.functional import Promise

from dangol.records.filters import Filter

Text: TypeAlias = str | Promise
Values: TypeAlias = dict[str, Any]


@dataclass(frozen=True, kw_only=True)
class Column:
    """One column of the list and of the export.

    name   a field of the model
    sort   the indexed field it sorts by, when that is another; "" when it does not sort. The model
           carries an index on (sort, id) for each
    label  head of the column; the field's own name when empty
    phone  where it stands in the two lines of a phone: sub, end or end-sub; "" leaves it out
    """

    name: str
    sort: str | None = None
    label: Text = ""
    phone: str = ""

    @property
    def sort_field(self) -> str:
        return self.name if self.sort is None else self.sort


@dataclass(frozen=True, kw_only=True)
class Search:
    """A field that "find in list" looks into.

    holds  what stands in it: `text`, `ascii` (mail addresses), `digits` (phone numbers). A field is
           left alone when what is looked for cannot stand in it, which halves the work
    """

    field: str
    holds: Literal["text", "ascii", "digits"] = "text"


@dataclass(frozen=True, kw_only=True)
class Section:
    """A titled group of fields, in the form and, unless a panel shows them better, on the page."""

    label: Text
    fields: tuple[str, ...]
    on_page: bool = True


@dataclass(frozen=True, kw_only=True)
class Panel:
    """A block of the record's page: a template, and what it needs (`context(user, instance)`)."""

    template: str
    context: Callable[[Any, Any], Mapping[str, Any]]


@dataclass(frozen=True, kw_only=True)
class Action:
    """A button in the head of the list, for those who hold `permission`."""

    label: Text
    url_name: str
    permission: str
    icon: str = "circle"


def nothing_hidden(user: Any) -> Collection[str]:
    """The default of `Record.hidden_from`: every declared field is open."""
    return ()


@dataclass(frozen=True, kw_only=True)
class Record:
    """One record type.

    code         `module.noun`; permissions are `<code>.view`, `.create`, `.edit`, `.delete`,
                 `.import`, `.export`, addresses `<module>:<noun>-list` and so on
    label        of one, `plural` of many
    title        field that names a record; `subtitle` fields stand below it
    columns      of list and export; `sort` is the first order ("-" before it: falling)
    filters      of the list; `search` where "find in list" looks
    sections     fields of page and form; `form` a ModelForm over them
    create       service (values) -> instance
    edit         service (instance, values, seen) -> instance; `seen` is the version that was edited
    remove       service (instance): into the trash; `restore` brings it back
    exported     service (count, query): notes who took which list away
    visible_to   the rights hook: the records this user may see, for every use
    trash_of     the same for records in the trash
    person       whether a record is a person (round mark) or a thing (square one)
    hidden_from  names of fields that this user may not read, sort, filter, find or export
    """

    code: str
    model: type[Model]
    label: Text
    plural: Text
    title: str
    columns: tuple[Column, ...]
    sort: str
    sections: tuple[Section, ...]
    form: type[ModelForm[Any]]
    create: Callable[[Values], Model]
    edit: Callable[[Any, Values, str], Model]
    remove: Callable[[Any], None]
    restore: Callable[[Any], None]
    exported: Callable[[int, str], None]
    visible_to: Callable[[Any], QuerySet[Any]]
    trash_of: Callable[[Any], QuerySet[Any]]
    subtitle: tuple[str, ...] = ()
    filters: tuple[Filter, ...] = ()
    search: tuple[Search, ...] = ()
    panels: tuple[Panel, ...] = ()
    actions: tuple[Action, ...] = ()
    hidden_from: Callable[[Any], Collection[str]] = nothing_hidden
    version: str = "updated_at"
    icon: str = "circle"
    person: bool = False

    @property
    def module(self) -> str:
        return self.code.split(".")[0]

    @property
    def noun(self) -> str:
        return self.code.split(".")[1]

    def url_name(self, view: str) -> str:
        """Name of an address of this type: list, new, page, edit, delete, restore or export."""
        return f"{self.module}:{self.noun}-{view}"

    def permission(self, verb: str) -> str:
        return f"{self.code}.{verb}"

    def model_field(self, name: str) -> Field[Any, Any]:
        """The model's field; FieldDoesNotExist for a name that the declaration got wrong."""
        found = self.model._meta.get_field(name)
        if not isinstance(found, Field):
            raise TypeError(f"{name} of {self.code} is no field of its own.")
        return found

    def label_of(self, name: str) -> Text:
        """What people call the field."""
        return self.model_field(name).verbose_name

    def columns_for(self, user: Any) -> list[Column]:
        hidden = self.hidden_from(user)
        return [column for column in self.columns if column.name not in hidden]

    def filters_for(self, user: Any) -> list[Filter]:
        hidden = self.hidden_from(user)
        return [each for each in self.filters if each.field not in hidden]

    def search_for(self, user: Any) -> list[Search]:
        hidden = self.hidden_from(user)
        return [each for each in self.search if each.field not in hidden]
