"""What a viewer asks of a ready report: which days, and whose (R01-R123)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import Any
from urllib.parse import parse_qs, urlencode
from uuid import UUID

from django.utils.translation import gettext as _

from dangol import clock, fiscal
from dangol.about_reports import ReadyReport
from dangol.errors import RuleBroken
from dangol.i18n.days import why_none
from dangol.ids import read_id
from dangol.records import Record
from dangol.records.filters.base import ME, MOST
from dangol.records.filters.dates import PERIODS, period
from tenants.people.models import Department, User
from tenants.queries import departments, desk

PERSON, DEPARTMENT = "p:", "d:"
"""Before the id of one person, or of a department with all below it."""
LONGEST = 3_700
"""Days between first and last: ten years."""


@dataclass(frozen=True, kw_only=True)
class Asked:
    """One viewer's question.

    first, last  the days, both included; None for a report of how things stand today
    period       the word that chose them; "" for days that were written
    whose        `me`, `p:<id>`, `d:<id>`, or "" for everybody's that the viewer sees
    people       the ids that `whose` means; () for everybody
    """

    report: ReadyReport
    user: Any
    first: date | None = None
    last: date | None = None
    period: str = ""
    whose: str = ""
    people: Sequence[str] = ()

    @property
    def ids(self) -> list[UUID]:
        """`people` as ids."""
        return [UUID(each) for each in self.people]

    @cached_property
    def record(self) -> Record:
        """The record type that the report is about."""
        return desk.records()[self.report.record]

    def parameters(self, days: str | None = None, people: str | None = None) -> dict[str, Any]:
        """The filters of a list that say the same: of the report's own, or by other fields."""
        found: dict[str, Any] = dict(parse_qs(self.report.query))
        by_days = self.report.days if days is None else days
        by_people = self.report.people if people is None else people
        if by_days and self.first and self.last:
            found[f"{by_days}.from"] = [self.first.isoformat()]
            found[f"{by_days}.to"] = [self.last.isoformat()]
        if by_people and self.people:
            found[by_people] = list(self.people)
        return found

    @property
    def period_words(self) -> str:
        """The chosen period as people call it; "" for days that were written."""
        return str(PERIODS[self.period]) if self.period else ""

    @property
    def query(self) -> str:
        """The question as it stands in the report's address."""
        days = {"period": self.period} if self.period else {"from": self.first, "to": self.last}
        said = {**(days if self.report.days else {}), "whose": self.whose}
        return urlencode({name: str(value) for name, value in said.items() if value})


def read_asked(report: ReadyReport, user: User, given: Mapping[str, str]) -> Asked:
    """The question of an address. RuleBroken, with the field, for what makes no sense."""
    first, last, word = _days(report, given) if report.days else (None, None, "")
    whose = given.get("whose", "") if report.people else ""
    return Asked(
        report=report, user=user, first=first, last=last, period=word, whose=whose,
        people=people_of(whose, user),
    )  # fmt: skip


def usual(report: ReadyReport, user: User) -> Asked:
    """The question that is asked while nobody chose."""
    return read_asked(report, user, {})


def choices() -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
    """(departments, people) that may be chosen: a department by its place among the others."""
    parts = [(f"{DEPARTMENT}{each.department.pk}", each.indented) for each in departments.tree()]
    active = User.objects.filter(is_active=True).order_by("name", "pk")
    people = [(f"{PERSON}{pk}", name) for pk, name in active.values_list("pk", "name")]
    return parts, people


def periods(asked: Asked) -> list[tuple[str, str, bool]]:
    """(label, the question with it, whether it is chosen) of the periods that move with today."""
    return [
        (str(words), f"?{replace(asked, period=code).query}", code == asked.period)
        for code, words in PERIODS.items()
    ]


def _days(report: ReadyReport, given: Mapping[str, str]) -> tuple[date, date, str]:
    """(first, last, the word that means them). Days written beside a word win when they differ."""
    word = given.get("period", "")
    if word and word not in PERIODS:
        raise RuleBroken("report_period", _("Choose a period from the list."), field="period")
    meant = period(word or report.period, clock.today(), fiscal.month())
    if not (given.get("from") or given.get("to")):
        return (*meant, word or report.period)
    last = _day(given.get("to", ""), "to") or clock.today()
    first = _day(given.get("from", ""), "from") or last.replace(month=1, day=1)
    if first > last:
        sentence = _("The first day comes after the last one. Swap them.")
        raise RuleBroken("report_days", sentence, field="from")
    if (last - first).days > LONGEST:
        raise RuleBroken("report_days", _("Choose ten years at most."), field="from")
    return first, last, word if word and (first, last) == meant else ""


def _day(text: str, name: str) -> date | None:
    if not text:
        return None
    try:
        found = date.fromisoformat(text)
    except ValueError:
        raise RuleBroken("report_days", why_none(text), field=name) from None
    if not 1900 <= found.year <= 2999:
        raise RuleBroken("report_days", why_none(""), field=name)
    return found


def people_of(whose: str, user: User) -> list[str]:
    """Ids of those whom a word such as `me`, `p:<id>` or `d:<id>` means; RuleBroken for none."""
    if not whose:
        return []
    if whose == ME:
        return [str(user.pk)]
    key = read_id(whose[len(PERSON) :])
    if key is not None and whose.startswith(PERSON) and User.objects.filter(pk=key).exists():
        return [str(key)]
    if key is not None and whose.startswith(DEPARTMENT):
        return _of_department(key)
    raise RuleBroken("report_whose", _("Choose a person or a department."), field="whose")


def _of_department(key: Any) -> list[str]:
    part = Department.objects.filter(pk=key).first()
    if part is None:
        raise RuleBroken("report_whose", _("Choose a person or a department."), field="whose")
    found = User.objects.filter(department__in=departments.below(key)).order_by("name", "pk")
    people = [str(pk) for pk in found.values_list("pk", flat=True)[: MOST + 1]]
    if not people:
        sentence = _("Nobody is in the department “%(name)s”. Choose another one.")
        raise RuleBroken("report_whose", sentence % {"name": part.name}, field="whose")
    if len(people) > MOST:
        sentence = _("More than %(most)s people are in “%(name)s”. Choose one of its parts.")
        raise RuleBroken(
            "report_whose", sentence % {"most": MOST, "name": part.name}, field="whose"
        )
    return people
