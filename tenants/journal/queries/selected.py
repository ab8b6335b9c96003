"""The records that a run is about, under the rights that its user has now (U1, P5)."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qs

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from dangol.errors import RuleBroken
from dangol.records import Record
from dangol.records.lists.listing import OWN
from dangol.records.lists.selection import read_selection
from dangol.records.many.deeds import open_to
from dangol.records.many.supplies import supply_of
from tenants.journal.models import Run


def selected(run: Run, record: Record, verb: str = "view") -> QuerySet[Any]:
    """The selected records that the user may see; with `verb`, that they may treat like this.

    RuleBroken when the selection can no longer be read as it was meant, or the user has gone: a run
    never takes in more than was seen when it began.
    """
    user = run.started_by
    if user is None or not user.is_active:
        raise RuleBroken("user_gone", _("Whoever began this does not work here any more."))
    rows = record.visible_to(user) if verb == "view" else open_to(record, user, verb)
    supply = supply_of(run.facts)
    if supply is not None:
        rows = rows.filter(pk__in=supply.ids(run.facts))
    if run.chosen is not None:
        return rows.filter(pk__in=run.chosen).order_by()
    return read_selection(record, user, parse_qs(run.query), also=OWN, strict=True).of(rows)
