"""How a field's value is shown to people and written to files."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.db.models import BigIntegerField, ForeignKey, Model
from django.template.defaultfilters import linebreaksbr
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import number_format
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from dangol.i18n import days, figures
from dangol.records import rights, types
from dangol.records.custom.definitions import is_custom
from dangol.records.custom.fields import drawn_words, kind_of, words_of
from dangol.records.custom.kinds.people import PersonKind
from dangol.records.declaration import Record
from dangol.records.parts import Column, Look
from dangol.templatetags.people import hue, initial

NO_VALUE = format_html('<span class="no-value">{}</span>', figures.NOTHING)
LONG = 14
"""Characters from which a text may be cut short in its cell, and tells the whole as a title."""
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\uff1d", "\uff0b", "\uff0d", "\uff20")
_STARTS = frozenset(FORMULA_STARTS)


def shown(instance: Model, name: str) -> str:
    """The value in words, in the current language; "" when there is none."""
    if is_custom(name):
        return words_of(instance, name)
    value = getattr(instance, name)
    if value in (None, "", []):
        return ""
    if isinstance(value, list):
        return ", ".join(map(str, value))
    if hasattr(instance, f"get_{name}_display"):
        return str(getattr(instance, f"get_{name}_display")())
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if isinstance(value, int):
        return number_format(value, use_l10n=True, force_grouping=True)
    if isinstance(value, datetime):
        return f"{timezone.localtime(value):%Y-%m-%d %H:%M}"
    if isinstance(value, date):
        return value.isoformat()
    return str(value)


def drawn(instance: Model, column: Column) -> str:
    """The value as the inside of a cell of a list, as HTML; a dash when there is none."""
    if column.draw is not None:
        return column.draw(instance) or NO_VALUE
    if is_custom(column.name):
        return _drawn_words(instance, column.name, is_fact=False) or NO_VALUE
    value = getattr(instance, column.name)
    if value in (None, ""):
        return NO_VALUE
    field = instance._meta.get_field(column.name)
    if isinstance(value, datetime):
        return format_html(
            '<time title="{}">{}</time>', f"{timezone.localtime(value):%Y-%m-%d %H:%M}",
            days.near_day(value),
        )  # fmt: skip
    if isinstance(value, date):
        return escape(days.day(value))
    if isinstance(field, BigIntegerField):
        return figures.won(value)
    if isinstance(field, ForeignKey):
        return format_html('<span class="who">{}{}</span>', _mark_of(value), str(value))
    return _cut_short(shown(instance, column.name))


def _drawn_words(instance: Any, name: str, *, is_fact: bool) -> str:
    """The value of one of the company's own fields as HTML; "" when there is none."""
    words = words_of(instance, name)
    if words and isinstance(kind_of(instance, name), PersonKind):
        return format_html('<span class="who">{}{}</span>', mark(words, 20), words)
    drawn_so = drawn_words(instance, name, words, is_fact=is_fact) if words else ""
    return drawn_so or _cut_short(words)


def _cut_short(text: str) -> str:
    """The text; a long one tells all of it as a title, where its cell cuts it short."""
    return format_html('<span title="{0}">{0}</span>', text) if len(text) > LONG else escape(text)


def drawn_fact(record: Record, look: Look, name: str) -> str:
    """The value as it stands among a record's facts, as HTML; "" when there is none."""
    draw = record.drawn_facts.get(name)
    if draw is not None:
        return draw(look)
    instance = look.instance
    if is_custom(name):
        return linebreaksbr(_drawn_words(instance, name, is_fact=True))
    value = getattr(instance, name)
    if value in (None, ""):
        return ""
    field = instance._meta.get_field(name)
    if isinstance(value, datetime):
        return escape(days.moment(value))
    if isinstance(value, date):
        return escape(days.day(value))
    if isinstance(field, BigIntegerField):
        return figures.won(value)
    if isinstance(field, ForeignKey):
        return _linked(value, look)
    return linebreaksbr(shown(instance, name), autoescape=True)


def _mark_of(value: Model) -> SafeString:
    """The mark of another record, or of a user."""
    record = types.of_model(type(value))
    return mark(str(value), 20, person=record is None or record.person)


def _linked(value: Model, look: Look) -> str:
    """Another record by its mark and name, as a link for those who may open it."""
    record = types.of_model(type(value))
    name = format_html("{}{}", _mark_of(value), str(value))
    if record is None or not rights.opens(record, look.user, value):
        return format_html('<span class="who">{}</span>', name)
    page = reverse(record.url_name("page"), args=[value.pk])
    return format_html('<a class="who link-quiet" href="{}">{}</a>', page, name)


def mark(name: str, size: int, *, person: bool = True) -> SafeString:
    """The round mark of a person, or the square one of a thing."""
    return format_html(
        '<span class="avatar s{}{}" style="--hue: {}" aria-hidden="true">{}</span>',
        size, "" if person else " square", hue(name), initial(name),
    )  # fmt: skip


def written(instance: Model, name: str) -> str:
    """The value as it goes into a file: as shown, but numbers without separators."""
    value = getattr(instance, name)
    if (
        isinstance(value, int)
        and not isinstance(value, bool)
        and not hasattr(instance, f"get_{name}_display")
    ):
        return str(value)
    return harmless(shown(instance, name))


def written_value(value: Any) -> str:
    """The same for a bare value; it runs for every cell of a file."""
    if type(value) is str:
        return f"'{value}" if value and value[0] in _STARTS else value
    if value is None:
        return ""
    if isinstance(value, bool):
        return _("Yes") if value else _("No")
    if isinstance(value, datetime):
        return timezone.localtime(value).isoformat(" ", "minutes")[:16]
    return str(value)


def harmless(text: str) -> str:
    """The text so that no spreadsheet takes it for a formula: an apostrophe before it (V2)."""
    return f"'{text}" if text.startswith(FORMULA_STARTS) else text
