"""How quickly a company gets its place: hand-out of a schema, founding, refill of the pool (P3)."""

from __future__ import annotations

import json
import statistics
import time

from tests.bench._server import servers

COMPANIES = 20


def main() -> None:
    with servers():
        from django.db import connection, transaction

        from tenants import context
        from tenants.services import founding, schemas

        with context.platform("benchmark"):
            started = time.perf_counter()
            schemas.refill_pool(COMPANIES)
            refill = (time.perf_counter() - started) / COMPANIES
            with connection.cursor() as cursor:
                cursor.execute("SELECT count(*) FROM pg_tables WHERE schemaname = 'c1'")
                tables = cursor.fetchone()[0]
            with transaction.atomic():
                hand_outs = [_seconds(schemas.take_slot) for _ in range(COMPANIES // 2)]
                transaction.set_rollback(True)
            foundings = [_seconds(_founder(founding, n)) for n in range(COMPANIES // 2)]
            migrated = _seconds(lambda: _migrate_one(schemas))
    print(
        json.dumps(
            {
                "name": "pool refill, seconds per 100 tables",
                "ours": round(refill / tables * 100, 3),
                "limit": 1.0,
                "peer": round(migrated / tables * 100, 3),
                "peer_name": "Django's migrations into a new schema",
                "tables": tables,
            }
        )
    )
    for name, values, most in (
        ("schema hand-out, ms", hand_outs, 200),
        ("founding a company, ms", foundings, 1000),
    ):
        p95 = statistics.quantiles(values, n=20)[-1]
        print(json.dumps({"name": f"{name} p95", "ours": round(p95 * 1000, 1), "limit": most}))


def _seconds(work: object) -> float:
    started = time.perf_counter()
    work()  # type: ignore[operator]
    return time.perf_counter() - started


def _founder(founding: object, number: int) -> object:
    return lambda: founding.found_company(  # type: ignore[attr-defined]
        name=f"회사 {number}",
        address=f"bench-{number}",
        business_number=None,
        admin=founding.Founder("관리자", f"a{number}@bench.example", "!"),  # type: ignore[attr-defined]
        plans=["full"],
    )


def _migrate_one(schemas: object) -> None:
    from django.core.management import call_command
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("CREATE SCHEMA peer")
    call_command("migrate_schemas", tenant=True, schema_name="peer", verbosity=0)


if __name__ == "__main__":
    main()
