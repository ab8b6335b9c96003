"""What can be done at each address, for the OpenAPI document (W1)."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from typing import Any

from django.utils.translation import gettext as _

from dangol import access
from dangol.api.calls import JSON
from dangol.api.names import told
from dangol.api.once import HEADER, LONGEST
from dangol.api.problems import MEDIA_TYPE, TITLES
from dangol.api.reading import MOST, USUAL
from dangol.api.schemas import ref
from dangol.api.values import Value
from dangol.records.declaration import Record
from dangol.records.filters.base import EMPTINESS, EMPTY, Filter, Operator

Operation = dict[str, Any]
ALWAYS = (401, 403, 404, 405, 406, 429)
WRITES = (400, 409, 413, 415, 422)
LIMITS = ("RateLimit-Limit", "RateLimit-Remaining", "RateLimit-Reset")


def paths_of(record: Record, values: Mapping[str, Value], user: Any) -> dict[str, Any]:
    """{path: {method: operation}} of a record type, as far as the user may."""
    root = f"/{record.module}/{record.noun}"
    found: dict[str, Any] = {}
    for path, method, verb, operation in _all(record, values, user):
        if access.user_can(user, record.permission(verb)):
            found.setdefault(f"{root}{path}", {})[method] = operation
    for path, operations in found.items():
        if "{id}" in path:
            operations["parameters"] = [_in_path()]
    return found


Offered = Iterator[tuple[str, str, str, Operation]]
"""(path below the type's own, method, verb that it needs, operation)."""


def _all(record: Record, values: Mapping[str, Value], user: Any) -> Offered:
    yield from _of_type(record, values, user)
    yield from _of_one(record, values)


def _of_type(record: Record, values: Mapping[str, Value], user: Any) -> Offered:
    code, name = record.code, _named(record)
    yield "", "get", "view", _operation(
        record, "list", _("List %(nouns)s") % name, {200: ref(f"{code}.list")}, refuses=(400,),
        parameters=[*_of_list(record, values, user), *_of_answer(values)],
    )  # fmt: skip
    yield (
        "",
        "post",
        "create",
        _writing(record, "create", _("New %(noun)s") % name, {201: ref(code)}, ref(f"{code}.new")),
    )
    answer = {200: ref("batch.answer")}
    yield (
        "/batch",
        "post",
        "create",
        _writing(
            record, "create-many", _("Many new %(nouns)s") % name, answer, ref(f"{code}.new.batch")
        ),
    )
    yield "/batch", "patch", "edit", _writing(
        record, "change-many", _("Change many %(nouns)s") % name, answer,
        ref(f"{code}.change.batch"),
    )  # fmt: skip


def _of_one(record: Record, values: Mapping[str, Value]) -> Offered:
    code, name = record.code, _named(record)
    yield "/{id}", "get", "view", _operation(
        record, "read", _("One %(noun)s") % name, {200: ref(code)}, refuses=(400,),
        parameters=_of_answer(values),
    )  # fmt: skip
    yield "/{id}", "patch", "edit", _writing(
        record, "change", _("Change %(noun)s") % name, {200: ref(code)}, ref(f"{code}.change"),
        refuses=(412,), parameters=[_if_match()],
    )  # fmt: skip
    yield "/{id}", "delete", "delete", _writing(
        record, "delete", _("%(noun)s to the trash") % name, {204: None}, None,
        refuses=(412,), parameters=[_if_match()],
    )  # fmt: skip
    yield (
        "/{id}/restore",
        "post",
        "delete",
        _writing(
            record,
            "restore",
            _("%(noun)s out of the trash") % name,
            {200: ref(code), 204: None},
            None,
        ),
    )


def _named(record: Record) -> dict[str, str]:
    return {"noun": str(record.label), "nouns": str(record.plural)}


def _operation(
    record: Record,
    deed: str,
    summary: str,
    answers: Mapping[int, Any],
    *,
    refuses: Collection[int] = (),
    parameters: Collection[dict[str, Any]] = (),
) -> Operation:
    responses = {
        str(status): _response(status, shape)
        for status, shape in [*answers.items(), *((each, None) for each in (*ALWAYS, *refuses))]
    }
    return {
        "operationId": f"{record.code}.{deed}",
        "summary": summary,
        "tags": [str(record.plural)],
        "parameters": list(parameters),
        "responses": dict(sorted(responses.items())),
    }


def _writing(
    record: Record,
    deed: str,
    summary: str,
    answers: Mapping[int, Any],
    body: Any,
    *,
    refuses: Collection[int] = (),
    parameters: Collection[dict[str, Any]] = (),
) -> Operation:
    """An operation that changes something: it may be sent twice under one key."""
    found = _operation(
        record, deed, summary, answers, refuses=(*WRITES, *refuses),
        parameters=[*parameters, _once()],
    )  # fmt: skip
    if body is not None:
        found["requestBody"] = {"required": True, "content": {JSON: {"schema": body}}}
    return found


def _response(status: int, shape: Any) -> dict[str, Any]:
    is_problem = status >= 400
    told: dict[str, Any] = {"description": str(TITLES.get(status, _("Done")))}
    told["headers"] = {name: {"schema": {"type": "integer"}} for name in LIMITS}
    if is_problem:
        told["content"] = {MEDIA_TYPE: {"schema": ref("problem")}}
    elif shape is not None:
        told["content"] = {JSON: {"schema": shape}}
    return told


def _of_list(record: Record, values: Mapping[str, Value], user: Any) -> list[dict[str, Any]]:
    """What selects, orders and pages a list."""
    sortable = [told(record, each.name) for each in record.columns_for(user) if each.sort_field]
    orders = ", ".join(f"`{name}`" for name in sortable)
    return [
        _parameter("q", _("Finds the text as the list's find box does.")),
        _parameter("sort", _("Columns, with commas between; “-” before one: falling. %(names)s")
                   % {"names": orders}),
        _parameter("limit", _("How many at most."),
                   {"type": "integer", "minimum": 1, "maximum": MOST, "default": USUAL}),
        _parameter("after", _("Where the page begins: take “next” of the page before.")),
        _parameter("count", _("yes: says how many there are, up to 10,000."), _yes_no()),
        _parameter("where", _("Groups of conditions: any(grade=1|2,all(owner=me)).")),
        *(found for each in record.filters_for(user) for found in _of_filter(record, each, user)),
    ]  # fmt: skip


def _of_answer(values: Mapping[str, Value]) -> list[dict[str, Any]]:
    """What an answer shows."""
    names = ", ".join(f"`{name}`" for name in values)
    return [
        _parameter("fields", _("These fields alone, with commas between: %(names)s")
                   % {"names": names}),
        _parameter("labels", _("yes: the words of the choices beside their codes."), _yes_no()),
    ]  # fmt: skip


def _of_filter(record: Record, each: Filter, user: Any) -> Iterator[dict[str, Any]]:
    label = each.label(record.model)
    for operator in each.operators:
        for name in operator.parameters:
            words = f"{label}: {operator.words}"
            yield _parameter(told(record, name), words, _filtered(record, each, operator, user))


def _filtered(record: Record, each: Filter, operator: Operator, user: Any) -> dict[str, Any]:
    """What a filter takes; of the people and records that it offers, only that they are ids."""
    if operator.code == EMPTY:
        return {"type": "string", "enum": list(EMPTINESS)}
    if each.kind == "choice" and not hasattr(each, "among"):
        codes = [code for code, _label in each.options(record.model, user)]
        return {"type": "array", "items": {"type": "string", "enum": codes}} if codes else _words()
    if operator.control in ("period", "month"):
        codes = [code for code, _label in each.offered(operator, record.model, user)]
        return {"type": "string", "enum": codes}
    return {"type": "string", "format": "date"} if operator.control == "dates" else _words()


def _words() -> dict[str, Any]:
    return {"type": "string"}


def _yes_no() -> dict[str, Any]:
    return {"type": "string", "enum": ["yes", "no"]}


def _parameter(name: str, words: str, schema: dict[str, Any] | None = None) -> dict[str, Any]:
    return {"name": name, "in": "query", "description": words, "schema": schema or _words()}


def _in_path() -> dict[str, Any]:
    return {
        "name": "id", "in": "path", "required": True,
        "schema": {"type": "string", "format": "uuid"},
    }  # fmt: skip


def _if_match() -> dict[str, Any]:
    words = _("The version you have seen, in quotes; 412 when it is another now.")
    return {"name": "If-Match", "in": "header", "description": words, "schema": _words()}


def _once() -> dict[str, Any]:
    words = _("Sent again with the same key, the call is done once and answered as before.")
    schema = {"type": "string", "minLength": 1, "maxLength": LONGEST, "pattern": "^[!-~]+$"}
    return {"name": HEADER, "in": "header", "description": words, "schema": schema}
