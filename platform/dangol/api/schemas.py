"""The shapes of the interface in JSON Schema: records, values, refusals (W1)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from dangol.api.batches import ALL, EACH, MOST
from dangol.api.values import LARGEST, Value
from dangol.records.declaration import Record

ID = {"type": "string", "format": "uuid"}
TEXT = {"type": "string"}
_PLAIN: Mapping[str, dict[str, Any]] = {
    "text": TEXT,
    "boolean": {"type": "boolean"},
    "whole": {"type": "integer", "minimum": -LARGEST, "maximum": LARGEST},
    "number": {"type": "number"},
    "date": {"type": "string", "format": "date"},
    "moment": {"type": "string", "format": "date-time"},
    "time": {"type": "string", "format": "time"},
    "id": ID,
}


def ref(name: str) -> dict[str, str]:
    return {"$ref": f"#/components/schemas/{name}"}


def shared() -> dict[str, Any]:
    """The shapes that belong to no record type."""
    texts = {"type": "array", "items": TEXT}
    return {
        "problem": {
            "type": "object",
            "description": _("Why something was refused, by RFC 9457."),
            "required": ["type", "title", "status", "detail"],
            "properties": {
                "type": {"type": "string", "format": "uri"},
                "title": TEXT,
                "status": {"type": "integer"},
                "detail": TEXT,
                "errors": {"type": "object", "additionalProperties": texts},
                "version": TEXT,
                "conflicts": {"type": "array", "items": _conflict()},
                "results": {"type": "array", "items": ref("batch.result")},
            },
        },
        "batch.result": _result(),
        "batch.answer": {
            "type": "object",
            "required": ["counts", "results"],
            "properties": {
                "counts": {
                    "type": "object",
                    "required": ["done", "failed"],
                    "properties": {"done": {"type": "integer"}, "failed": {"type": "integer"}},
                },
                "results": {"type": "array", "items": ref("batch.result")},
            },
        },
    }


def of_record(record: Record, values: Mapping[str, Value]) -> dict[str, Any]:
    """The shapes of one type: as it is read, made, changed, listed, and many at once."""
    code = record.code
    writable = {name: value for name, value in values.items() if value.form_field is not None}
    changes = {name: _written(value) for name, value in writable.items()}
    needed = [name for name, value in writable.items() if value.is_needed]
    version = {"type": "string", "description": _("The version you have seen.")}
    one = {"type": "object", "properties": changes, "additionalProperties": False}
    return {
        code: {
            "type": "object",
            "title": str(record.label),
            "required": ["id", "version"],
            "properties": {"id": ID, "version": TEXT}
            | {name: _read(value) for name, value in values.items()}
            | {"labels": {"type": "object", "additionalProperties": {"type": ["string", "null"]}}},
        },
        f"{code}.new": one | ({"required": needed} if needed else {}),
        f"{code}.change": one | {"properties": changes | {"version": version}},
        f"{code}.list": {
            "type": "object",
            "required": ["items", "next"],
            "properties": {
                "items": {"type": "array", "items": ref(code)},
                "next": {"type": ["string", "null"], "format": "uri"},
                "count": {"type": "integer"},
                "count_is_capped": {"type": "boolean"},
            },
        },
        f"{code}.new.batch": _batch(ref(f"{code}.new")),
        f"{code}.change.batch": _batch(
            one | {"properties": {"id": ID, **changes, "version": version}, "required": ["id"]}
        ),
    }


def _batch(item: dict[str, Any]) -> dict[str, Any]:
    return {
        "type": "object",
        "required": ["items"],
        "properties": {
            "mode": {"type": "string", "enum": [EACH, ALL], "default": EACH},
            "items": {"type": "array", "minItems": 1, "maxItems": MOST, "items": item},
        },
    }


def _read(value: Value) -> dict[str, Any]:
    """A field as answers have it."""
    return {"title": value.label, **_nullable(_shape(value))}


def _written(value: Value) -> dict[str, Any]:
    """A field as it may be sent; null empties it."""
    shape = _shape(value)
    if value.kind == "relation":
        shape = ID
    most = getattr(value.form_field, "max_length", None)
    if value.kind == "text" and most:
        shape = {**shape, "maxLength": most}
    told = {"title": value.label}
    words = str(getattr(value.form_field, "help_text", "") or "")
    if words:
        told["description"] = words
    return told | (shape if value.is_needed else _nullable(shape))


def _shape(value: Value) -> dict[str, Any]:
    if value.kind == "relation":
        return {
            "type": "object",
            "required": ["id", "name"],
            "properties": {"id": ID, "name": TEXT},
        }
    if value.kind == "file":
        return {
            "type": "object",
            "required": ["name", "size", "url"],
            "properties": {"name": TEXT, "size": {"type": "integer"}, "url": TEXT},
        }
    if value.kind == "list":
        return {"type": "array", "items": {"type": ["string", "integer"]}}
    if value.kind == "parts":
        return {"type": "object", "properties": dict.fromkeys(value.parts, TEXT)}
    if value.kind == "choice":
        told = "\n".join(f"- `{code}` {label}" for code, label in value.choices)
        kind = "integer" if value.is_coded_by_number else "string"
        return {"type": kind, "enum": [code for code, _label in value.choices], "description": told}
    return _PLAIN[value.kind]


def _nullable(shape: dict[str, Any]) -> dict[str, Any]:
    """The same, or null; a text choice may be empty as well."""
    found = {**shape, "type": [shape["type"], "null"]}
    if "enum" in shape:
        empty = ["", None] if shape["type"] == "string" else [None]
        found["enum"] = [*shape["enum"], *empty]
    return found


def _result() -> dict[str, Any]:
    return {
        "type": "object",
        "required": ["index", "state", "status"],
        "properties": {
            "index": {"type": "integer"},
            "state": {"type": "string", "enum": ["created", "changed", "failed", "left"]},
            "status": {"type": "integer"},
            "id": ID,
            "version": TEXT,
            "problem": ref("problem"),
        },
    }


def _conflict() -> dict[str, Any]:
    return {
        "type": "object",
        "required": ["field", "label", "mine", "theirs"],
        "properties": {
            "field": TEXT,
            "label": TEXT,
            "mine": {},
            "theirs": {},
            "changed_by": {"type": ["string", "null"]},
        },
    }
