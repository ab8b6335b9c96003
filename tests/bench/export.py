"""How quickly a list of 200,000 customers is written as CSV and as a workbook (U6)."""

from __future__ import annotations

import json
import os
import statistics
import time
from collections.abc import Callable
from typing import Any

from tests.bench._server import servers

LIMIT = 50_000
ROUNDS = 3


def main(rows: int = 200_000) -> None:
    with servers():
        from dangol.records.lists.export import csv_blocks, table_of, workbook
        from dangol.records.lists.listing import read_listing, usual_columns
        from modules.base.demo import companies
        from modules.base.demo.filling import Size
        from modules.base.records import customer_record
        from tenants.context import inside
        from tenants.people.models import User

        company, _is_new = companies.ensure_company(0, 1)
        companies.fill(company, Size(rows, 0), seed=1, as_of=_today())
        with inside(company):
            user = User.objects.get(role="admin")
            columns = usual_columns(customer_record, user)

            def table() -> Any:
                listing = read_listing(customer_record, user, {}, columns=columns)
                return table_of(customer_record, user, listing.selection, {}, columns)

            _tell("CSV", rows, LIMIT, lambda: sum(map(len, csv_blocks(table()))))
            _tell("a file made in the background", rows, LIMIT, lambda: _made(user, columns, rows))
            _tell("XLSX", rows, 0, lambda: workbook(table()).close())


def _tell(kind: str, rows: int, limit: int, write: Callable[[], Any]) -> None:
    seconds = []
    for _round in range(ROUNDS):
        started = time.perf_counter()
        write()
        seconds.append(time.perf_counter() - started)
    figure = {
        "name": f"export of {rows:,} customers as {kind}, rows a second",
        "ours": round(rows / statistics.median(seconds)),
        "limit": limit,
        "load": round(os.getloadavg()[0], 1),
    }
    print(json.dumps(figure, ensure_ascii=False))


def _made(user: Any, columns: Any, rows: int) -> None:
    """What a worker does with it: reading, writing, keeping, telling."""
    from dangol.records.lists.taken import Asked
    from modules.base.records import customer_record
    from tenants.exports.services import asking, making

    names = [each.name for each in columns]
    asked = Asked(kind="csv", query="", columns=names, reason="bench", count=rows)
    export = asking.begin(customer_record, user, asked, lambda _key: None)
    making.make(export.pk)
    export.refresh_from_db()
    assert (export.state, export.done) == (export.State.READY, rows)


def _today() -> Any:
    from dangol import clock

    return clock.today()


if __name__ == "__main__":
    main()
