"""Whom one may choose, and who that is: colleagues and departments (A30)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext as _

from tenants.people.models import User
from tenants.queries import departments

if TYPE_CHECKING:
    from tenants.hints.models import Hint

PERSON, DEPARTMENT = "u", "d"


@dataclass(frozen=True)
class Chosen:
    """Who is meant by what was chosen.

    users    active colleagues, each once, without the sender
    skipped  names of those who were chosen by name and do not work here any more
    """

    users: list[User]
    skipped: list[str]


def choices(sender: User) -> list[tuple[str, str]]:
    """(code, words) of every department with its people, and of every colleague."""
    found = [
        (f"{DEPARTMENT}{branch.department.pk}", _department_words(branch))
        for branch in departments.tree()
    ]
    people = User.objects.filter(is_active=True).exclude(pk=sender.pk)
    named = people.select_related("department").order_by("name", "pk")
    return [*found, *((f"{PERSON}{each.pk}", _person_words(each)) for each in named)]


def is_code(text: str) -> bool:
    """Whether this is the code of a person or a department."""
    try:
        return text[:1] in (PERSON, DEPARTMENT) and str(UUID(text[1:])) == text[1:]
    except ValueError:
        return False


def chosen(sender: User, codes: Sequence[str]) -> Chosen:
    """The people behind the codes: of a department those of everything below it, too."""
    people = {UUID(code[1:]) for code in codes if code[0] == PERSON}
    tops = [UUID(code[1:]) for code in codes if code[0] == DEPARTMENT]
    inside = {key for top in tops for key in departments.below(top)}
    found = User.objects.filter(Q(pk__in=people) | Q(department__in=inside, is_active=True))
    rows = list(found.exclude(pk=sender.pk).order_by("name", "pk"))
    return Chosen(
        users=[user for user in rows if user.is_active],
        skipped=[user.name for user in rows if not user.is_active],
    )


def again(last: Hint | None, among: Sequence[tuple[str, str]]) -> dict[str, str]:
    """{code: words} of whom the sender told last, as far as they can still be chosen."""
    known = dict(among)
    return {code: known[code] for code in (last.to if last else []) if code in known}


def _department_words(branch: departments.Branch) -> str:
    words = _("%(department)s (department)")
    return words % {"department": branch.department.name}


def _person_words(user: User) -> str:
    return f"{user.name} · {user.department.name}" if user.department else user.name
