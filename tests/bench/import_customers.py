"""How quickly 100,000 customers come in from a file, beside a bare COPY of the same rows (U5).

From the first byte of the upload to the last row visible: encoding, masking, checking, looking for
duplicates, writing customers and the end state of each row. A process of its own does it, so that
its memory is the import's alone. Import and COPY take turns; the medians are told.
"""

from __future__ import annotations

import csv
import json
import os
import resource
import statistics
import subprocess
import sys
import time
from datetime import datetime
from pathlib import Path
from shutil import copyfileobj
from typing import Any

from tests.bench._server import servers

LIMIT = 10_000
WORKBOOK_LIMIT = 3_000
ROUNDS = 3
MEMORY_LIMIT = 300
HEADER = [
    "이름",
    "회사명",
    "부서",
    "직책",
    "핸드폰",
    "이메일",
    "우편번호",
    "주소",
    "생년월일",
    "등급",
]
FIELDS = (
    "name", "company_name", "department", "title", "mobile", "email", "work_postcode",
    "work_line1", "birth_date", "grade",
)  # fmt: skip


def main(rows: int = 100_000) -> None:
    with servers() as home:
        from modules.base.demo import companies
        from modules.base.demo.filling import Size

        company, _is_new = companies.ensure_company(0, 1)
        companies.fill(company, Size(rows, 0), seed=1, as_of=_today())
        files = {encoding: home / f"{encoding}.csv" for encoding in ("cp949", "utf-8")}
        for encoding, file in files.items():
            _write_csv(company, file, encoding)
        files["xlsx"] = home / "customers.xlsx"
        _write_workbook(files["utf-8"], files["xlsx"])
        rounds = [
            (encoding, _import(company, file), _copy(company))
            for _round in range(ROUNDS)
            for encoding, file in files.items()
        ]
    for encoding in files:
        mine = [(told, copied) for each, told, copied in rounds if each == encoding]
        print(json.dumps(_figure(encoding, rows, mine), ensure_ascii=False))


def _figure(encoding: str, rows: int, mine: list[tuple[dict[str, Any], float]]) -> dict[str, Any]:
    if any(told["created"] != rows for told, _copied in mine):
        raise SystemExit("Not every row came in.")
    ours = rows / statistics.median(told["seconds"] for told, _copied in mine)
    peer = rows / statistics.median(copied for _told, copied in mine)
    return {
        "name": f"import of {rows:,} customers from {encoding}, rows a second",
        "ours": round(ours),
        "limit": WORKBOOK_LIMIT if encoding == "xlsx" else LIMIT,
        "peer": round(peer),
        "peer_name": "COPY of the same rows into the same table",
        "ratio": round(ours / peer, 2),
        "checked_a_second": statistics.median(told["checked"] for told, _copied in mine),
        "own_cpu_seconds": statistics.median(told["cpu"] for told, _copied in mine),
        "memory_mb": max(told["memory"] for told, _copied in mine),
        "memory_limit_mb": MEMORY_LIMIT,
        "load": round(os.getloadavg()[0], 1),
    }


def _today() -> Any:
    from dangol import clock

    return clock.today()


def _write_csv(company: Any, file: Path, encoding: str) -> None:
    from modules.base.models import Customer
    from modules.base.models.customer import Grade
    from tenants.context import inside

    labels = dict(Grade.choices)
    with inside(company), file.open("w", encoding=encoding, newline="") as text:
        writer = csv.writer(text)
        writer.writerow(HEADER)
        for row in Customer.objects.values_list(*FIELDS).iterator():
            writer.writerow([*row[:-1], labels.get(row[-1], "")])


def _write_workbook(source: Path, file: Path) -> None:
    """The same rows as a workbook whose days are days."""
    import xlsxwriter

    with (
        source.open(encoding="utf-8", newline="") as text,
        xlsxwriter.Workbook(file, {"constant_memory": True}) as book,
    ):
        sheet = book.add_worksheet()
        day = book.add_format({"num_format": "yyyy-mm-dd"})
        born = HEADER.index("생년월일")
        for number, row in enumerate(csv.reader(text)):
            for column, cell in enumerate(row):
                if number and column == born and cell:
                    sheet.write_datetime(number, column, datetime.fromisoformat(cell), day)
                else:
                    sheet.write_string(number, column, cell)


def _import(company: Any, file: Path) -> dict[str, Any]:
    """Empties the table and lets a process of its own bring the file in."""
    from modules.base.models import Customer
    from tenants.context import inside

    with inside(company):
        Customer.objects.all()._raw_delete("default")
    command = [sys.executable, "-m", "tests.bench.import_customers", "--import", str(file)]
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True)
    told: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return told


def bring_in(file: Path) -> None:
    """The other process: the whole way, as the upload's view and the worker go it."""
    import django

    django.setup()
    from django.core.files.uploadedfile import TemporaryUploadedFile

    from modules.base.records import customer_record
    from tenants.context import inside, platform
    from tenants.importing.services import checks, runs
    from tenants.models import Company
    from tenants.people.models import User

    with platform("benchmark"):
        company = Company.objects.get(address="demo")
    with inside(company), TemporaryUploadedFile(file.name, "text/csv", 0, None) as upload:
        with file.open("rb") as source:
            copyfileobj(source, upload)
        upload.seek(0)
        user = User.objects.get(role="admin")
        started, worked = time.perf_counter(), time.process_time()
        run = runs.upload(customer_record, upload, user=user)
        chosen = {column: field for field, column in run.mapping.items()}
        runs.choose(run, chosen, "skip", lambda: None)
        began = time.perf_counter()
        checks.check(run.pk)
        checking = time.perf_counter() - began
        runs.start(run, lambda: None)
        runs.work(run.pk)
        run.refresh_from_db()
        told = {
            "checked": round(run.rows_total / checking),
            "created": run.created,
            "seconds": time.perf_counter() - started - checking,
            "checking": checking,
            "cpu": round(time.process_time() - worked, 1),
            "memory": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
        }
    print(json.dumps(told))


def _copy(company: Any) -> float:
    """Seconds of a bare COPY of the customers that just came in, into the emptied table."""
    from django.db import connection, transaction

    from dangol.copying import columns_of
    from modules.base.models import Customer
    from tenants.context import inside

    columns = ", ".join(f'"{name}"' for name in columns_of(Customer))
    with inside(company), transaction.atomic(), connection.cursor() as cursor:
        with cursor.copy(f"COPY base_customer ({columns}) TO STDOUT") as out:
            blocks = [bytes(block) for block in out]
        cursor.execute("DELETE FROM base_customer")
        started = time.perf_counter()
        with cursor.copy(f"COPY base_customer ({columns}) FROM STDIN") as copy:
            for block in blocks:
                copy.write(block)
        return time.perf_counter() - started


if __name__ == "__main__":
    if sys.argv[1:2] == ["--import"]:
        bring_in(Path(sys.argv[2]))
    else:
        main(*(int(word) for word in sys.argv[1:]))
