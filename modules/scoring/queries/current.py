"""The rules in force, and how the last computation went (B15-B19)."""

from __future__ import annotations

from collections.abc import Mapping

from modules.base.care_cycle import register_intervals
from modules.scoring.models import RuleSet, Run
from modules.scoring.rules import Rules, read
from tenants.known import Known


def _read() -> Rules:
    found = newest()
    return read(found.rules) if found else Rules()


RULES = Known("scoring.rules", _read)


def rules() -> Rules:
    """The present company's rules."""
    return RULES.now()


def newest() -> RuleSet | None:
    """The rule set in force; None while the company has none of its own."""
    return RuleSet.objects.order_by("-saved_at", "-pk").first()


def last_run() -> Run | None:
    """The computation that is running, or the one that began last."""
    return Run.objects.order_by("-begun_at").first()


def last_done() -> Run | None:
    """The last one that came to its end: what scores are as of."""
    done = Run.objects.filter(state=Run.State.DONE).select_related("rule_set")
    return done.order_by("-begun_at").first()


def rules_of(run: Run) -> Rules:
    """The rules by which a run works."""
    return read(run.rule_set.rules) if run.rule_set else Rules()


class CareIntervals:
    """Implements `modules.base.care_cycle.Intervals`."""

    def days(self) -> Mapping[int | None, int]:
        return rules().days()


def register() -> None:
    register_intervals(CareIntervals())
