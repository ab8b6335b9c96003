"""One address of the interface: its methods, what each needs, and what each does (W1)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from dangol.access import Access
from dangol.api import names, once
from dangol.api.calls import Answer, Call, check_accept, to_response
from dangol.api.problems import Problem

Work = Callable[[Call], Answer]


@dataclass(frozen=True)
class Deed:
    """What a method does, and the permission that it needs."""

    permission: str
    work: Work
    is_write: bool = False


def resource(deeds: Mapping[str, Deed], record: Any = None) -> Callable[..., HttpResponse]:
    """The view of an address with these methods."""
    request_method_list = sorted(deeds)

    def view(request: HttpRequest, pk: UUID | None = None) -> HttpResponse:
        call = Call(request, record, pk)
        try:
            if request.method not in request_method_list:
                raise _not_so(request_method_list)
            check_accept(request)
            deed = deeds[request.method]
            return to_response(
                once.once(call, lambda: _done(deed, call)) if deed.is_write else deed.work(call)
            )
        except Problem as problem:
            return _by_code(call, problem).response()

    first = next(iter(deeds.values()))
    # no cookie opens it, so no page of another site can misuse one
    view.csrf_exempt = True  # type: ignore[attr-defined]
    view.access = Access(  # type: ignore[attr-defined]
        permission=first.permission,
        by_method={name: deed.permission for name, deed in deeds.items()},
        for_programs=True,
    )
    return view


def _done(deed: Deed, call: Call) -> Answer:
    """The answer to a write; what it refuses is an answer, too, and kept with the others."""
    try:
        return deed.work(call)
    except Problem as problem:
        return Answer.of(_by_code(call, problem))


def _by_code(call: Call, problem: Problem) -> Problem:
    return problem if call.record is None else names.of_problem(call.type, problem)


def _not_so(methods: list[str]) -> Problem:
    allowed = ", ".join(methods)
    advice = _("This address takes %(methods)s.") % {"methods": allowed}
    return Problem(405, "method", advice, headers={"Allow": allowed})
