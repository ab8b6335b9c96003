"""Thirty people at work in a company of 1,000,000 customers and 5,000,000 contacts (U1, U2, U8).

The whole of Dangol as `dangol up` starts it, 50 companies in it. Everybody opens a list, sorts it,
filters it, turns a page, searches or opens a customer, reads for five seconds and goes on. A list
and a customer are whole pages, the others what the browser asks for on a page that is there. The
server's own time of each answer is told (`Server-Timing`), and what an answer costs in processor
time: the web server's and the database's together. The load comes from a program of low priority.

`DANGOL_BENCH_HOME` names a folder that keeps the data for another run.
"""

from __future__ import annotations

import html
import json
import os
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from uuid import UUID

import django
import psutil

from dangol.embedded import postgres, redis
from tests.journeys.stack import Stack, running

PEOPLE = 30
THINK, WARM, SECONDS = 5, 60, 300
"""Seconds: between two pages, until the figures count, and how long they do."""
HISTORY = 20_000
"""Contacts of one customer: a page must not know how long the history is."""
SWAPPED = ("sort", "filter", "next page")
"""Asked for as the list's own links and fields ask: by htmx, for what changes on the screen."""
LIMITS = {"search": 50}
LIMIT = 100
"""Milliseconds, p95."""
STATEMENTS = 15
LIST = "/base/customers/"
SORTS = ("name", "company_name", "mobile", "email", "grade", "last_contacted_at", "created_at")
FILTERS = (
    "grade=1", "grade=1&grade=2&sort=name", "mail_ads=yes&sort=-last_contacted_at",
    "created_at.from=2026-01-01&sort=name", "company_name=한빛&sort=name", "company_name=건설",
    "owner=none", "owner=me", "grade=1&sort=-created_at", "source=전시회",
    "last_contacted_at.from=2026-10-01&sort=-last_contacted_at", "q=김현우", "q=한빛물산",
    "grade=1&sms_ads=no&birth_date.from=1980-01-01&birth_date.to=1984-12-31",
)  # fmt: skip
TEXTS = (
    "김현우", "류성훈", "현우", "한빛", "건설", "김", "ㄱ", "ㄱㅎㅇ", "ㅂㅅ", "김ㅎ", "4821",
    "010-0737-2399", "hyeonu", "gim3034", "C-0303477", "303477", "김현우 산들", "없는사람", "qzx",
)  # fmt: skip
NEXT = re.compile(r'href="\?([^"]*after=[^"]*)"')


def main(customers: int = 1_000_000, contacts: int = 5_000_000, companies: int = 50) -> None:
    with _home() as home, running(home, customers=200) as stack:
        _connect(home)
        company = _filled(companies, customers, contacts)
        walks = _walks(company)
        statements = _most_statements(company, walks["record page"])
        times, cost = _worked(stack, company, walks)
    for kind, values in times.items():
        _tell(kind, values, customers, contacts)
    every = [value for values in times.values() for value in values]
    print(json.dumps({"name": "CPU a page at the desk, ms", "ours": round(cost / len(every), 1),
                      "requests": len(every), "load": round(os.getloadavg()[0], 1)}))  # fmt: skip
    print(json.dumps({"name": "statements of a record page, the most", "ours": statements,
                      "limit": STATEMENTS}))  # fmt: skip


@contextmanager
def _home() -> Iterator[Path]:
    kept = os.environ.get("DANGOL_BENCH_HOME")
    home = Path(kept or tempfile.mkdtemp(prefix="dangol-bench-"))
    home.mkdir(exist_ok=True)
    try:
        yield home
    finally:
        if not kept:
            shutil.rmtree(home, ignore_errors=True)


def _connect(home: Path) -> None:
    """This process to the servers of the running Dangol."""
    os.environ |= {
        "DANGOL_HOME": str(home),
        "DATABASE_URL": postgres.url(home),
        "REDIS_URL": redis.url(home),
        "DANGOL_ENV": "development",
        "DJANGO_SETTINGS_MODULE": "dangol.settings.development",
    }
    django.setup()


def _filled(companies: int, customers: int, contacts: int) -> Any:
    """The large company, the last one; the others are small."""
    from dangol import clock
    from modules.base.demo import companies as demo
    from modules.base.demo.filling import Size

    for number in range(1, companies):
        large = number == companies - 1
        size = Size(customers, contacts) if large else Size(200, 800)
        company, _is_new = demo.ensure_company(number, 1)
        if demo.fill(company, size, seed=1, as_of=clock.today()) and large:
            _lengthen(company)
    return company


