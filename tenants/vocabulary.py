"""How the audit is said: the words for records, their fields and the values of these (V3).

The audit keeps codes and JSON, and is never rewritten. What people read is made of it when it is
shown, in their language, from the vocabularies that each layer names in its declaration. So a lower
layer's screen says what only a higher one knows, such as the sentence of an audience.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cache, partial
from typing import Any

from django.db.models import (
    BigIntegerField,
    BooleanField,
    DateField,
    DateTimeField,
    Field,
    ForeignKey,
    IntegerField,
    Model,
)
from django.utils.dateparse import parse_datetime
from django.utils.functional import Promise
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from dangol import registry
from dangol.i18n import days, figures
from dangol.records.custom import kinds
from dangol.records.custom.definitions import is_custom, shape_of
from dangol.records.links.own_links import LinkKind, target_of
from dangol.registry import Text


@dataclass(frozen=True, kw_only=True)
class Fact:
    """One field, or one fact of a deed.

    label    what people call it
    words    {code: word}, when its values are codes; of a list, of each of its items
    say      value as the audit keeps it -> words, when its type does not tell
    names    the model whose records its values are ids of
    like     a value of it that shows what `say` gets, where no field of a model tells
    is_list  its value is a list: two of them are no before and after
    """

    label: Text = ""
    words: Mapping[Any, Text] | None = None
    say: Callable[[Any], str] | None = None
    names: type[Model] | None = None
    like: Any = None
    is_list: bool = False

    def said(self, value: Any, names: Mapping[str, str]) -> str:
        """The value as people read it; `names` are those of the records it may point at."""
        if value is None or value in ("", []):
            return figures.NOTHING
        if self.names is not None:
            return names.get(str(value)) or _("no longer there")
        if self.words is not None:
            codes = value if isinstance(value, list) else [value]
            return ", ".join(str(self.words.get(code, code)) for code in codes)
        return self.say(value) if self.say else plain(value)


@dataclass(frozen=True, kw_only=True)
class Vocabulary:
    """The words for one kind of record in the audit.

    subject  its code there
    label    what such a record is called
    model    the model whose `fields` are audited; each brings label, choices and type along
    facts    what is no field; or, by a field's name, what is said otherwise than the field says
    deeds    {action: words} where noun and verb do not say it well
    many     {action: record type} of deeds whose one entry stands for many records; "" where its
             fact `record` says the type
    """

    subject: str
    label: Text
    model: type[Model] | None = None
    fields: tuple[str, ...] = ()
    facts: Mapping[str, Fact] = field(default_factory=dict)
    deeds: Mapping[str, Text] = field(default_factory=dict)
    many: Mapping[str, str] = field(default_factory=dict)

    @property
    def names(self) -> tuple[str, ...]:
        """Everything that an entry of this kind may speak of."""
        own = shape_of(self.subject).by_name
        return tuple(dict.fromkeys((*self.fields, *self.facts, *own)))

    def fact(self, name: str) -> Fact | None:
        """The words for a field or fact; None when there are none."""
        if is_custom(name):
            return _of_company(self.subject, name)
        own = self.facts.get(name)
        if name not in self.fields or self.model is None:
            return own
        of_model = _of_field(self.model._meta.get_field(name))  # type: ignore[arg-type]
        codes = shape_of(self.subject).codes.get(name)
        if codes:  # in the company's own words, whatever they were then
            words = {each.value: str(each) for each in codes}
            of_model = replace(of_model, words={**words, **_numbered(words)})
        if own is None:
            return of_model
        if own.words is not None or own.say is not None:
            return replace(own, label=own.label or of_model.label)
        return replace(of_model, label=own.label or of_model.label, is_list=own.is_list)


def _numbered(words: Mapping[str, str]) -> dict[int, str]:
    """The same for codes that are numbers, as the audit keeps them."""
    return {int(code): word for code, word in words.items() if code.isdecimal()}


@cache
def vocabularies() -> dict[str, Vocabulary]:
    """Every vocabulary by its subject."""
    paths = [path for each in registry.declarations() for path in each.vocabularies]
    return {found.subject: found for found in map(import_string, paths)}


@cache
def deeds() -> dict[str, Text]:
    """{action: words} of all vocabularies."""
    return {code: words for each in vocabularies().values() for code, words in each.deeds.items()}


def plain(value: Any) -> str:
    """A value whose type tells how it is said; of a list all, of anything else only that it is."""
    if isinstance(value, bool):
        return yes_or_no(value)
    if isinstance(value, int):
        return figures.number(value)
    if isinstance(value, list):
        return ", ".join(plain(each) for each in value)
    return value if isinstance(value, str) else figures.NOTHING


def yes_or_no(value: Any) -> str:
    return _("Yes") if value else _("No")


def moment(value: str) -> str:
    """A moment as the audit keeps it, in the zone of whoever reads."""
    found = parse_datetime(value)
    return days.moment(found) if found else value


def day(value: str) -> str:
    return days.day(date.fromisoformat(value))


_BY_TYPE: tuple[tuple[type[Field[Any, Any]], Callable[[Any], str]], ...] = (
    (DateTimeField, moment),
    (DateField, day),
    (BigIntegerField, figures.won),
    (IntegerField, figures.number),
    (BooleanField, yes_or_no),
)
"""The first that fits: a moment is a day, too, and money a number. As in lists (dangol.records)."""


def _of_company(record: str, name: str) -> Fact | None:
    """The words of a field that the company has defined itself; none when it was removed."""
    field = shape_of(record).by_name.get(name)
    if field is None:
        return None
    if isinstance(kinds.of(field), LinkKind):
        target = target_of(field)
        return Fact(label=str(field), names=target.model if target else None)
    return Fact(label=str(field), say=partial(kinds.of(field).said, field=field))


def _of_field(found: Field[Any, Any]) -> Fact:
    """What the model says of its field; no label when it says none for people."""
    label = found.verbose_name if isinstance(found.verbose_name, Promise) else ""
    if isinstance(found, ForeignKey):
        return Fact(label=label, names=found.related_model)
    if found.flatchoices:
        return Fact(label=label, words=dict(found.flatchoices))
    say = next((say for kind, say in _BY_TYPE if isinstance(found, kind)), None)
    return Fact(label=label, say=say)
