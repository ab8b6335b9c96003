"""The tile of the portal: one's own tasks, those that are late or behind first (A37)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlencode

from django.db.models import Case, IntegerField, Value, When
from django.urls import reverse

from modules.innovation.models.task import CLOSED
from modules.innovation.queries import standing
from modules.innovation.records import task_record

LINES = 6


def mine(user: Any, settings: Mapping[str, Any]) -> Mapping[str, Any]:
    """The open tasks of this user; what presses stands first."""
    if standing.STANDING in task_record.hidden_from(user):
        return {"is_hidden": True}
    rows = task_record.visible_to(user).filter(owner=user.pk).exclude(stage__in=CLOSED)
    rank = Case(
        When(standing.rows_that(standing.LATE), then=Value(0)),
        When(standing.rows_that(standing.BEHIND), then=Value(1)),
        default=Value(2), output_field=IntegerField(),
    )  # fmt: skip
    found = list(rows.order_by(rank, "ends_on", "pk")[: LINES + 1])
    pressing = (standing.LATE, standing.BEHIND)
    query = [("owner", "me"), *(("stage.not", code) for code in CLOSED)]
    return {
        "lines": [
            (each, standing.KINDS[standing.standing_of(each)], standing.words_of(each))
            for each in found[:LINES]
        ],
        "pressing": sum(standing.standing_of(each) in pressing for each in found[:LINES]),
        "more": f"{reverse('innovation:task-list')}?{urlencode(query)}",
        "is_more": len(found) > LINES,
    }
