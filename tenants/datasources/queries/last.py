"""What a source brought before (A20)."""

from __future__ import annotations

from tenants.datasources.models import DataSource, Fetch
from tenants.importing.models import ImportRun

OPEN = (ImportRun.State.UPLOADED, ImportRun.State.CHECKING, ImportRun.State.CHECKED)
State = ImportRun.State


def last_taken(source: DataSource) -> Fetch | None:
    """The newest that became records, or is becoming so; one that was dropped does not count."""
    taken = source.fetches.filter(run__state__in=[State.RUNNING, State.DONE])
    return taken.order_by("-at").first()


def last_run(source: DataSource) -> ImportRun | None:
    """The import of the newest fetch that became one."""
    return ImportRun.objects.filter(fetches__source=source).order_by("-uploaded_at").first()


def chosen_run(source: DataSource) -> ImportRun | None:
    """The newest import whose columns were chosen: the next one follows it."""
    runs = ImportRun.objects.filter(fetches__source=source).exclude(mapping={})
    return runs.exclude(state=State.UPLOADED).order_by("-uploaded_at").first()


def left_open(source: DataSource, but: ImportRun) -> list[ImportRun]:
    """Its imports that have not started, but for this one."""
    found = ImportRun.objects.filter(fetches__source=source, state__in=OPEN)
    return list(found.exclude(pk=but.pk))


def is_at_it(run: ImportRun | None) -> bool:
    """Whether the import still waits for a person or is being carried out."""
    return run is not None and not run.is_over
