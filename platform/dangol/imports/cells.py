"""From a cell's text to what the form's field takes, as a person would have typed it (U5).

People write the words that they see, in every usual spelling; forms take codes, ids and ISO dates.
Whether the value may be so is then the form's question.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import date, datetime
from typing import Any, TypeAlias

from django import forms
from django.contrib.auth import get_user_model
from django.utils import timezone

from dangol.imports.others import Others
from dangol.imports.people import People
from dangol.records.cells import FORMULA_STARTS
from dangol.records.links.naming import LinkField
from dangol.records.text import clean_line, clean_paragraph

Typed: TypeAlias = Callable[[str], Any]
"""Text -> a text, a list of texts, or {part: text}; None for nothing; ValueError with a code of
`problems`."""

_MASKED = re.compile(r"\d{6}-\*{7}")
_DAY = r"(\d{4})\s*[-./년]?\s*(\d{1,2})\s*[-./월]?\s*(\d{1,2})\s*[.일]?"
_DATE = re.compile(rf"{_DAY}(?:[T\s]+00:00(?::00)?)?")
_MOMENT = re.compile(rf"{_DAY}[T\s]*(오전|오후|AM|PM)?\s*(\d{{1,2}}):(\d{{2}})(?::\d{{2}})?", re.I)
_BETWEEN = re.compile(r"\s*[,;/\n]\s*")
_ADDRESS = re.compile(r"[(\[]?(\d{5})[)\]]?\s+(.*)", re.S)
YES = frozenset(
    ["y", "yes", "true", "1", "o", "예", "네", "동의", "수신", "수신동의", "허용", "○", "v", "사용"]
)
NO = frozenset(
    [
        "n",
        "no",
        "false",
        "0",
        "x",
        "아니오",
        "아니요",
        "거부",
        "수신거부",
        "미동의",
        "비동의",
        "×",
        "미사용",
    ]
)


def safe(text: str) -> str:
    """The text without a spreadsheet's own apostrophe; ValueError for what must not come in."""
    if text.startswith("'") and text[1:].startswith(FORMULA_STARTS):
        text = text[1:]
    if text.startswith(("=", "\uff1d")):
        raise ValueError("formula")
    if "*" in text and _MASKED.search(text):
        raise ValueError("resident_number")
    return text


def reader_of(field: forms.Field, user: Any, people: People) -> Typed:
    """Reads the cells of a column for this field of a form."""
    has_lines = isinstance(field.widget, forms.Textarea)
    clean = clean_paragraph if has_lines else clean_line
    convert = _converter(field, user, people)

    def read(text: str) -> Any:
        text = safe(clean(text))
        return convert(text) if text else None

    return read


def _converter(field: forms.Field, user: Any, people: People) -> Typed:
    if isinstance(field, LinkField):
        others = Others(field.code, user, field.verb)
        return lambda text: str(others.find(text)[0])
    if isinstance(field, forms.ModelChoiceField):
        return _related(field, people)
    if isinstance(field, forms.MultipleChoiceField):
        return lambda text: [_code(field.choices, each) for each in _BETWEEN.split(text) if each]
    if isinstance(field, forms.ChoiceField):
        return lambda text: None if text == "-" else _code(field.choices, text)
    for kind, convert in _CONVERTERS:
        if isinstance(field, kind):
            return convert
    return lambda text: text


def names_people(field: forms.Field) -> bool:
    """Whether the field chooses a colleague."""
    if not isinstance(field, forms.ModelChoiceField) or field.queryset is None:
        return False
    return field.queryset.model is get_user_model()


def _related(field: forms.ModelChoiceField[Any], people: People) -> Typed:
    if names_people(field):
        return lambda text: _text(people.find(text))

    def find(text: str) -> str:
        names = {str(each): str(each.pk) for each in field.queryset or ()}
        if text not in names:
            raise ValueError("choice_unknown")
        return names[text]

    return find


def _text(key: Any) -> str | None:
    return None if key is None else str(key)


def _code(choices: Any, text: str) -> str:
    """The code that the text means: its words as people see them, or the code itself."""
    word = _word(text)
    for code, label in _flat(choices):
        if word in (_word(str(label)), _word(str(getattr(code, "value", code)))):
            return str(getattr(code, "value", code))
    raise ValueError("choice_unknown")


def _flat(choices: Any) -> list[tuple[Any, Any]]:
    """The choices without their groups, and without the empty one."""
    found: list[tuple[Any, Any]] = []
    for code, label in choices:
        if isinstance(label, Sequence) and not isinstance(label, str):
            found += label
        elif code not in (None, ""):
            found.append((code, label))
    return found


def choice_words(field: forms.ChoiceField) -> list[str]:
    """The choices of the field as people see them."""
    return [str(label) for _value, label in _flat(field.choices)]


def _word(text: str) -> str:
    return text.replace(" ", "").replace("＋", "+").lower()


def flag(text: str) -> bool:
    """Yes or no."""
    word = _word(text)
    if word in YES:
        return True
    if word in NO or word == "-":
        return False
    raise ValueError("flag_form")


def _tick(text: str) -> str:
    return "on" if flag(text) else ""


def _day(text: str) -> str:
    found = _DATE.fullmatch(text)
    if found is None:
        raise ValueError("day_form")
    return _iso(found[1], found[2], found[3])


def _iso(year: str, month: str, day: str) -> str:
    try:
        return date(int(year), int(month), int(day)).isoformat()
    except ValueError:
        raise ValueError("day_unknown") from None


def _moment(text: str) -> str:
    """A moment of the company's clock; with a zone of its own, as it is there at that time."""
    found = _MOMENT.fullmatch(text)
    if found is None:
        return _with_zone(text) or f"{_day(text)}T00:00"
    hour = int(found[5])
    if found[4] in ("오후", "PM", "pm") and hour < 12:
        hour += 12
    elif found[4] in ("오전", "AM", "am") and hour == 12:
        hour = 0
    return f"{_iso(found[1], found[2], found[3])}T{hour:02}:{found[6]}"


def _with_zone(text: str) -> str:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return ""
    if moment.tzinfo is None:
        return ""
    return f"{timezone.localtime(moment):%Y-%m-%dT%H:%M}"


def _number(text: str) -> str:
    return re.sub(r"[\s,₩원명개]", "", text)


def _address(text: str) -> dict[str, str]:
    found = _ADDRESS.fullmatch(text)
    return {"postcode": found[1], "line1": found[2]} if found else {"line1": text}


_CONVERTERS: tuple[tuple[type[forms.Field], Typed], ...] = (
    (forms.BooleanField, _tick),
    (forms.DateTimeField, _moment),
    (forms.DateField, _day),
    (forms.DecimalField, _number),
    (forms.IntegerField, _number),
    (forms.MultiValueField, _address),
)


def data_of(name: str, typed: Any) -> dict[str, list[str]]:
    """What the form is sent for the field: {input: texts}."""
    if isinstance(typed, dict):
        return {f"{name}_{part}": [text] for part, text in typed.items()}
    return {name: typed if isinstance(typed, list) else [typed]}
