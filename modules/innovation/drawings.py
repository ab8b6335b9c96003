"""How percentages and measured values stand in lists and among facts (A37)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.utils.html import format_html
from django.utils.translation import gettext as _

from dangol.records.states import drawn_state
from dangol.templatetags.states import status
from modules.innovation.colours import STAGES
from modules.innovation.models import Kpi, Task
from modules.innovation.queries import standing

stage = drawn_state("stage", STAGES)


def share(name: str) -> Callable[[Any], str]:
    """A percentage; "" where nobody reported one."""

    def drawn(instance: Any) -> str:
        value = getattr(instance, name)
        return "" if value is None else format_html('<span class="num">{}%</span>', value)

    return drawn


def standing_mark(task: Task) -> str:
    """A dot and how it stands, with by how much."""
    return status(standing.KINDS[standing.standing_of(task)], standing.words_of(task))


def figure(name: str) -> Callable[[Kpi], str]:
    """A measured value with its unit."""
    return lambda kpi: kpi.said(name)


def achieved(kpi: Kpi) -> str:
    """How much of the way to the target was made."""
    if kpi.achieved is None:
        return ""
    kind = "ok" if kpi.achieved >= 100 else "warn" if kpi.achieved > 0 else "err"
    return status(kind, _("%(n)s%%") % {"n": f"{kpi.achieved:,}"})
