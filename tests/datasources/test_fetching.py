"""Tables of another system are brought in once each, as the first one was (A20)."""

from __future__ import annotations

import csv
import io
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest

from dangol import clock
from dangol.errors import RuleBroken
from modules.base.models import Customer
from tenants.context import inside
from tenants.datasources import jobs
from tenants.datasources.models import DataSource, Fetch
from tenants.datasources.queries.last import last_run
from tenants.datasources.services import calling, fetching, keeping
from tenants.importing.models import ImportRun
from tenants.importing.services import checks, going, runs
from tenants.models import Company
from tenants.notices.models import Notice
from tenants.people.models import AuditEntry, User
from tests.datasources import origin as origins
from tests.datasources.origin import Origin
from tests.importing.import_files import stored_files

pytestmark = pytest.mark.feature("A20")
HEAD = ["이름", "핸드폰", "등급"]
FIRST = [HEAD, ["김하늘", "010-2000-0001", "A+"], ["이바다", "010-2000-0002", ""]]


@pytest.fixture
def origin() -> Iterator[Origin]:
    with origins.running() as found:
        found.body = as_csv(FIRST)
        yield found


def as_csv(rows: list[list[str]]) -> bytes:
    text = io.StringIO()
    csv.writer(text).writerows(rows)
    return text.getvalue().encode()


def linked(origin: Origin, user: User, secret: str = "", **more: Any) -> DataSource:
    values = {
        "name": "쇼핑몰 회원", "url": origin.url, "header": "", "rows_at": "", "every": "day",
        "hour": 6, "weekday": 0, "goes_on": "clean",
    }  # fmt: skip
    return keeping.add(user, "base.customer", values | more, secret)


def carried_out(source: DataSource) -> ImportRun:
    """What the workers would do with the newest table, to its end."""
    run = last_run(source)
    assert run is not None
    checks.check(run.pk)
    going.go_on(run.pk, lambda: None)
    runs.work(run.pk)
    run.refresh_from_db()
    return run


def first(source: DataSource, on_duplicate: str = "update") -> ImportRun:
    """The first table, its columns chosen by a person, to its end."""
    assert fetching.work()
    run = last_run(source)
    assert run is not None
    chosen = {0: "name", 1: "mobile", 2: "grade"}
    runs.choose(run, chosen, on_duplicate, lambda: None, keys=["mobile"])
    checks.check(run.pk)
    runs.start(run, lambda: None)
    runs.work(run.pk)
    run.refresh_from_db()
    assert run.state == "done"
    return run


def next_day(source: DataSource) -> None:
    """It is due."""
    DataSource.objects.filter(pk=source.pk).update(next_at=clock.now())


def newest(source: DataSource) -> Fetch:
    found = source.fetches.order_by("-at").first()
    assert found is not None
    return found


def test_the_first_table_waits_for_its_columns_and_later_ones_follow(
    origin: Origin, inside_hanbit: Company, ada: User
) -> None:
    source = linked(origin, ada)
    assert fetching.work()
    run = last_run(source)
    assert run is not None
    assert run.state == ImportRun.State.UPLOADED
    assert Notice.objects.filter(kind="tenants.import.waits", user=ada).exists()
    chosen = {0: "name", 1: "mobile", 2: "grade"}
    runs.choose(run, chosen, "update", lambda: None, keys=["mobile"])
    checks.check(run.pk)
    runs.start(run, lambda: None)
    runs.work(run.pk)
    assert Customer.objects.count() == 2
    # the other system puts a column before and changes one row, adds one
    origin.body = as_csv([
        ["번호", *HEAD], ["1", *FIRST[1]], ["2", "이바다", "010-2000-0002", "B"],
        ["3", "박산", "010-2000-0003", ""],
    ])  # fmt: skip
    next_day(source)
    assert fetching.work()
    done = carried_out(source)
    assert (done.state, done.created, done.rejected) == ("done", 1, 0)
    assert Customer.objects.get(mobile="010-2000-0002").grade is not None
    assert done.started_by == ada
    assert newest(source).run == done
    told = Notice.objects.filter(kind="tenants.import.finished", user=ada)
    assert told.count() == 1, "only the one that a person started"


def test_what_has_not_changed_is_not_imported_again(
    origin: Origin, inside_hanbit: Company, ada: User
) -> None:
    source = linked(origin, ada)
    first(source)
    next_day(source)
    fetching.work()
    assert newest(source).state == Fetch.State.SAME
    origin.marks = True
    origin.body = as_csv([*FIRST, ["박산", "010-2000-0003", ""]])
    next_day(source)
    fetching.work()
    carried_out(source)
    next_day(source)
    fetching.work()
    assert origin.asked[-1]["if-none-match"] == origin.etag
    assert newest(source).state == Fetch.State.SAME
    assert ImportRun.objects.count() == 2
    assert Customer.objects.count() == 3


