"""Naming another record in a form: by words that tell it from the others (U2).

A type with a million records offers no list to choose from. The field shows how a record is called,
takes whatever finds one and only one, and offers what fits while somebody writes.
"""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Model, QuerySet
from django.forms.widgets import TextInput
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dangol.ids import read_id
from dangol.records import types
from dangol.records.cells import shown
from dangol.records.declaration import Record
from dangol.search.lookup import lookup

BETWEEN = " · "
MOST = 10
"""Records offered at once."""


def call(record: Record, user: Any, instance: Model) -> str:
    """How the record is called among others: 김하늘 · ㈜한빛물산 · 구매팀."""
    hidden = record.hidden_from(user)
    names = [record.title, *record.subtitle]
    words = [shown(instance, name) for name in names if name not in hidden]
    return BETWEEN.join(word for word in words if word)


def offered(record: Record, user: Any, text: str, verb: str = "view") -> list[Model]:
    """A few records that the text finds, for somebody who is writing it."""
    rows = record.listed(record.visible_to(user, verb))
    if text.strip():
        rows = rows.filter(lookup(record, user, text).condition)
    return list(rows.order_by(record.title, "pk")[:MOST])


def named(record: Record, user: Any, text: str, verb: str = "view") -> list[Model]:
    """The records that are called exactly so, by id, name or key: at most two."""
    rows = record.listed(record.visible_to(user, verb))
    head, *rest = text.split(BETWEEN)
    if read_id(text):
        return list(rows.filter(pk=text)[:1])
    exact: QuerySet[Any] = rows.filter(**{record.title: head})
    if rest:
        return [each for each in exact[:MOST] if call(record, user, each) == text][:2]
    for field in record.keys_for(user):
        hits = list(rows.filter(**{field: text})[:2])
        if hits:
            return hits
    return []


def found(record: Record, user: Any, text: str, verb: str = "view") -> list[Model]:
    """The records that the text can mean: one when it is clear, at most two."""
    hits = named(record, user, text, verb)
    if hits or read_id(text) or BETWEEN in text:
        return hits
    rows = record.listed(record.visible_to(user, verb))
    return list(rows.filter(lookup(record, user, text).condition)[:2])


def out_of_sight() -> str:
    """What is said of a record that is in the trash, gone, or not for this reader."""
    return _("A record you cannot see")


class LinkInput(TextInput):
    """An input that offers what fits, from the address of the type's choices."""

    code, verb = "", "view"

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        record = types.record_of(self.code)
        listed = f"{(attrs or {}).get('id', name)}_choices"
        asks = {
            "list": listed,
            "hx-get": f"{reverse(record.url_name('choices'))}?by={name}&verb={self.verb}",
            "hx-trigger": "input changed delay:150ms, focus once",
            "hx-target": f"#{listed}",
            "hx-swap": "innerHTML",
        }
        box = super().render(name, value, {**(attrs or {}), **asks}, renderer)
        return format_html('{}<datalist id="{}"></datalist>', box, listed)


class LinkField(forms.Field):
    """A field that holds a record of the type `code`, one with which the user may do `verb`.

    Until a form knows its user (`RecordForm.for_user`), nothing can be named.
    """

    widget = LinkInput
    default_error_messages = {
        "unknown": gettext_lazy(
            "“%(text)s” is not here. Write how it is called, or choose from the list."
        ),
        "several": gettext_lazy(
            "“%(text)s” fits several. Write more of it, or choose from the list."
        ),
    }

    def __init__(self, code: str, *, verb: str = "view", **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.code, self.verb = code, verb
        self.user: Any = None
        self.is_known = False
        self.current: Any = None
        self.widget.code, self.widget.verb = code, verb
        self.widget.attrs |= {"autocomplete": "off"}

    def for_user(self, user: Any) -> None:
        """Says who chooses."""
        self.user, self.is_known = user, True

    def offer(self, current: Any) -> None:
        """Says which record is there now (id): it stays while nothing else is written, be it out
        of the user's sight, or in the trash."""
        self.current = current

    def prepare_value(self, value: Any) -> Any:
        """The record as it is called; a key that is out of the user's sight stays a key."""
        if value in (None, "") or read_id(str(getattr(value, "pk", value))) is None:
            return value
        record = types.record_of(self.code)
        rows = record.listed(record.visible_to(self.user)) if self.is_known else None
        key = getattr(value, "pk", value)
        instance = rows.filter(pk=key).first() if rows is not None else None
        if instance is not None:
            return call(record, self.user, instance)
        return out_of_sight() if self.current else str(key)

    def to_python(self, value: Any) -> Model | None:
        text = str(getattr(value, "pk", value) or "").strip()
        if not text:
            return None
        if self.current and text in (str(self.current), out_of_sight()):
            return self._stays()
        hits = self._found(text) if self.is_known else []
        if len(hits) != 1:
            code = "several" if hits else "unknown"
            raise ValidationError(self.error_messages[code], code=code, params={"text": text[:60]})
        return hits[0]

    def _stays(self) -> Any:
        """The record that is there now, whoever may see it."""
        return types.record_of(self.code).model._base_manager.get(pk=self.current)

    def _found(self, text: str) -> list[Model]:
        return found(types.record_of(self.code), self.user, text, self.verb)

    def has_changed(self, initial: Any, data: Any) -> bool:
        return bool(self.prepare_value(initial) != data)
