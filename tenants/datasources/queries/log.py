"""The sources of data, and what became of each fetch (A20)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import OuterRef, QuerySet, Subquery
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from dangol.i18n import figures
from tenants.datasources.failures import words_of
from tenants.datasources.models import DataSource, Fetch
from tenants.importing.addresses import address_of
from tenants.importing.models import ImportRun
from tenants.importing.queries.told import outcomes, waits
from tenants.queries import desk
from tenants.triggers.models import WEEKDAYS

PAGE = 50
LOOKS = {"on": "ok", "paused": "wait", "failed": "err"}
OUTCOMES = {"running": "active", "taken": "ok", "same": "", "failed": "err"}
OF_RUNS = {"done": "ok", "failed": "err", "running": "active", "checking": "active"}
State = ImportRun.State


@dataclass(frozen=True, kw_only=True)
class Line:
    """One fetch: how it went, what became of it, and where its import is."""

    fetch: Fetch
    look: str
    word: str
    words: str = ""
    url: str = ""


def sources() -> QuerySet[Any]:
    """Every source with `last_at` and `last_state` of its newest fetch."""
    newest = Fetch.objects.filter(source=OuterRef("pk")).order_by("-at")
    last = {"last_at": Subquery(newest.values("at")[:1])}
    last["last_state"] = Subquery(newest.values("state")[:1])
    return DataSource.objects.annotate(**last).order_by("name", "id")


def when_words(source: DataSource) -> str:
    """How often it is fetched, in words."""
    words = str(DataSource.Every(source.every).label)
    if source.every == DataSource.Every.DAY:
        return f"{words} {source.hour:02}:00"
    if source.every == DataSource.Every.WEEK:
        return f"{words} {WEEKDAYS[source.weekday]} {source.hour:02}:00"
    return words


def page(source: DataSource, before: datetime | None) -> tuple[list[Line], datetime | None]:
    """The newest fetches, or those before a moment; and the moment of the next page."""
    rows = source.fetches.select_related("run").order_by("-at", "-pk")
    if before is not None:
        rows = rows.filter(at__lt=before)
    found = list(rows[: PAGE + 1])
    return [_line(each) for each in found[:PAGE]], found[PAGE - 1].at if len(found) > PAGE else None


def waiting(source: DataSource) -> Line | None:
    """The newest fetch whose import waits for a person."""
    unsure = (State.UPLOADED, State.CHECKED)
    fetches = source.fetches.select_related("run").filter(run__state__in=unsure, run__goes_on="")
    found = fetches.order_by("-at").first()
    return _line(found) if found else None


def is_running(source: DataSource) -> bool:
    """Whether something of it is under way, so that the screen asks again."""
    if source.is_asked or source.fetches.filter(state=Fetch.State.RUNNING).exists():
        return True
    busy = source.fetches.filter(run__state__in=(State.CHECKING, State.RUNNING))
    return busy.exists()


def _line(fetch: Fetch) -> Line:
    run = fetch.run
    if run is None:
        words = words_of(fetch.problem, fetch.said)
        if fetch.state == Fetch.State.TAKEN:
            words = _("Not imported: a newer one took its place, or somebody dropped it.")
        word = str(fetch.get_state_display())
        return Line(fetch=fetch, look=OUTCOMES[fetch.state], word=word, words=words)
    is_there = run.record in desk.records()
    return Line(
        fetch=fetch,
        look=OF_RUNS.get(run.state, "wait"),
        word=str(run.get_state_display()),
        words=_outcome(run),
        url=address_of(run) if is_there else "",
    )


def _outcome(run: ImportRun) -> str:
    rows = ngettext("%(count)s row", "%(count)s rows", run.rows_total)
    rows %= {"count": figures.number(run.rows_total)}
    if run.is_over:
        names = ("created", "updated", "skipped", "rejected")
        facts = {name: getattr(run, name) for name in names} | {"state": run.state}
        return outcomes(None, [facts])[0]
    if run.state in (State.UPLOADED, State.CHECKED):
        facts = {"state": run.state, "rejected": run.will_reject}
        return f"{rows} · {waits(None, [facts])[0]}"
    return rows