def test_a_table_that_was_dropped_comes_again(
    origin: Origin, inside_hanbit: Company, ada: User
) -> None:
    source = linked(origin, ada)
    fetching.work()
    run = last_run(source)
    assert run is not None
    runs.drop(run)
    next_day(source)
    fetching.work()
    assert newest(source).state == Fetch.State.TAKEN
    assert ImportRun.objects.count() == 1


@pytest.mark.parametrize(("goes_on", "state"), [("clean", "checked"), ("always", "done")])
def test_rows_that_cannot_be_read_stop_it_or_are_left_out(
    origin: Origin, inside_hanbit: Company, ada: User, goes_on: str, state: str
) -> None:
    source = linked(origin, ada, goes_on=goes_on)
    first(source)
    origin.body = as_csv([*FIRST, ["박산", "12-34", ""], ["최들", "010-2000-0004", ""]])
    next_day(source)
    fetching.work()
    run = carried_out(source)
    assert run.state == state
    assert Customer.objects.count() == (3 if state == "done" else 2)
    kind = "tenants.import.finished" if state == "done" else "tenants.import.waits"
    assert Notice.objects.filter(kind=kind, object_id=str(run.pk), user=ada).exists()
    if state == "checked":
        next_day(source)
        assert fetching.work()
        assert last_run(source) == run, "a person's repairs are not thrown away"
        keeping.ask(source)
        origin.body = as_csv([*FIRST, ["최들", "010-2000-0004", ""]])
        fetching.work()
        assert carried_out(source).state == "done"
        assert not ImportRun.objects.filter(pk=run.pk).exists()


def test_a_missing_column_waits_for_a_person(
    origin: Origin, inside_hanbit: Company, ada: User
) -> None:
    source = linked(origin, ada)
    first(source)
    origin.body = as_csv([["이름", "휴대전화", "등급"], *FIRST[1:]])
    next_day(source)
    fetching.work()
    run = last_run(source)
    assert run is not None
    assert (run.state, run.goes_on) == ("uploaded", "")
    assert Notice.objects.filter(kind="tenants.import.waits", object_id=str(run.pk)).exists()


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"status": 301, "location": "https://else.example/"}, "moved"),
        ({"status": 401}, "denied"),
        ({"status": 404}, "gone"),
        ({"status": 503}, "busy"),
        ({"status": 418}, "status"),
        ({"body": b" \n"}, "empty"),
        ({"promised": 10_000}, "answer"),
    ],
)
def test_what_goes_wrong_is_named_and_tried_again(
    origin: Origin, inside_hanbit: Company, ada: User, wrong: dict[str, Any], code: str
) -> None:
    source, stored = linked(origin, ada), stored_files()
    for name, value in wrong.items():
        setattr(origin, name, value)
    fetching.work()
    source.refresh_from_db()
    assert newest(source).problem == code
    assert source.state == DataSource.State.ON
    assert source.next_at is not None
    assert source.next_at <= clock.now() + timedelta(minutes=16)
    assert not ImportRun.objects.exists()
    assert stored_files() == stored


