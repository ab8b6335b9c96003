"""The reference of the interface for people: the document, put into words (W1).

It is made for the rights of whoever reads it, so nobody learns of a field that is hidden from them.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from dangol.api.operations import paths_of
from dangol.api.schemas import of_record
from dangol.api.values import Value, values_of
from dangol.records.declaration import Record

METHODS = ("get", "post", "patch", "delete")


@dataclass(frozen=True)
class Operation:
    method: str
    path: str
    summary: str


@dataclass(frozen=True)
class Line:
    """One field: what it is called, of which kind it is, what one has to know."""

    name: str
    label: str
    kind: str
    is_written: bool
    is_needed: bool
    words: str


@dataclass(frozen=True)
class Parameter:
    name: str
    words: str


@dataclass(frozen=True)
class Example:
    """A call as it is typed, and what it is for."""

    title: str
    text: str


@dataclass(frozen=True)
class Reference:
    """Everything about one record type."""

    record: Record
    operations: list[Operation]
    fields: list[Line]
    parameters: list[Parameter]
    examples: list[Example]


def kinds() -> Mapping[str, str]:
    """What people call the kinds of values."""
    return {
        "text": pgettext("interface", "Text"),
        "choice": _("Choice"),
        "boolean": _("true, false"),
        "whole": _("Whole number"),
        "number": pgettext("interface", "Number"),
        "date": _("Date"),
        "moment": _("Date and time"),
        "time": _("Time of day"),
        "relation": pgettext("interface", "Record"),
        "list": _("List"),
        "parts": _("Address"),
        "id": _("Id"),
    }


def reference(record: Record, user: Any, address: str) -> Reference:
    """`address` is where the interface of this company is."""
    values = values_of(record, user)
    paths = paths_of(record, values, user)
    listing = paths[f"/{record.module}/{record.noun}"]["get"]
    return Reference(
        record=record,
        operations=list(_operations(paths)),
        fields=list(_lines(values)),
        parameters=[Parameter(each["name"], each["description"]) for each in listing["parameters"]],
        examples=list(_examples(record, values, paths, address)),
    )


def _operations(paths: Mapping[str, Any]) -> Iterator[Operation]:
    for path, methods in paths.items():
        for method in METHODS:
            if method in methods:
                yield Operation(method.upper(), path, methods[method]["summary"])


def _lines(values: Mapping[str, Value]) -> Iterator[Line]:
    names = kinds()
    for value in values.values():
        words = str(getattr(value.form_field, "help_text", "") or "")
        if value.kind == "choice":
            words = ", ".join(f"{code} {label}" for code, label in value.choices)
        yield Line(
            name=value.name,
            label=value.label,
            kind=names[value.kind],
            is_written=value.form_field is not None,
            is_needed=value.is_needed,
            words=words,
        )


def _examples(
    record: Record, values: Mapping[str, Value], paths: Mapping[str, Any], address: str
) -> Iterator[Example]:
    root = f"/{record.module}/{record.noun}"
    key = '-H "Authorization: Bearer $DANGOL_KEY"'
    kind = '-H "Content-Type: application/json"'
    yield Example(_("The first ten"), f'curl {key} \\\n  "{address}{root}?limit=10&labels=yes"')
    body = json.dumps(_sample(record, values), ensure_ascii=False)
    if "post" in paths[root]:
        yield Example(
            _("A new one, done once even if it is sent twice"),
            f"curl -X POST {key} {kind} \\\n"
            f"  -H \"Idempotency-Key: $(uuidgen)\" -d '{body}' \\\n  {address}{root}",
        )
    if "patch" in paths.get(f"{root}/{{id}}", {}):
        yield Example(
            _("Change it, unless somebody was quicker"),
            f"curl -X PATCH {key} {kind} \\\n"
            f"  -H 'If-Match: \"$VERSION\"' -d '{body}' \\\n  {address}{root}/$ID",
        )


def _sample(record: Record, values: Mapping[str, Value]) -> dict[str, Any]:
    """The least that a new record needs."""
    shapes = of_record(record, values)[f"{record.code}.new"]["properties"]
    names = [name for name, value in values.items() if value.is_needed] or [record.title]
    return {name: _like(shapes[name]) for name in names if name in shapes}


def _like(shape: Mapping[str, Any]) -> Any:
    """A value of this shape."""
    if "enum" in shape:
        return shape["enum"][0]
    kind = shape["type"][0] if isinstance(shape["type"], list) else shape["type"]
    plain = {"integer": 1, "number": 1, "boolean": True, "array": []}
    formats = {"date": "2026-11-22", "date-time": "2026-11-22T09:30:00+09:00", "time": "09:30"}
    return plain.get(kind) if kind in plain else formats.get(shape.get("format", ""), "홍길동")
