"""What a call of the interface costs, beside a bare view and a bare bulk_create (W1).

The bare view is in the same application behind the same middleware: it reads JSON and inserts the
same row, without key, form, rights, audit and version. Both take turns, in this process, through
Django's test client; real commits.
"""

from __future__ import annotations

import json
import os
import statistics
import time
from collections.abc import Callable
from typing import Any

from tests.bench._server import servers

ROUNDS = 5
SINGLES = 200
BATCH = 1_000
ITEM = {
    "name": "김하늘",
    "company_name": "한빛물산",
    "department": "구매팀",
    "title": "과장",
    "mobile": "010-1234-5678",
    "email": "haneul@hanbit.example",
    "birth_date": "1980-05-17",
    "grade": 2,
    "memo": "전시회에서 만남",
}


def main() -> None:
    with servers():
        from modules.base.demo import companies

        company, _is_new = companies.ensure_company(0, 1)
        bench = Bench(company)
        for _warm in range(20):
            bench.single(1)
            bench.bare(1)
        bench.batch()
        rounds = [{name: run() for name, run in bench.runs().items()} for _round in range(ROUNDS)]
    middle = {name: statistics.median(each[name] for each in rounds) for name in rounds[0]}
    _tell("single create, calls a second", middle["single"], middle["bare"], 0.5,
          "a bare view that inserts the same row")  # fmt: skip
    _tell("batch create, rows a second", middle["batch"], middle["bulk"], 0.3,
          "bulk_create of the same rows")  # fmt: skip


def _tell(name: str, ours: float, peer: float, wanted: float, peer_name: str) -> None:
    figure = {
        "name": f"interface: {name}",
        "ours": round(ours),
        "peer": round(peer),
        "peer_name": peer_name,
        "ratio": round(ours / peer, 2),
        "limit_ratio": wanted,
        "load": round(os.getloadavg()[0], 1),
    }
    print(json.dumps(figure, ensure_ascii=False))


class Bench:
    """One company, a program with a key, and the bare view."""

    def __init__(self, company: Any) -> None:
        from django.conf import settings
        from django.test import Client

        from tenants import context
        from tenants.people.models import User
        from tests.api.program import program

        settings.API_CALLS_A_MINUTE = 10_000_000
        settings.ROOT_URLCONF = "tests.bench._bare"
        self.company = company
        with context.inside(company):
            self.admin = User.objects.get(role="admin")
        self.shop, _key = program(company, self.admin)
        self.visitor = Client(headers={"host": company.host})

    def runs(self) -> dict[str, Callable[[], float]]:
        return {
            "single": lambda: self.single(SINGLES),
            "bare": lambda: self.bare(SINGLES),
            "batch": self.batch,
            "bulk": self.bulk,
        }

    def single(self, count: int) -> float:
        return _rate(count, lambda: self._sent(self.shop, "/api/v1/base/customer", 201))

    def bare(self, count: int) -> float:
        return _rate(count, lambda: self._sent(self.visitor, "/bare", 201))

    @staticmethod
    def _sent(client: Any, path: str, status: int) -> None:
        answer = client.post(path, json.dumps(ITEM), content_type="application/json")
        if answer.status_code != status:
            raise SystemExit(answer.content.decode())

    def batch(self) -> float:
        items = json.dumps({"mode": "all", "items": [ITEM] * BATCH})
        started = time.perf_counter()
        answer = self.shop.post(
            "/api/v1/base/customer/batch", items, content_type="application/json"
        )
        taken = time.perf_counter() - started
        if answer.json()["counts"]["done"] != BATCH:
            raise SystemExit(answer.content.decode())
        return BATCH / taken

    def bulk(self) -> float:
        from django.db import transaction

        from modules.base.models import Customer
        from tenants import context

        started = time.perf_counter()
        with context.inside(self.company), transaction.atomic():
            rows = [Customer(**_columns(self.admin.pk)) for _row in range(BATCH)]
            Customer.objects.bulk_create(rows)
        return BATCH / (time.perf_counter() - started)


def _rate(count: int, call: Callable[[], None]) -> float:
    started = time.perf_counter()
    for _call in range(count):
        call()
    return count / (time.perf_counter() - started)


def _columns(owner: Any) -> dict[str, Any]:
    return {**ITEM, "owner_id": owner, "mobile_key": "01012345678", "email_key": ITEM["email"]}


if __name__ == "__main__":
    main()
