"""How quickly the customers' list answers, with 100,000 customers (U1).

Server time of whole requests (`Server-Timing`), one after another: sorts both ways, pages far in,
filters, and the find box.
"""

from __future__ import annotations

import html
import json
import os
import re
import statistics
import sys
from collections.abc import Callable, Iterator
from typing import Any

from tests.bench._server import servers

LIMIT = 100
ROUNDS = 5
NEXT = re.compile(r'href="\?([^"]*after=[^"]*)"')
SORTS = ("name", "company_name", "mobile", "email", "grade", "last_contacted_at", "created_at")
FILTERS = (
    "grade=1", "grade=1&grade=2&sort=name", "mail_ads=yes&sort=-last_contacted_at",
    "created_at.from=2026-01-01&sort=name", "company_name=한빛&sort=name", "source=전시회",
    "owner=none", "grade=1&sms_ads=no&birth_date.from=1980-01-01&birth_date.to=1984-12-31",
)  # fmt: skip
FINDS = ("q=김", "q=하늘", "q=한빛물산", "q=010-0123", "q=minsu", "q=없는사람", "q=C-0054321")


def main(customers: int = 100_000) -> None:
    with servers():
        from django.test import Client

        from modules.base.demo import companies
        from modules.base.demo.filling import Size
        from tenants.context import inside
        from tenants.people.models import User

        company, _is_new = companies.ensure_company(0, 1)
        companies.fill(company, Size(customers, customers), seed=1, as_of=_today())
        client = Client(headers={"host": company.host})
        with inside(company):
            client.force_login(User.objects.get(role="admin"))
        kinds = {
            "sorted": [f"sort={way}{name}" for name in SORTS for way in ("", "-")],
            "far pages": list(_far_pages(client)),
            "filtered": list(FILTERS),
            "found": list(FINDS),
        }
        times = {name: _times(client, queries) for name, queries in kinds.items()}
    every = [value for values in times.values() for value in values]
    figure = {
        "name": f"list of {customers:,} customers, ms p95",
        "ours": _p95(every),
        "limit": LIMIT,
        "p50": round(statistics.median(every), 1),
        "requests": len(every),
        "load": round(os.getloadavg()[0], 1),
        "p95_by_kind": {name: _p95(values) for name, values in times.items()},
    }
    print(json.dumps(figure, ensure_ascii=False))


def _today() -> Any:
    from dangol import clock

    return clock.today()


def _far_pages(client: Any) -> Iterator[str]:
    """The twentieth page of each order, as its links lead there."""
    for name in SORTS:
        query = f"sort={name}"
        for _page in range(20):
            page = client.get(f"/base/customers/?{query}").content.decode()
            link = NEXT.search(page)
            if link is None:
                raise SystemExit(f"{query}: there is no next page.")
            query = html.unescape(link[1])
        yield query


def _times(client: Any, queries: list[str]) -> list[float]:
    """Milliseconds of each query, each asked a few times after a first one to warm up."""
    measure: Callable[[str], float] = lambda query: _milliseconds(client, query)  # noqa: E731
    for query in queries:
        measure(query)
    found = []
    for query in queries:
        values = [measure(query) for _round in range(ROUNDS)]
        print(f"{statistics.median(values):8.1f} ms  {query[:70]}", file=sys.stderr)
        found += values
    return found


def _milliseconds(client: Any, query: str) -> float:
    answer = client.get(f"/base/customers/?{query}")
    if answer.status_code != 200:
        raise SystemExit(f"{query}: {answer.status_code}")
    return float(answer["Server-Timing"].partition("dur=")[2].partition(",")[0])


def _p95(values: list[float]) -> float:
    return round(statistics.quantiles(values, n=20)[-1], 1)


if __name__ == "__main__":
    main(*(int(word) for word in sys.argv[1:]))
