"""How quickly the operator's list and page of companies answer, with 1,284 companies (T1).

Server time of whole requests (`Server-Timing`), one after another. The companies are rows of the
shared tables only: the list reads nothing else.
"""

from __future__ import annotations

import json
import os
import random
import statistics
import sys
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from tests.bench._server import servers

LIMIT = 100
ROUNDS = 5
MONTHS = 12
"""Invoices of each company."""


def main(companies: int = 1_284) -> None:
    with servers():
        from django.test import Client

        from billing.queries.directory import SORTS
        from modules.base.demo import companies as demo
        from tenants.context import inside, platform
        from tenants.models import Company
        from tenants.people.models import User

        demo.ensure_provider()
        with platform("bench"):
            _seed(companies)
            provider = Company.objects.get(is_provider=True)
        client = Client(headers={"host": provider.host})
        with inside(provider):
            client.force_login(User.objects.get(role="admin"))
        paths = [
            *(f"/console/?sort={way}{name}" for name in SORTS for way in ("", "-")),
            "/console/?page=20", "/console/?find=12", "/console/?state=suspended",
            "/console/invoices/", "/console/invoices/?find=2026-10", "/console/companies/5000/",
        ]  # fmt: skip
        times = {path: _times(client, path) for path in paths}
    every = [value for values in times.values() for value in values]
    figure = {
        "name": f"console of {companies:,} companies, ms p95",
        "ours": round(statistics.quantiles(every, n=20)[-1], 1),
        "limit": LIMIT,
        "p50": round(statistics.median(every), 1),
        "requests": len(every),
        "load": round(os.getloadavg()[0], 1),
    }
    print(json.dumps(figure, ensure_ascii=False))


def _seed(count: int) -> None:
    """Companies 5000, 5001 ... with contracts, seats, balances, usage and invoices."""
    from django.db import connection

    from billing import models
    from billing.services import prices
    from billing.services.months import Month
    from dangol import clock
    from dangol.ids import new_id
    from tenants.models import Company

    draw = random.Random(1)
    numbers = range(5_000, 5_000 + count)
    today = clock.today()
    began = today - timedelta(days=400)
    Company.objects.bulk_create(
        Company(
            pk=n, schema_name=f"c{n}", name=f"회사 {n}", address=f"firm-{n}",
            state="suspended" if n % 20 == 0 else "active",
        )
        for n in numbers
    )  # fmt: skip
    version = prices.newest(today)
    models.Contract.objects.bulk_create(
        models.Contract(company_id=n, price_version=version, starts_on=began) for n in numbers
    )
    models.AccountBalance.objects.bulk_create(
        models.AccountBalance(company_id=n, posted=draw.randrange(10**6)) for n in numbers
    )
    models.SeatEvent.objects.bulk_create(
        models.SeatEvent(
            company_id=n, user_id=new_id(), plan=plan, delta=1, at=clock.now(),
            effective_date=began,
        )
        for n in numbers
        for plan in ("base", "sales", "service", "campaign", "full")
        for _user in range(draw.randrange(4))
    )  # fmt: skip
    month = Month.of(today)
    models.UsageTotal.objects.bulk_create(_totals(numbers, month, draw))
    models.UsageDay.objects.bulk_create(_days(numbers, month, draw), batch_size=5_000)
    models.Invoice.objects.bulk_create(_invoices(numbers, month, draw), batch_size=2_000)
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def _totals(numbers: range, month: Any, draw: random.Random) -> Iterator[Any]:
    from billing.models import UsageTotal

    for n in numbers:
        quantity = draw.randrange(100_000)
        yield UsageTotal(
            company_id=n, service_month=month.first, source="message", channel="sms",
            unit_price=25, quantity=quantity, amount=25 * quantity,
        )  # fmt: skip


def _days(numbers: range, month: Any, draw: random.Random) -> Iterator[Any]:
    """Thirty days of each company, by two channels."""
    from billing.models import UsageDay

    for n in numbers:
        for back in range(30):
            day = month.last - timedelta(days=back)
            for channel, price in (("email", 2), ("sms", 25)):
                quantity = draw.randrange(1_000)
                yield UsageDay(
                    company_id=n, day=day, service_month=day.replace(day=1), source="message",
                    channel=channel, unit_price=price, quantity=quantity, amount=price * quantity,
                )  # fmt: skip


def _invoices(numbers: range, month: Any, draw: random.Random) -> Iterator[Any]:
    from billing.models import Invoice
    from dangol import clock

    serial = 0
    for _back in range(MONTHS):
        month = month.previous
        for n in numbers:
            serial += 1
            supply = draw.randrange(10**7)
            vat = supply // 10
            yield Invoice(
                company_id=n, state="issued", month=month.first, number=f"{month}-{serial:06}",
                write_date=month.last, due_date=month.next.first, calc_rule=1, parties={},
                inputs="{}", document="{}", ledger_seq=0, supply=supply, vat=vat,
                total=supply + vat, prepaid_supply=0, prepaid=0, drafted_at=clock.now(),
                issued_at=clock.now(),
            )  # fmt: skip


def _times(client: Any, path: str) -> list[float]:
    """Milliseconds of a few answers, after a first one to warm up."""
    values = [_milliseconds(client, path) for _round in range(ROUNDS + 1)][1:]
    print(f"{statistics.median(values):8.1f} ms  {path}", file=sys.stderr)
    return values


def _milliseconds(client: Any, path: str) -> float:
    answer = client.get(path)
    if answer.status_code != 200:
        raise SystemExit(f"{path}: {answer.status_code}")
    return float(answer["Server-Timing"].partition("dur=")[2].partition(",")[0])


if __name__ == "__main__":
    main(*(int(word) for word in sys.argv[1:]))
