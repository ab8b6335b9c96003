"""Why a customer has these scores: rules, facts and points, as of the last computation.

Points come from the statement that wrote them. How often somebody bought or reacted is told to
those alone who may read all of these records; a score whose field is hidden is not explained.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from typing import Any

from django.db import connection
from django.utils.translation import gettext_lazy

from dangol import access, clock
from dangol.records import Look, Tab
from dangol.records.page.contents import attach_tab
from modules.base.score_drawings import GLYPHS
from modules.scoring.models import StageChange
from modules.scoring.queries import blocks, current
from modules.scoring.queries.blocks import Seen
from modules.scoring.queries.orders_open import sees_orders
from modules.scoring.queries.segment_block import segments_of
from modules.scoring.queries.wording import stage_words
from modules.scoring.sql.scores import scores

MOST = 10
"""Changes of the stage of life that are told."""


def scores_of(look: Look) -> Mapping[str, Any]:
    """The blocks of the tab; none before the first computation."""
    run = current.last_done()
    customer = look.instance
    if run is None or run.facts_at is None or customer.created_at > run.facts_at:
        return {"is_new": True}
    rules = current.rules_of(run)
    row = _row(customer.pk, scores(rules, run.facts_at.astimezone(clock.KOREA).date()))
    if row is None:
        return {"is_new": True}
    seen = Seen(
        customer=customer, rules=rules, row=row, user=look.user, hidden=look.hidden,
        as_of=_day(run.facts_at), sees_orders=sees_orders(look.user),
    )  # fmt: skip
    built = [build(seen) for name, build in blocks.BLOCKS.items() if name not in look.hidden]
    return {
        "blocks": [*built, *segments_of(seen)],
        "changes": [] if "lifecycle" in look.hidden else _changes(customer),
        "run": run,
        "is_old": not current.rules().scores_as(rules),
        "may_manage": access.user_can(look.user, "scoring.settings.manage"),
    }


def _row(customer_id: Any, statement: str) -> dict[str, Any] | None:
    with connection.cursor() as cursor:
        cursor.execute(f"{statement} AND c.id = %s", [customer_id])
        names = [column[0] for column in cursor.description]
        found = cursor.fetchone()
    if found is None:
        return None
    row = dict(zip(names, found, strict=True))
    return row | {"reactions": json.loads(row["reactions"] or "{}")}


def _changes(customer: Any) -> list[dict[str, Any]]:
    """The stages that were left, the last one first."""
    rows = StageChange.objects.filter(customer=customer).order_by("-after_on", "-number")[:MOST]
    return [
        {"on": row.after_on, "before": _stage(row.before), "after": _stage(row.after)}
        for row in rows
    ]


def _stage(value: int) -> tuple[str, str]:
    """(sign, word)."""
    return GLYPHS[value], stage_words(value)


def _day(moment: Any) -> date:
    found: date = moment.astimezone(clock.KOREA).date()
    return found


tab = Tab(
    code="scores", label=gettext_lazy("Scores"), template="scoring/tab.html", context=scores_of
)


def register() -> None:
    """Puts the tab on the page of customers."""
    attach_tab("base.customer", tab)