def test_a_table_larger_than_may_be_is_refused(
    origin: Origin, inside_hanbit: Company, ada: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(calling, "LARGEST", 20)
    source = linked(origin, ada)
    fetching.work()
    assert newest(source).problem == "large"


def test_what_is_no_table_says_so_and_is_not_asked_for_again(
    origin: Origin, inside_hanbit: Company, ada: User
) -> None:
    origin.body, origin.kind = b'{"error": "none"}', "application/json"
    source = linked(origin, ada)
    fetching.work()
    source.refresh_from_db()
    assert source.state == DataSource.State.FAILED
    assert "error가" in newest(source).said
    assert source.next_at is None
    assert Notice.objects.filter(kind="tenants.datasource.failed", user=ada).exists()
    origin.body, origin.kind = as_csv(FIRST), "text/csv"
    keeping.ask(source)
    fetching.work()
    source.refresh_from_db()
    assert source.state == DataSource.State.ON


def test_after_eight_failures_it_stops(origin: Origin, inside_hanbit: Company, ada: User) -> None:
    source = linked(origin, ada)
    origin.status = 503
    for number in range(fetching.ENOUGH):
        source.refresh_from_db()
        assert source.state == DataSource.State.ON, number
        next_day(source)
        fetching.work()
    source.refresh_from_db()
    assert (source.state, source.next_at) == (DataSource.State.FAILED, None)
    assert not fetching.work()


def test_the_secret_is_sent_and_lies_sealed(
    origin: Origin, inside_hanbit: Company, ada: User
) -> None:
    source = linked(origin, ada, secret="Bearer s3cret", header="X-Key")
    fetching.work()
    assert origin.asked[0]["x-key"] == "Bearer s3cret"
    source.refresh_from_db()
    assert "s3cret" not in source.secret
    assert "s3cret" not in str(list(AuditEntry.objects.values()))
    values = {
        "name": "쇼핑몰 회원", "url": "https://else.example/x", "header": "X-Key", "rows_at": "",
        "every": "day", "hour": 6, "weekday": 0, "goes_on": "clean",
    }  # fmt: skip
    with pytest.raises(RuleBroken, match="다시"):
        keeping.change(source, ada, values)
    keeping.change(source, ada, values | {"url": f"{origin.url}?page=2"})
    source.refresh_from_db()
    assert keeping.header_of(source) == {"X-Key": "Bearer s3cret"}


@pytest.mark.parametrize(
    ("values", "secret", "field"),
    [
        ({"url": "http://shop.example/a.csv"}, "", "url"),
        ({"url": "https://10.0.0.8/a.csv"}, "", "url"),
        ({"url": "https://shop.example:22/a.csv"}, "", "url"),
        ({"header": "Bad Header"}, "x", "header"),
        ({"header": "Host"}, "x", "header"),
        ({"header": "X-Key"}, "", "secret"),
        ({"header": "X-Key"}, "a\nb", "secret"),
        ({}, "x", "header"),
    ],
)
def test_what_cannot_be_asked_is_refused(
    origin: Origin, inside_hanbit: Company, ada: User, values: dict[str, str], secret: str,
    field: str,
) -> None:  # fmt: skip
    with pytest.raises(RuleBroken) as broken:
        linked(origin, ada, secret, **values)
    assert broken.value.field == field
    if field == "url":  # how to write one, or that it leads inside
        assert broken.value.code == (
            "datasource_inside" if "10.0" in values["url"] else "datasource_address"
        )
    assert not DataSource.objects.exists()


def test_whoever_may_not_import_any_more_brings_nothing_in(
    origin: Origin, inside_hanbit: Company, ada: User
) -> None:
    source = linked(origin, ada)
    first(source)
    origin.body = as_csv([*FIRST, ["박산", "010-2000-0003", ""]])
    User.objects.filter(pk=ada.pk).update(is_active=False)
    next_day(source)
    fetching.work()
    assert newest(source).problem == "owner"
    assert Customer.objects.count() == 2


def test_two_workers_fetch_a_due_source_once(
    origin: Origin, inside_hanbit: Company, ada: User
) -> None:
    source = linked(origin, ada)
    assert fetching.work()
    assert not fetching.work()
    assert source.fetches.count() == 1
    jobs._ring()
    source.refresh_from_db()
    assert source.next_at is not None
    assert source.next_at.astimezone(clock.KOREA).hour == 6


def test_old_lines_go_but_the_one_that_the_next_follows(
    origin: Origin, inside_hanbit: Company, ada: User
) -> None:
    source = linked(origin, ada)
    first(source)
    next_day(source)
    fetching.work()
    source.fetches.update(at=clock.now() - jobs.KEPT - timedelta(days=1))
    jobs._forget()
    assert [each.state for each in source.fetches.all()] == [Fetch.State.TAKEN]


WORKER = """
import sys, django
django.setup()
from tenants.context import inside, platform
from tenants.models import Company
from tenants.datasources.services import fetching
with platform("test worker"):
    company = Company.objects.get(pk=int(sys.argv[1]))
with inside(company):
    fetching.work()
"""


def test_a_worker_killed_while_it_asks_leaves_nothing_half_done(
    committed_db: None, origin: Origin, hanbit: Company, ada: User
) -> None:
    with inside(hanbit):
        source = linked(origin, ada)
    origin.delay = 30
    worker = subprocess.Popen([sys.executable, "-c", WORKER, str(hanbit.pk)])
    deadline = time.monotonic() + 60
    while not origin.asked and time.monotonic() < deadline:
        time.sleep(0.05)
    worker.send_signal(signal.SIGKILL)
    worker.wait()
    origin.delay = 0
    with inside(hanbit):
        assert [each.state for each in source.fetches.all()] == [Fetch.State.RUNNING]
        assert not fetching.work(), "its time is not over"
        with clock.shifted(fetching.LEASE):
            assert fetching.work()
        states = dict(source.fetches.values_list("state", "problem"))
        assert states == {"failed": "broken_off", "taken": ""}
        assert ImportRun.objects.count() == 1
