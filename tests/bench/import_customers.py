"""How quickly 100,000 customers come in from a CSV file, beside a bare COPY of the same rows (U5).

From the first byte of the upload to the last row visible: encoding, masking, checking, looking for
duplicates, writing customers and the end state of each row, in the file's two common encodings.
"""

from __future__ import annotations

import csv
import io
import json
import os
import resource
import sys
import time
from typing import Any

from tests.bench._server import servers

LIMIT = 10_000
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


def main(rows: int = 100_000) -> None:
    with servers():
        from modules.base.demo import companies
        from modules.base.demo.filling import Size

        company, _is_new = companies.ensure_company(0, 1)
        companies.fill(company, Size(rows, 0), seed=1, as_of=_today())
        found = [_measured(company, encoding) for encoding in ("cp949", "utf-8")]
    for figure in found:
        print(json.dumps(figure, ensure_ascii=False))


def _today() -> Any:
    from dangol import clock

    return clock.today()


def _measured(company: Any, encoding: str) -> dict[str, Any]:
    from modules.base.models import Customer
    from tenants.context import inside

    with inside(company):
        bare = list(Customer.objects.values_list("name", *FIELDS)) or _kept
        _kept[:] = bare
        content = _csv(bare, encoding)
        Customer.objects.all().delete()
        started, worked = time.perf_counter(), time.process_time()
        run = _import(content)
        seconds, cpu = time.perf_counter() - started, time.process_time() - worked
        rows = run.created
        copied = _copy_alone()
    if rows != len(bare):
        raise SystemExit(f"{rows} of {len(bare)} rows came in.")
    return {
        "name": f"import of {rows:,} customers from {encoding}, rows a second",
        "ours": round(rows / seconds),
        "limit": LIMIT,
        "peer": round(rows / copied),
        "peer_name": "COPY of the same rows into the same table",
        "megabytes": round(len(content) / 1e6, 1),
        "own_cpu_seconds": round(cpu, 1),
        "most_memory_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
        "load": round(os.getloadavg()[0], 1),
    }


FIELDS = (
    "company_name", "department", "title", "mobile", "email", "work_postcode", "work_line1",
    "birth_date", "grade",
)  # fmt: skip
_kept: list[Any] = []


def _csv(rows: list[Any], encoding: str) -> bytes:
    from modules.base.models.customer import Grade

    labels = dict(Grade.choices)
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(HEADER)
    writer.writerows([*row[:-1], labels.get(row[-1], "")] for row in rows)
    return text.getvalue().encode(encoding)


def _import(content: bytes) -> Any:
    """The whole way, as the upload's view and the worker go it."""
    from django.core.files.uploadedfile import SimpleUploadedFile

    from modules.base.services import imports
    from tenants.people.models import User

    user = User.objects.get(role="admin")
    run = imports.upload(SimpleUploadedFile("customers.csv", content), user=user)
    chosen = {column: field for field, column in run.mapping.items()}
    imports.confirm(run, chosen, "skip", lambda: None)
    imports.work(run.pk)
    run.refresh_from_db()
    return run


def _copy_alone() -> float:
    """Seconds of a bare COPY of the customers that just came in, into the emptied table."""
    from django.db import connection, transaction

    from modules.base.bulk import columns_of
    from modules.base.models import Customer

    columns = ", ".join(f'"{name}"' for name in columns_of(Customer))
    with transaction.atomic(), connection.cursor() as cursor:
        with cursor.copy(f"COPY base_customer ({columns}) TO STDOUT") as out:
            blocks = [bytes(block) for block in out]
        cursor.execute("DELETE FROM base_customer")
        started = time.perf_counter()
        with cursor.copy(f"COPY base_customer ({columns}) FROM STDIN") as copy:
            for block in blocks:
                copy.write(block)
        return time.perf_counter() - started


if __name__ == "__main__":
    main(*(int(word) for word in sys.argv[1:]))
