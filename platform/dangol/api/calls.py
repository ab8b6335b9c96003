"""One call of the interface: who calls, about which records, with which words (W1)."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from dangol.api import names
from dangol.api.problems import MEDIA_TYPE, Problem
from dangol.api.values import Value, values_of
from dangol.records.declaration import Record
from dangol.records.forms.base import form_for

JSON = "application/json"
TAKEN = (JSON, "application/merge-patch+json")


@dataclass(frozen=True)
class Answer:
    """What a call is answered with: a status, JSON or nothing, and headers besides the usual.

    written  the body as it was sent before, where it is an answer that was kept
    """

    status: int
    data: Any = None
    headers: Mapping[str, str] = field(default_factory=dict)
    media_type: str = JSON
    written: str = ""

    def text(self) -> str:
        """The body as it is sent, and kept for those who ask again."""
        if self.data is None:
            return self.written
        return json.dumps(self.data, ensure_ascii=False)

    @classmethod
    def of(cls, problem: Problem) -> Answer:
        return cls(problem.status, problem.body(), dict(problem.headers), MEDIA_TYPE)


@dataclass(frozen=True)
class Call:
    """A request that passed the gate. `record` is None for what concerns no type alone."""

    request: HttpRequest
    record: Any = None
    pk: UUID | None = None

    @property
    def type(self) -> Record:
        found: Record = self.record
        return found

    @property
    def user(self) -> Any:
        return self.request.user

    @cached_property
    def form(self) -> Any:
        """The empty form of the type, as the caller may fill it; one for the whole call."""
        return form_for(self.type, self.user)

    @cached_property
    def values(self) -> dict[str, Value]:
        """The fields of the type that the caller may read or write."""
        return values_of(self.type, self.user, self.form)

    def value(self, name: str) -> Value | None:
        """The field that the caller means, by its code or its name."""
        return self.values.get(names.told(self.type, name))

    @cached_property
    def parameters(self) -> dict[str, list[str]]:
        """What stands behind `?`, by the names that fields have inside."""
        return self.given if self.record is None else names.parameters(self.type, self.given)

    @cached_property
    def given(self) -> dict[str, list[str]]:
        """What stands behind `?`; Problem when it holds what no text may."""
        found = {name: [*map(str, given)] for name, given in self.request.GET.lists()}
        if any("\x00" in text for given in found.items() for text in (given[0], *given[1])):
            raise Problem(400, "parameter", _("A parameter holds a character that no text has."))
        return found

    def flag(self, name: str) -> bool:
        """Whether the parameter says yes."""
        given = self.parameters.get(name, ["no"])[-1]
        if given not in ("yes", "no"):
            advice = _("“%(name)s” is yes or no.") % {"name": name}
            raise Problem(400, "parameter", advice, errors={name: [advice]})
        return given == "yes"

    def body(self) -> dict[str, Any]:
        """The JSON object that was sent; Problem when it is something else."""
        if self.request.body and self.request.content_type not in TAKEN:
            raise Problem(
                415, "content-type", _("Send JSON, with Content-Type: application/json."),
                headers={"Accept-Post": JSON, "Accept-Patch": ", ".join(TAKEN)},
            )  # fmt: skip
        try:
            found = json.loads(self.request.body, parse_constant=_no_number)
        except (ValueError, RecursionError):
            raise Problem(400, "json", _("What was sent is no JSON.")) from None
        if not isinstance(found, dict):
            raise Problem(400, "json", _("Send one JSON object."))
        return found

    @property
    def if_match(self) -> str:
        """The version that the caller has seen, as the header says it; "" when it says none."""
        given = self.request.headers.get("If-Match", "").strip()
        return "" if given == "*" else given.removeprefix("W/").strip('"')


def check_accept(request: HttpRequest) -> None:
    """Problem when the caller takes neither JSON nor problems in JSON."""
    if not (request.accepts(JSON) or request.accepts(MEDIA_TYPE)):
        raise Problem(406, "accept", _("Answers are JSON; send Accept: application/json."))


def to_response(answer: Answer) -> HttpResponse:
    """The answer as it goes out. It is one caller's own, so nothing on its way keeps it."""
    text = answer.text()
    found = HttpResponse(
        text, status=answer.status, content_type=answer.media_type, headers=answer.headers
    )
    found["Cache-Control"] = "no-store"
    if not text:
        del found["Content-Type"]
    return found


def _no_number(_name: str) -> None:
    """NaN and Infinity are no JSON, though Python reads them."""
    raise ValueError
