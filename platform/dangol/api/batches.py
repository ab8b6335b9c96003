"""Making and changing up to a thousand records in one call (W1).

    {"mode": "each", "items": [{…}, …]}

`each`: every item by itself. `all`: all of them, or none. Whichever, every item of the answer has
one state: created, changed, failed with the reason, or left (nothing was done because another
failed).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import Http404
from django.utils.translation import gettext as _

from dangol.api import names
from dangol.api.calls import Answer, Call
from dangol.api.filling import Filling
from dangol.api.problems import Problem
from dangol.api.reading import version_of
from dangol.api.writing import changed, obeying
from dangol.errors import RuleBroken
from dangol.records import rights

MOST = 1_000
EACH, ALL = "each", "all"
FAILED, LEFT = "failed", "left"


def make_many(call: Call) -> Answer:
    """New records. Where the type can make many at once, one statement makes them."""
    items, mode = _read(call)
    filling = Filling(call, is_many=True)
    values: list[dict[str, Any] | None] = []
    results: list[dict[str, Any]] = []
    for item in items:
        try:
            values.append(filling.new(item))
            results.append({"state": "created", "status": 201})
        except Problem as problem:
            values.append(None)
            results.append(_failed(call, problem))
    if mode == ALL and None in values:
        return _answer(mode, results)
    return _answer(mode, _made(call, mode, values, results))


def change_many(call: Call) -> Answer:
    """Fields of records that are there, each named by its id."""
    items, mode = _read(call)
    filling = Filling(call)
    found = _records(call, items)

    def deed(number: int) -> Any:
        instance = found.get(_key(items[number]))
        if instance is None:
            raise Problem(404, "not-found", _("There is no record with this id."))
        if not rights.may(call.type, call.user, "edit", instance):
            raise PermissionDenied(rights.why_not(call.type, "edit", instance))
        return changed(call, filling, instance, items[number])

    blank = [{"state": "changed", "status": 200} for _item in items]
    return _answer(mode, _one_by_one(call, mode, blank, deed))


def _read(call: Call) -> tuple[list[dict[str, Any]], str]:
    """(the items, the mode) of the body."""
    body = call.body()
    items, mode = body.get("items"), body.get("mode", EACH)
    if mode not in (EACH, ALL):
        raise _wrong("mode", _("Choose “each” or “all”."))
    if not isinstance(items, list) or not 1 <= len(items) <= MOST:
        raise _wrong("items", _("Send a list of 1 to %(most)s items.") % {"most": MOST})
    if not all(isinstance(item, dict) for item in items):
        raise _wrong("items", _("Each item is one JSON object."))
    return items, mode


def _wrong(name: str, advice: str) -> Problem:
    return Problem(422, "values", advice, errors={name: [advice]})


def _made(
    call: Call, mode: str, values: list[Any], results: list[dict[str, Any]]
) -> list[dict[str, Any]]:
    """Makes those that can be made; at once where the type knows how, else one after another."""
    create_many = call.type.create_many
    ready = [value for value in values if value is not None]
    if create_many is not None and len(ready) > 1:
        try:
            with transaction.atomic():
                instances = iter(create_many(ready))
        except RuleBroken:  # one of them is in the way: one by one tells which
            pass
        else:
            return [
                result if value is None else result | _known(call, next(instances))
                for value, result in zip(values, results, strict=True)
            ]
    return _one_by_one(call, mode, results, lambda number: call.type.create(values[number]))


def _one_by_one(
    call: Call, mode: str, results: list[dict[str, Any]], deed: Callable[[int], Any]
) -> list[dict[str, Any]]:
    """Does each, and tells how each ended; in mode `all` nothing stays when one fails."""
    done: list[dict[str, Any]] = []
    with transaction.atomic():
        for number, result in enumerate(results):
            done.append(result if result["state"] == FAILED else _one(call, result, deed, number))
        if mode == ALL and any(each["state"] == FAILED for each in done):
            transaction.set_rollback(True)
    return done


def _one(
    call: Call, result: Mapping[str, Any], deed: Callable[[int], Any], number: int
) -> dict[str, Any]:
    try:
        with transaction.atomic():
            return {**result, **_known(call, obeying(lambda: deed(number)))}
    except Problem as problem:
        return _failed(call, problem)
    except Http404:
        return _failed(call, Problem(404, "not-found", _("There is no record with this id.")))
    except PermissionDenied as refused:
        return _failed(call, Problem(403, "not-allowed", str(refused)))


def _known(call: Call, instance: Any) -> dict[str, Any]:
    return {"id": str(instance.pk), "version": version_of(call, instance)}


def _failed(call: Call, problem: Problem) -> dict[str, Any]:
    told = names.of_problem(call.type, problem).body()
    return {"state": FAILED, "status": problem.status, "problem": told}


def _answer(mode: str, results: list[dict[str, Any]]) -> Answer:
    """The states in the order of the items; 422 when all were wanted and one failed."""
    failed = sum(result["state"] == FAILED for result in results)
    if mode == ALL and failed:
        results = [
            result if result["state"] == FAILED else {"state": LEFT, "status": 424}
            for result in results
        ]
    numbered = [{"index": number, **result} for number, result in enumerate(results)]
    if mode == ALL and failed:
        detail = _("%(count)s items cannot be used; nothing was changed.") % {"count": failed}
        return Answer.of(Problem(422, "items", detail, results=numbered))
    counts = {"done": len(results) - failed, "failed": failed}
    return Answer(200, {"counts": counts, "results": numbered})


def _records(call: Call, items: list[dict[str, Any]]) -> dict[UUID | None, Any]:
    """The records that the items name, as far as the caller may see them."""
    keys = [key for item in items if (key := _key(item)) is not None]
    rows = call.type.visible_to(call.user).filter(pk__in=keys)
    return {row.pk: row for row in rows}


def _key(item: Mapping[str, Any]) -> UUID | None:
    try:
        return UUID(item.get("id", ""))
    except (ValueError, TypeError, AttributeError):
        return None