def _lengthen(company: Any) -> None:
    """Gives the customer of the code C-0000001 a long history, and tidies up after the filling."""
    from django.db import connection

    from tenants.context import platform

    schema = company.schema_name
    with platform("a long history for a benchmark"), connection.cursor() as cursor:
        cursor.execute(
            "SELECT column_name FROM information_schema.columns WHERE table_schema = %s"
            " AND table_name = 'base_contacthistory' AND column_name NOT IN ('id', 'customer_id')",
            [schema],
        )
        columns = ", ".join(f'"{name}"' for (name,) in cursor.fetchall())
        cursor.execute(
            f"INSERT INTO {schema}.base_contacthistory (id, customer_id, {columns})"
            f" SELECT uuidv7(), (SELECT id FROM {schema}.base_customer ORDER BY id LIMIT 1),"
            f" {columns} FROM {schema}.base_contacthistory LIMIT {HISTORY}"
        )
        for table in ("base_customer", "base_contacthistory", "base_order", "base_orderline"):
            cursor.execute(f"VACUUM ANALYZE {schema}.{table}")


def _client(company: Any, number: int) -> Any:
    """Somebody of the company, logged in: the users take turns."""
    from django.test import Client

    from tenants.context import inside
    from tenants.people.models import User

    client = Client(headers={"host": company.host})
    with inside(company):
        users = list(User.objects.order_by("pk"))
        client.force_login(users[number % len(users)])
    return client


def _walks(company: Any) -> dict[str, list[str]]:
    """The addresses of each kind of work."""
    from modules.base.models import Customer
    from tenants.context import inside

    client = _client(company, 0)
    with inside(company):
        longest = Customer.objects.order_by("pk").values_list("pk", flat=True)[0]
        some = Customer.objects.filter(pk__gte=UUID(int=longest.int)).order_by("email_key", "id")
        opened = [longest, *some.values_list("pk", flat=True)[1_000:1_060]]
    return {
        "list": [LIST, f"{LIST}?sort=name", "/base/contacts/"],
        "sort": [f"{LIST}?sort={way}{name}" for name in SORTS for way in ("", "-")],
        "filter": [f"{LIST}?{query}" for query in FILTERS],
        "next page": [path for name in SORTS for path in _pages(client, f"sort={name}", 20)],
        "search": [f"/palette?q={text}&part=1" for text in TEXTS],
        "record page": [f"{LIST}{code}/" for code in opened],
    }


def _pages(client: Any, query: str, count: int) -> Iterator[str]:
    """Every fifth page of an order, as its links lead there."""
    for number in range(count):
        link = NEXT.search(client.get(f"{LIST}?{query}").content.decode())
        if link is None:
            raise SystemExit(f"{query}: there is no next page.")
        query = html.unescape(link[1])
        if number % 5 == 0:
            yield f"{LIST}?{query}"


def _most_statements(company: Any, paths: list[str]) -> int:
    client = _client(company, 0)
    client.get(paths[0])
    return max(int(client.get(path)["X-Query-Count"]) for path in paths[:10])


def _worked(
    stack: Stack, company: Any, walks: dict[str, list[str]]
) -> tuple[dict[str, list[float]], float]:
    """{kind: milliseconds of each answer}, and the processor's milliseconds of all of them."""
    from urllib.parse import quote

    host = f"{company.address}.localhost:{stack.port}"
    plan = {
        "port": stack.port,
        "visitors": PEOPLE,
        "sessions": [[host, _cookie(company, number)] for number in range(PEOPLE)],
        "walks": {kind: [quote(path, safe="/?=&.-%,") for path in paths]
                  for kind, paths in walks.items()},
        "swapped": SWAPPED, "think": THINK, "warm": WARM, "seconds": SECONDS,
    }  # fmt: skip
    load = subprocess.Popen(
        [sys.executable, "-m", "tests.bench._visitors"],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    assert load.stdin is not None
    assert load.stdout is not None
    load.stdin.write(json.dumps(plan))
    load.stdin.close()
    if load.stdout.readline().strip() != "warm":
        raise SystemExit("Nobody could begin to work.")
    before = _processor(stack)
    found = json.loads(load.stdout.readline() or "null")
    cost = _processor(stack) - before
    if load.wait() or not found:
        raise SystemExit("Somebody's page was refused.")
    return found, cost


def _cookie(company: Any, number: int) -> str:
    """`name=value` of somebody's session."""
    morsel = _client(company, number).cookies["dangol_session"]
    return f"{morsel.key}={morsel.value}"


def _processor(stack: Stack) -> float:
    """Milliseconds that the web server and the database have used so far."""
    found = 0.0
    for row in stack.json("ps")["processes"]:
        if row["role"] in ("web", "postgres") and row["pid"]:
            for pid in (row["pid"], *row["children"]):
                times = psutil.Process(pid).cpu_times()
                found += (times.user + times.system) * 1_000
    return found


def _tell(kind: str, values: list[float], customers: int, contacts: int) -> None:
    figure = {
        "name": f"{kind} at the desk, {PEOPLE} people, {customers:,} customers, ms p95",
        "ours": round(statistics.quantiles(values, n=20)[-1], 1),
        "limit": LIMITS.get(kind, LIMIT),
        "p50": round(statistics.median(values), 1),
        "requests": len(values),
        "contacts": contacts,
    }
    print(json.dumps(figure, ensure_ascii=False))


if __name__ == "__main__":
    main(*(int(word) for word in sys.argv[1:]))
