"""What is done with one of 1,000,000 customers, and with 10,000 doubles at once (B1, B20, B21, A4).

Server time of whole requests (`Server-Timing`), one after another: the check while somebody enters
a customer, the single view, the blocks that it fetches for its side, and a portal of twelve tiles.
Then merges and their returns through the services, each a transaction of its own, and 10,000 merges
by rule.
Beside the rule stands what PostgreSQL must do in any case: one UPDATE of the same rows and of the
rows that lead to them.
"""

from __future__ import annotations

import json
import os
import re
import statistics
import sys
import time
from collections.abc import Callable, Iterable, Sequence
from typing import Any
from uuid import UUID

from tests.bench._server import servers

LIMITS = {
    "check at entry": 100, "single view": 100, "the blocks beside it": 100,
    "portal of 12 tiles": 150,
}  # fmt: skip
HTMX = {"HX-Request": "true"}
"""The blocks are fetched when the page stands there."""
MERGE_MS, RULE_SECONDS = 200, 60
DOUBLES, SINGLES, ROUNDS, TILES = 10_000, 40, 40, 12
SHOWN = re.compile(r'id="tile-([\w-]+)-inside"')
UNUSED = re.compile(r'action="/portal/add[^>]*>.*?name="code" value="([^"]+)"')
COPIES = """
INSERT INTO base_customer ({columns})
SELECT {values} FROM base_customer WHERE deleted_at IS NULL AND mobile_key <> ''
 ORDER BY id LIMIT %s RETURNING id, memo
"""
CONTACTS = """
INSERT INTO base_contacthistory ({columns})
SELECT {values} FROM base_contacthistory h, unnest(%s::uuid[]) AS c(id)
 WHERE h.id = (SELECT id FROM base_contacthistory LIMIT 1)
"""
PAIRS = """
INSERT INTO duplicates_pair (id, record, first, second, score, evidence, state, found_at, seen_at)
SELECT uuidv7(), 'base.customer', least(a, b), greatest(a, b), 100, '[]', 'open', now(), now()
  FROM unnest(%s::uuid[], %s::uuid[]) AS p(a, b)
"""


