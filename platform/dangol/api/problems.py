"""Answers that refuse, as programs read them: application/problem+json (RFC 9457)."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import Any

from django.http import HttpResponse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from dangol.errors import RuleBroken

MEDIA_TYPE = "application/problem+json"
TITLES: dict[int, Promise] = {
    400: _("The request cannot be read"),
    401: _("Not known"),
    403: _("Not allowed"),
    404: pgettext_lazy("interface", "Not found"),
    405: pgettext_lazy("interface", "Not this way"),
    406: _("No such form of answer"),
    409: _("Something is in the way"),
    412: _("Changed meanwhile"),
    413: pgettext_lazy("interface", "Too large"),
    415: _("No such form of content"),
    422: _("Some values cannot be used"),
    429: _("Too often"),
    500: _("Something went wrong on our side"),
}
CODES = {403: "not-allowed", 404: "not-found", 405: "method", 413: "too-large", 429: "too-often"}
"""Codes of the problems that the frame around the interface tells."""
MEANWHILE = "changed_meanwhile"


class Problem(Exception):
    """The request is refused and nothing has been changed.

    code     a stable word for programs; `type` is made of it
    errors   {field: sentences} of the values that were sent
    members  further members of the answer, as JSON
    """

    def __init__(
        self,
        status: int,
        code: str,
        detail: str | Promise,
        *,
        errors: Mapping[str, Sequence[str]] | None = None,
        headers: Mapping[str, str] | None = None,
        **members: Any,
    ) -> None:
        super().__init__(code)
        self.status = status
        self.code = code
        self.detail = detail
        self.errors = errors or {}
        self.headers = headers or {}
        self.members = members

    def body(self) -> dict[str, Any]:
        """The answer, in the present language."""
        found: dict[str, Any] = {
            "type": f"urn:dangol:problem:{self.code.replace('_', '-')}",
            "title": str(TITLES.get(self.status, TITLES[400])),
            "status": self.status,
            "detail": str(self.detail),
        }
        if self.errors:
            found["errors"] = {name: [*map(str, told)] for name, told in self.errors.items()}
        return found | self.members

    def response(self) -> HttpResponse:
        answer = HttpResponse(
            json.dumps(self.body(), ensure_ascii=False),
            status=self.status,
            content_type=MEDIA_TYPE,
            headers=dict(self.headers),
        )
        answer["Cache-Control"] = "no-store"
        return answer


def of_rule(broken: RuleBroken, *, status: int = 422) -> Problem:
    """The problem that a rule of the records makes."""
    if broken.code == MEANWHILE:
        status = 409
    errors = {broken.field: [str(broken)]} if broken.field else None
    return Problem(status, broken.code, str(broken), errors=errors)


def of_frame(status: int, detail: str) -> HttpResponse:
    """What the frame refuses: an address that is not there, a role that does not reach, a size."""
    return Problem(status, CODES.get(status, "failed"), detail).response()
