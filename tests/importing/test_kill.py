"""An import whose worker is killed with SIGKILL: no row lost, none twice (U5)."""

from __future__ import annotations

import csv
import io
import signal
import subprocess
import sys
import time
from collections import Counter

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from modules.base.models import Customer
from modules.base.records import customer_record
from tenants.context import inside
from tenants.importing.models import ImportRun
from tenants.importing.services import runs
from tenants.models import Company
from tenants.people.models import User
from tests.importing.import_files import confirm

ROWS = 4_000
BAD = range(50, ROWS, 100)
WORKER = """
import sys, django
django.setup()
from tenants.context import inside, platform
from tenants.models import Company
from dangol.imports.together import TogetherIntake
from tenants.importing import tasks
TogetherIntake.part = 20
with platform("test worker"):
    company = Company.objects.get(pk=int(sys.argv[1]))
with inside(company):
    tasks.run_import.now(sys.argv[2])
"""


def file_of_customers() -> SimpleUploadedFile:
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(["이름", "핸드폰"])
    for number in range(1, ROWS + 1):
        writer.writerow([f"고객{number}", "x" if number in BAD else f"010-0000-{number:04}"])
    return SimpleUploadedFile("고객.csv", text.getvalue().encode())


def worker(company: Company, run: ImportRun) -> subprocess.Popen[bytes]:
    return subprocess.Popen([sys.executable, "-c", WORKER, str(company.pk), str(run.pk)])


def wait_until_past(run: ImportRun, rows: int, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + 60
    while run.rows_done <= rows and process.poll() is None:
        if time.monotonic() > deadline:
            raise AssertionError(f"The worker stood still at row {run.rows_done}.")
        time.sleep(0.01)
        run.refresh_from_db()


@pytest.mark.feature("U5")
def test_three_killed_workers_leave_every_row_in_one_state(
    committed_db: None, hanbit: Company, ada: User
) -> None:
    with inside(hanbit):
        run = runs.upload(customer_record, file_of_customers(), user=ada)
        confirm(run, {0: "name", 1: "mobile"}, "skip")
        reached = []
        for _kill in range(3):
            process = worker(hanbit, run)
            wait_until_past(run, run.rows_done + 100, process)
            process.send_signal(signal.SIGKILL)
            assert process.wait() == -signal.SIGKILL
            run.refresh_from_db()
            reached.append(run.rows_done)
        assert 0 < reached[0] < reached[1] < reached[2] < ROWS
        # both at once: what one holds, the other leaves alone
        both = [worker(hanbit, run), worker(hanbit, run)]
        assert [process.wait(120) for process in both] == [0, 0]
        runs.work(run.pk)

        run.refresh_from_db()
        states = Counter(run.rows.values_list("state", flat=True))
        assert run.state == "done"
        assert states == {"created": ROWS - len(BAD), "rejected": len(BAD)}
        assert (run.created, run.rejected, run.rows_done) == (ROWS - len(BAD), len(BAD), ROWS)
        assert sorted(run.rows.values_list("number", flat=True)) == list(range(1, ROWS + 1))
        assert Customer.objects.count() == ROWS - len(BAD)
        keys = Customer.objects.values_list("mobile_key", flat=True)
        assert len(set(keys)) == ROWS - len(BAD)