def main(customers: int = 1_000_000) -> None:
    with servers():
        from django.test import Client

        from dangol import clock
        from modules.base.demo import companies
        from modules.base.demo.filling import Size
        from tenants.context import inside
        from tenants.people.models import User

        company, _is_new = companies.ensure_company(0, 1)
        companies.fill(company, Size(customers, customers // 5), seed=1, as_of=clock.today())
        client = Client(headers={"host": company.host})
        with inside(company):
            admin = User.objects.get(role="admin")
            client.force_login(admin)
            doubles = _doubles(DOUBLES + SINGLES)
            chosen = [one for one, _other in doubles[:ROUNDS]]
            _tile(client)
        _tidy(company)
        for name, times in _screens(client, company, chosen).items():
            _tell({"name": f"{name} among {customers:,} customers, ms p95", "ours": _p95(times),
                   "limit": LIMITS[name], "p50": round(statistics.median(times), 1)})  # fmt: skip
        with inside(company):
            _merges(customers, doubles[DOUBLES:], admin)
            _by_rule(customers, doubles[:DOUBLES], admin)


def _tell(figure: dict[str, Any]) -> None:
    print(json.dumps(figure | {"load": round(os.getloadavg()[0], 1)}, ensure_ascii=False))


def _doubles(count: int) -> list[tuple[UUID, UUID]]:
    """(customer, double of theirs): the same values, and two contacts of their own."""
    from modules.base.models import ContactHistory, Customer

    own = {"id": "uuidv7()", "code": "''", "memo": "id::text"}
    columns, values = _columns(Customer, own)
    found = _rows(COPIES.format(columns=columns, values=values), [count])
    made = [(UUID(memo), key) for key, memo in found]
    _rows("UPDATE base_customer SET memo = '' WHERE id = ANY(%s) RETURNING 1",
          [[other for _one, other in made]])  # fmt: skip
    columns, values = _columns(ContactHistory, {"id": "uuidv7()", "customer_id": "c.id"}, "h.")
    for _each in range(2):
        _rows(CONTACTS.format(columns=columns, values=values) + " RETURNING 1",
              [[other for _one, other in made]])  # fmt: skip
    return made


def _columns(model: Any, own: dict[str, str], of: str = "") -> tuple[str, str]:
    names = [field.column for field in model._meta.concrete_fields if not field.generated]
    return ", ".join(f'"{name}"' for name in names), ", ".join(
        own.get(name) or f'{of}"{name}"' for name in names
    )


def _rows(statement: str, parameters: Sequence[Any]) -> list[Any]:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        return list(cursor.fetchall()) if cursor.description else []


def _tile(client: Any) -> None:
    """Tiles are added, or the last ones hidden, until there are as many as are wanted."""
    from dangol import registry

    codes = [each.code for declared in registry.declarations() for each in declared.widgets]
    for shown in SHOWN.findall(_page(client, "/portal/"))[TILES:]:
        code = next(each for each in codes if each.replace(".", "-") == shown)
        client.post("/portal/arrange", {"code": code, "deed": "hide"})
    while (found := _page(client, "/portal/").count("widget portal-tile")) < TILES:
        unused = UNUSED.search(_page(client, "/portal/arrange"))
        if unused is None:
            raise SystemExit(f"There are no more than {found} tiles.")
        client.post("/portal/add", {"code": unused[1]})


def _page(client: Any, address: str) -> str:
    return str(client.get(address).content.decode())


def _screens(client: Any, company: Any, chosen: Sequence[UUID]) -> dict[str, list[float]]:
    from modules.base.models import Customer
    from tenants.context import inside

    with inside(company):
        people = list(Customer.objects.filter(pk__in=chosen))
    entered = [
        {"name": each.name, "mobile": each.mobile, "email": each.email,
         "company_name": each.company_name}
        for each in people
    ]  # fmt: skip
    return {
        "check at entry": _times(lambda given: _checked(client, given), entered),
        "single view": _times(lambda each: _asked(client, f"/base/customers/{each.pk}/"), people),
        "the blocks beside it": _times(
            lambda each: _asked(client, f"/base/customers/{each.pk}/beside", HTMX), people
        ),
        "portal of 12 tiles": _times(lambda _each: _asked(client, "/portal/"), people),
    }


def _checked(client: Any, given: dict[str, str]) -> float:
    answer = client.post("/base/customers/similar", given)
    if "similar-line" not in answer.content.decode():
        raise SystemExit(f"{given}: not found")
    return _server_time(answer)


def _asked(client: Any, address: str, headers: dict[str, str] | None = None) -> float:
    answer = client.get(address, headers=headers)
    if answer.status_code != 200:
        raise SystemExit(f"{address}: {answer.status_code}")
    return _server_time(answer)


def _server_time(answer: Any) -> float:
    """Milliseconds."""
    return float(answer["Server-Timing"].partition("dur=")[2].partition(",")[0])


def _times(work: Callable[[Any], float], each: Iterable[Any]) -> list[float]:
    """Milliseconds for each, after a first one to warm up."""
    given = list(each)
    work(given[0])
    return [work(one) for one in given]


def _merges(customers: int, doubles: Sequence[tuple[UUID, UUID]], by: Any) -> None:
    from modules.duplicates.kinds import KINDS
    from modules.duplicates.services import merges, unmerging
    from modules.duplicates.services.merges import Wanted

    mergeable, made = KINDS["base.customer"], []

    def merge(pair: tuple[UUID, UUID]) -> None:
        made.append(merges.merge(mergeable, Wanted(kept=pair[0], gone=pair[1]), by=by))

    there = [_milliseconds(lambda pair=pair: merge(pair)) for pair in doubles]  # type: ignore[misc]
    back = [
        _milliseconds(lambda each=each: unmerging.unmerge(each.pk, {}, by=by))  # type: ignore[misc]
        for each in made
    ]
    for name, times in (("merge", there), ("un-merge", back)):
        _tell({"name": f"{name} of one of {customers:,} customers, ms p95", "ours": _p95(times),
               "limit": MERGE_MS, "p50": round(statistics.median(times), 1)})  # fmt: skip


def _by_rule(customers: int, doubles: Sequence[tuple[UUID, UUID]], by: Any) -> None:
    from modules.duplicates.kinds import KINDS
    from modules.duplicates.services import sweeps

    ones, others = zip(*doubles, strict=True)
    _rows(PAIRS, [list(ones), list(others)])
    started = time.perf_counter()
    sweep = sweeps.start(KINDS["base.customer"], by, lambda key: None)
    sweeps.work(sweep.pk)
    seconds = time.perf_counter() - started
    sweep.refresh_from_db()
    started = time.perf_counter()
    _rows("UPDATE base_customer SET updated_at = now() WHERE id = ANY(%s)", [[*ones, *others]])
    _rows("UPDATE base_contacthistory SET updated_at = now() WHERE customer_id = ANY(%s)",
          [list(ones)])  # fmt: skip
    peer = time.perf_counter() - started
    _tell({
        "name": f"{len(doubles):,} merges by rule among {customers:,} customers, seconds",
        "ours": round(seconds, 1), "limit": RULE_SECONDS, "merged": sweep.merged,
        "peer": round(peer, 1), "peer_name": "one UPDATE of the same customers and contacts",
        "ratio": round(seconds / peer, 1),
    })  # fmt: skip


def _milliseconds(work: Callable[[], Any]) -> float:
    started = time.perf_counter()
    work()
    return (time.perf_counter() - started) * 1_000


def _p95(values: Sequence[float]) -> float:
    return round(statistics.quantiles(values, n=20)[-1], 1)


def _tidy(company: Any) -> None:
    """As the server does by itself in quiet hours: fresh statistics."""
    from tenants.context import platform

    with platform("tidy up for a benchmark"):
        for table in ("base_customer", "base_contacthistory", "base_order"):
            _rows(f"VACUUM ANALYZE {company.schema_name}.{table}", [])


if __name__ == "__main__":
    main(*(int(word) for word in sys.argv[1:]))
