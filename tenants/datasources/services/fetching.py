"""Fetching what is due: claimed, asked for, and made an import, each time exactly one (A20).

The claim and the end are transactions of their own; between them nothing is locked while the other
system takes its time. A worker that is killed in between leaves a fetch that runs; whoever claims
the source next ends it. The import, its columns and the end of the fetch are written together.
"""

from __future__ import annotations

from datetime import timedelta

from django.core.files.storage import default_storage
from django.db import transaction

from dangol import clock, notices
from dangol.access import user_can
from dangol.errors import RuleBroken
from dangol.imports.types import is_importable
from dangol.records import Record
from tenants import audit
from tenants.datasources import failures, tables
from tenants.datasources.failures import Failure
from tenants.datasources.models import DataSource, Fetch
from tenants.datasources.queries.last import (
    chosen_run,
    is_at_it,
    last_run,
    last_taken,
    left_open,
)
from tenants.datasources.services import calling, timing
from tenants.datasources.services.calling import Answer
from tenants.datasources.services.following import follow
from tenants.importing.models import ImportRun
from tenants.importing.services import runs
from tenants.importing.services.going import wait
from tenants.importing.services.runs import in_the_name_of
from tenants.people.models import User
from tenants.queries import desk

LEASE = timedelta(minutes=15)
"""So long a fetch may take; then somebody else takes the source over."""
ENOUGH = 8
"""After so many failures in a row nothing is fetched by itself any more."""
HOPELESS = {"owner", "rights", "type", failures.SAID}
"""What no waiting mends."""
SUBJECT = "tenants.datasource"
State = DataSource.State


def work() -> bool:
    """Fetches from the source that is due longest; whether there was one."""
    with transaction.atomic():
        source = _due()
        if source is None:
            return False
        fetch = _claimed(source)
    if fetch is None:
        return True
    with in_the_name_of(source.owner):
        try:
            user, record = _allowed(source)
            _take(fetch, user, record, calling.ask(source, _etag(source)))
        except Failure as failure:
            _fail(fetch, failure)
        except RuleBroken as broken:
            _fail(fetch, Failure(failures.SAID, str(broken)))
    return True


def _due() -> DataSource | None:
    """The source that is due longest, locked."""
    due = DataSource.objects.filter(next_at__lte=clock.now()).order_by("next_at", "pk")
    return due.select_related("owner").select_for_update(of=("self",), skip_locked=True).first()


def _claimed(source: DataSource) -> Fetch | None:
    """A fetch that runs, the source out of the way for so long; None while its last table is still
    on its way: a person's work with it is not thrown away for a newer one, unless they ask."""
    broken_off = source.fetches.filter(state=Fetch.State.RUNNING)
    broken_off.update(state=Fetch.State.FAILED, problem="broken_off", finished_at=clock.now())
    run = last_run(source)
    if is_at_it(run) and (not source.is_asked or (run and run.state == ImportRun.State.RUNNING)):
        source.next_at, source.is_asked = timing.following(source, clock.now()), False
        source.save(update_fields=["next_at", "is_asked"])
        return None
    source.next_at = clock.now() + LEASE
    source.save(update_fields=["next_at"])
    return Fetch.objects.create(source=source)


def _allowed(source: DataSource) -> tuple[User, Record]:
    """In whose name it is imported, and as what. Failure when that is not possible any more."""
    user, record = source.owner, desk.records().get(source.record)
    if record is None or not is_importable(record):
        raise Failure("type")
    if user is None or not user.is_active:
        raise Failure("owner")
    if not user_can(user, record.permission("import")):
        raise Failure("rights", user.name)
    return user, record


def _etag(source: DataSource) -> str:
    last = _comparable(source)
    return last.etag if last else ""


def _comparable(source: DataSource) -> Fetch | None:
    """The last table that was taken, unless the source has been changed since."""
    last = last_taken(source)
    return last if last and last.at >= source.changed_at else None


def _take(fetch: Fetch, user: User, record: Record, answer: Answer) -> None:
    """Makes the answer an import, or notes that it is the last one again."""
    last = _comparable(fetch.source)
    if answer.is_same or (last and last.digest == answer.digest):
        with transaction.atomic():
            if _locked(fetch):
                _end(fetch, Fetch.State.SAME, answer)
        return
    name = _file_name(fetch.source)
    file = tables.as_file(answer.body, answer.kind, fetch.source.rows_at, name)
    stored: list[str] = []
    try:
        with transaction.atomic():
            if _locked(fetch):
                run = runs.upload(record, file, user=user)
                stored += runs.stored_names(run)
                _end(fetch, Fetch.State.TAKEN, answer, run)
                _go_on(fetch.source, run)
    except BaseException:
        for each in stored:
            default_storage.delete(each)
        raise


def _file_name(source: DataSource) -> str:
    moment = clock.now().astimezone(clock.KOREA)
    return f"{source.name} {moment:%Y-%m-%d %H.%M}.csv"


def _go_on(source: DataSource, run: ImportRun) -> None:
    """As the one before; the first, and one with other columns, waits for a person."""
    for old in left_open(source, run):  # nobody imported them: a newer one takes their place
        runs.drop(old)
    before = chosen_run(source)
    if before is None or not follow(run, before, source.goes_on):
        run.refresh_from_db()
        wait(run)


def _end(fetch: Fetch, state: str, answer: Answer, run: ImportRun | None = None) -> None:
    """Ends a fetch that went well; it is locked."""
    fetch.state, fetch.finished_at, fetch.run = state, clock.now(), run
    fetch.size, fetch.digest, fetch.etag = len(answer.body), answer.digest, answer.etag
    fetch.save(update_fields=["state", "finished_at", "run", "size", "digest", "etag"])
    source = fetch.source
    source.failures, source.is_asked = 0, False
    if source.state == State.FAILED:
        source.state = State.ON
    source.next_at = timing.following(source, clock.now())
    source.save(update_fields=["failures", "is_asked", "next_at", "state"])


@transaction.atomic
def _fail(fetch: Fetch, failure: Failure) -> None:
    """Ends the fetch; the source is tried again, or waits for somebody who puts it right."""
    if not _locked(fetch):
        return
    fetch.state, fetch.finished_at = Fetch.State.FAILED, clock.now()
    fetch.problem, fetch.said = failure.code, failure.said[:400]
    fetch.save(update_fields=["state", "finished_at", "problem", "said"])
    source = fetch.source
    source.failures, source.is_asked = source.failures + 1, False
    stops = failure.code in HOPELESS or source.failures >= ENOUGH
    if stops and source.state == State.ON and source.every != DataSource.Every.HAND:
        source.state = State.FAILED
        _tell(source, failure)
    source.next_at = timing.after_failure(source, clock.now())
    source.save(update_fields=["failures", "is_asked", "next_at", "state"])


def _tell(source: DataSource, failure: Failure) -> None:
    facts = {"problem": failure.code, "said": failure.said}
    told = notices.Told(
        kind="tenants.datasource.failed", record=SUBJECT, key=str(source.pk), facts=facts
    )
    with audit.acting(audit.SYSTEM):
        notices.tell(told, [source.owner_id] if source.owner_id else [])


def _locked(fetch: Fetch) -> bool:
    """Locks the fetch and its source, read anew; False when somebody else has taken the source
    over, or removed it."""
    running = Fetch.objects.filter(pk=fetch.pk, state=Fetch.State.RUNNING)
    found = running.select_related("source").select_for_update(of=("self", "source")).first()
    if found is None:
        return False
    fetch.source = found.source
    return True
