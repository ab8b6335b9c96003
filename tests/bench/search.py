"""How quickly search answers with 1,000,000 customers in one company (U8).

Server time of `/palette` as the box asks it (`Server-Timing`), for each kind of text, one request
after another. Beside it in the same run, for the same texts: PostgreSQL reading the table for
ILIKE '%text%' over the same fields, counted to the same cap. And what the index costs: a COPY of
100,000 customers into a table with and without it.
"""

from __future__ import annotations

import json
import os
import statistics
import sys
import time
from typing import Any

from tests.bench._server import servers

LIMIT = 50
ROUNDS = 5
COPIED = 100_000
KINDS: dict[str, tuple[str, ...]] = {
    "whole name": ("김현우", "류성훈", "정현정"),
    "two syllables": ("현우", "한빛", "건설", "하늘"),
    "one syllable": ("김", "현", "하"),
    "one consonant": ("ㄱ", "ㅎ", "ㅂ"),
    "initials": ("ㄱㅎ", "ㄱㅎㅇ", "ㅂㅅ", "ㅎㅂㅁㅅ", "ㄱㄱㄱㄱ"),
    "half-typed": ("김ㅎ", "김혀", "기", "ㅎㅏㄴ", "류성후"),
    "phone": ("4821", "7239", "010-0737-2399", "0100", "010"),
    "mail": ("hyeonu", "gim3034", "gim", "hyeonu.gim303477@sandeul-geonseol.example", "ex"),
    "code": ("C-0303477", "303477", "C-03"),
    "several words": ("김현우 산들", "지훈 건설", "한빛 4821", "ㄱㅎㅇ ㅎㅂ"),
    "nothing": ("없는사람", "qzx", "99999999", "하늘땅별"),
}
FIELDS = ("name", "company_name", "code", "email_key", "mobile_key")


def main(customers: int = 1_000_000) -> None:
    with servers():
        from django.test import Client

        from modules.base.demo import companies
        from modules.base.demo.filling import Size
        from tenants.context import inside
        from tenants.people.models import User

        company, _is_new = companies.ensure_company(0, 1)
        companies.fill(company, Size(customers, 1_000), seed=1, as_of=_today())
        client = Client(headers={"host": company.host})
        with inside(company):
            client.force_login(User.objects.get(role="admin"))
            peers = {name: [_peer(text) for text in texts] for name, texts in KINDS.items()}
        times = {name: _times(client, texts) for name, texts in KINDS.items()}
        writing = _writing(company)
    every = [value for values in times.values() for value in values]
    peer = [value for values in peers.values() for value in values]
    figure = {
        "name": f"search among {customers:,} customers, ms p95",
        "ours": _p95(every),
        "limit": LIMIT,
        "p50": round(statistics.median(every), 1),
        "requests": len(every),
        "peer": "ILIKE over the same table",
        "peer_p50": round(statistics.median(peer), 1),
        "peer_p95": _p95(peer),
        "load": round(os.getloadavg()[0], 1),
        "p50_by_kind": {name: round(statistics.median(each), 1) for name, each in times.items()},
        "p95_by_kind": {name: _p95(values) for name, values in times.items()},
    }
    print(json.dumps(figure, ensure_ascii=False))
    print(json.dumps(writing, ensure_ascii=False))


def _today() -> Any:
    from dangol import clock

    return clock.today()


def _times(client: Any, texts: tuple[str, ...]) -> list[float]:
    """Milliseconds of each text, each asked a few times after a first one to warm up."""
    found = []
    for text in texts:
        _milliseconds(client, text)
        values = [_milliseconds(client, text) for _round in range(ROUNDS)]
        print(f"{statistics.median(values):8.1f} ms  {text}", file=sys.stderr)
        found += values
    return found


def _milliseconds(client: Any, text: str) -> float:
    answer = client.get("/palette", {"q": text, "part": "1"})
    if answer.status_code != 200:
        raise SystemExit(f"{text}: {answer.status_code}")
    return float(answer["Server-Timing"].partition("dur=")[2].partition(",")[0])


def _peer(text: str) -> float:
    """Milliseconds that PostgreSQL needs to count, to the palette's cap, by reading the table."""
    from django.db import connection

    anywhere = " OR ".join(f"{field} ILIKE %s" for field in FIELDS)
    with connection.cursor() as cursor:
        start = time.perf_counter()
        cursor.execute(
            "SELECT count(*) FROM (SELECT 1 FROM base_customer"
            f" WHERE deleted_at IS NULL AND ({anywhere}) LIMIT 100) found",
            [f"%{text}%"] * len(FIELDS),
        )
        return (time.perf_counter() - start) * 1_000


def _writing(company: Any) -> dict[str, Any]:
    """Rows a second of a COPY into a copy of the table, with all indexes and without these two."""
    from django.db import connection

    from tenants import context

    schema = company.schema_name
    seconds = {}
    with context.platform("benchmark"), connection.cursor() as cursor:
        cursor.execute(
            f"CREATE TABLE bench_rows AS SELECT * FROM {schema}.base_customer LIMIT {COPIED}"
        )
        for kind in ("without", "with"):
            cursor.execute(f"CREATE TABLE bench_{kind} (LIKE {schema}.base_customer INCLUDING ALL)")
        cursor.execute(
            "SELECT indexname FROM pg_indexes WHERE tablename = 'bench_without'"
            " AND indexdef LIKE '%search_%'"
        )
        for (index,) in cursor.fetchall():
            cursor.execute(f"DROP INDEX {index}")
        with cursor.copy("COPY bench_rows TO STDOUT") as copy:
            lines = b"".join(bytes(part) for part in copy)
        for kind in ("without", "with"):
            start = time.perf_counter()
            with cursor.copy(f"COPY bench_{kind} FROM STDIN") as copy:
                copy.write(lines)
            seconds[kind] = time.perf_counter() - start
    return {
        "name": f"COPY of {COPIED:,} customers, rows/s",
        "ours": round(COPIED / seconds["with"]),
        "peer": "the same table without the index of search",
        "peer_rows": round(COPIED / seconds["without"]),
        "share": round(seconds["without"] / seconds["with"], 2),
        "load": round(os.getloadavg()[0], 1),
    }


def _p95(values: list[float]) -> float:
    return round(statistics.quantiles(values, n=20)[-1], 1)


if __name__ == "__main__":
    main(*(int(word) for word in sys.argv[1:]))
