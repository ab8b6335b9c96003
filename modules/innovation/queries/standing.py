"""How a task stands: late, behind its plan, on plan, not reported, closed (A37)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Model, Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, pgettext_lazy

from dangol import clock
from dangol.records.filters.choices import Choosing
from modules.innovation.models import Task
from modules.innovation.models.task import CLOSED

STANDING = "standing"
LATE, BEHIND, UNREPORTED, ON_PLAN, OVER = "late", "behind", "unreported", "on_plan", "closed"
WORDS = {
    LATE: pgettext_lazy("innovation task", "Overdue"),
    BEHIND: pgettext_lazy("innovation task", "Behind plan"),
    UNREPORTED: pgettext_lazy("innovation task", "Not reported yet"),
    ON_PLAN: pgettext_lazy("innovation task", "On plan"),
    OVER: pgettext_lazy("innovation task", "Closed"),
}
KINDS = {LATE: "err", BEHIND: "warn", UNREPORTED: "", ON_PLAN: "ok", OVER: ""}
"""{standing: kind of its dot}."""
MADE_OF = {
    "stage": ("standing", "lag"), "ends_on": ("standing", "lag"), "planned": ("standing", "lag"),
    "actual": ("standing", "lag"), "lag": ("standing",),
}  # fmt: skip
"""{field: what is made of it and hidden with it}."""


def rows_that(standing: str) -> Q:
    """The tasks that stand so; each task stands in one way."""
    over = Q(stage__in=CLOSED)
    late = ~over & Q(ends_on__lt=clock.today())
    in_time = ~over & (Q(ends_on__isnull=True) | Q(ends_on__gte=clock.today()))
    return {
        OVER: over,
        LATE: late,
        BEHIND: in_time & Q(lag__gt=0),
        UNREPORTED: in_time & Q(lag__isnull=True),
        ON_PLAN: in_time & Q(lag__lte=0),
    }[standing]


def standing_of(task: Task) -> str:
    """The same for one task."""
    if not task.is_open:
        return OVER
    if task.days_late:
        return LATE
    if task.lag is None:
        return UNREPORTED
    return BEHIND if task.lag > 0 else ON_PLAN


def words_of(task: Task) -> str:
    """In words, with by how much."""
    standing = standing_of(task)
    if standing == LATE:
        days = task.days_late
        return ngettext("%(n)s day overdue", "%(n)s days overdue", days) % {"n": f"{days:,}"}
    if standing == BEHIND:
        return _("%(n)s%%p behind plan") % {"n": task.lag}
    return str(WORDS[standing])


@dataclass(frozen=True, kw_only=True)
class StandingFilter(Choosing):
    """By how it stands today; `field` is only its name."""

    field: str = STANDING

    def label(self, model: type[Model]) -> str:
        return _("How it stands")

    def options(self, model: type[Model], user: Any) -> list[tuple[str, str]]:
        return [(code, str(words)) for code, words in WORDS.items()]

    def _any(self, model: type[Model], chosen: list[str], user: Any) -> tuple[str, Q]:
        some = Q(pk__in=[])
        for value in chosen:
            if value not in WORDS:
                raise self._wrong(model, value, _("Choose from the list."))
            some |= rows_that(value)
        return ", ".join(str(WORDS[value]) for value in chosen), some
