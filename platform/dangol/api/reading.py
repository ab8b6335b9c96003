"""Lists and single records for programs: the filters, rights and order of the screens (W1)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from django.core.exceptions import PermissionDenied
from django.db.models import Model, QuerySet
from django.http import Http404
from django.utils.translation import gettext as _

from dangol.api.calls import Answer, Call
from dangol.api.problems import Problem
from dangol.api.values import Value
from dangol.errors import RuleBroken
from dangol.records import rights
from dangol.records.lists.counting import count_to
from dangol.records.lists.listing import COUNT_CAP, SORT, read_order
from dangol.records.lists.paging import Order, Place, read_page, read_place
from dangol.records.lists.selection import read_selection

USUAL, MOST = 50, 200
AFTER, LIMIT, FIELDS, COUNT, LABELS = "after", "limit", "fields", "count", "labels"
OWN = (AFTER, LIMIT, FIELDS, COUNT, LABELS, SORT)
"""Parameters of a list that select nothing."""
OF_ONE = (FIELDS, LABELS)


def many(call: Call) -> Answer:
    """A page of the records that the parameters select, and where the next one begins."""
    record, parameters = call.type, call.parameters
    shown = chosen(call)
    size = _size(parameters)
    try:
        selection = read_selection(record, call.user, parameters, also=OWN, strict=True)
    except RuleBroken as broken:
        raise _wrong_parameter(broken.field or "", _refusal(broken)) from broken
    problems: list[str] = []
    order, _sort = read_order(record, call.user, parameters, problems)
    if problems:
        raise _wrong_parameter(SORT, problems[0])
    rows = selection.of(record.visible_to(call.user))
    page = read_page(_with(rows, shown), order, size, after=_place(order, parameters))
    labels = call.flag(LABELS)
    data: dict[str, Any] = {
        "items": [as_json(call, row, shown, labels=labels) for row in page.rows],
        "next": _next(call, page.after) if page.after else None,
    }
    if call.flag(COUNT):
        count, _few = count_to(COUNT_CAP, rows)
        data["count"] = min(count, COUNT_CAP)
        data["count_is_capped"] = count > COUNT_CAP
    link = {"Link": f'<{data["next"]}>; rel="next"'} if page.after else {}
    return Answer(200, data, link)


def _refusal(broken: RuleBroken) -> str:
    """Why nothing is answered: a list leaves an unknown filter out, a program has to know."""
    if broken.code != "filter_unknown":
        return str(broken)
    name = (broken.field or "")[:30]
    return _("There is no filter “%(name)s”; the document names those there are.") % {"name": name}


def one(call: Call) -> Answer:
    """One record; what may not be seen is not there."""
    _only(call, OF_ONE)
    shown = chosen(call)
    instance = find(call, shown=shown)
    return told(call, instance, shown, labels=call.flag(LABELS))


def find(call: Call, verb: str = "view", *, shown: Mapping[str, Value] | None = None) -> Any:
    """The record of the address. Http404 when it may not be seen, PermissionDenied for a verb that
    does not reach it."""
    rows = _with(call.type.visible_to(call.user), call.values if shown is None else shown)
    instance = rows.filter(pk=call.pk).first()
    if instance is None:
        raise Http404
    if verb != "view" and not rights.may(call.type, call.user, verb, instance):
        raise PermissionDenied(rights.why_not(call.type, verb, instance))
    return instance


def told(
    call: Call,
    instance: Model,
    shown: Mapping[str, Value] | None = None,
    *,
    status: int = 200,
    labels: bool = False,
    headers: Mapping[str, str] | None = None,
) -> Answer:
    """The record as an answer, with its version as the tag."""
    data = as_json(call, instance, call.values if shown is None else shown, labels=labels)
    return Answer(status, data, {"ETag": f'"{data["version"]}"', **(headers or {})})


def as_json(
    call: Call, instance: Any, shown: Mapping[str, Value], *, labels: bool = False
) -> dict[str, Any]:
    """{"id", "version"} and the fields; `labels` adds the words of the choices."""
    found: dict[str, Any] = {"id": str(instance.pk), "version": version_of(call, instance)}
    found |= {name: value.read(instance) for name, value in shown.items()}
    if labels:
        choices = (value for value in shown.values() if value.kind == "choice")
        found["labels"] = {value.code: value.words(instance) for value in choices}
    return found


def version_of(call: Call, instance: Any) -> str:
    """What tells whether somebody has changed the record since."""
    return str(getattr(instance, call.type.version).isoformat())


def chosen(call: Call) -> dict[str, Value]:
    """The fields that `fields` names, else all. Problem for one that is not there, or hidden."""
    given = [text for text in call.parameters.get(FIELDS, []) if text]
    names = [name.strip() for text in given for name in text.split(",")]
    found = {}
    for name in names:
        value = call.value(name)
        if value is None:
            raise _wrong_parameter(FIELDS, no_field(name))
        found[value.code] = value
    return found or call.values


def no_field(name: str) -> str:
    """One sentence for a field that is not there, which a hidden one is not either."""
    return _("There is no field “%(name)s”.") % {"name": name[:40]}


def _with(rows: QuerySet[Any], shown: Mapping[str, Value]) -> QuerySet[Any]:
    related = [value.name for value in shown.values() if value.kind == "relation"]
    own = {each.name for each in rows.model._meta.concrete_fields}
    found = [name for name in related if name in own]
    return rows.select_related(*found) if found else rows


def _size(parameters: Mapping[str, list[str]]) -> int:
    text = parameters.get(LIMIT, [str(USUAL)])[-1]
    if not text.isascii() or not text.isdigit() or len(text) > 4 or not 1 <= int(text) <= MOST:
        advice = _("Write a number from 1 to %(most)s.") % {"most": MOST}
        raise _wrong_parameter(LIMIT, advice)
    return int(text)


def _place(order: Order, parameters: Mapping[str, list[str]]) -> Place | None:
    text = parameters.get(AFTER, [""])[-1]
    if not text:
        return None
    place = read_place(order, text)
    if place is None:
        advice = _("This place is of another list; take it from “next”, and keep the order.")
        raise _wrong_parameter(AFTER, advice)
    return place


def _next(call: Call, after: str) -> str:
    """The address of the next page: the same question, from there on."""
    kept = [(name, text) for name, given in call.given.items() for text in given]
    kept = [(name, text) for name, text in kept if name not in (AFTER, COUNT)]
    return call.request.build_absolute_uri(f"?{urlencode([*kept, (AFTER, after)])}")


def _only(call: Call, known: tuple[str, ...]) -> None:
    for name in call.parameters:
        if name not in known:
            advice = _("There is no parameter “%(name)s”.") % {"name": name[:40]}
            raise _wrong_parameter(name[:40], advice)


def _wrong_parameter(name: str, advice: str) -> Problem:
    return Problem(400, "parameter", advice, errors={name: [advice]} if name else None)
