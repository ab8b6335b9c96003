"""Commands of this layer for the `dangol` program."""

from __future__ import annotations

import json
import time

import click

from tenants.services import schemas


@click.command()
def migrate() -> None:
    """Bring the database, the template and every company to the newest migrations."""
    started = time.perf_counter()
    schemas.migrate_all()
    click.echo(f"Migrated in {time.perf_counter() - started:.1f} s.")


@click.command()
@click.option("--size", type=int, default=None, help="How many schemas shall stand ready.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object.")
def pool(size: int | None, as_json: bool) -> None:
    """Fill the pool of ready-made company schemas."""
    started = time.perf_counter()
    built = schemas.refill_pool(size)
    seconds = time.perf_counter() - started
    if as_json:
        click.echo(json.dumps({"built": built, "seconds": round(seconds, 3)}))
    else:
        click.echo(f"Built {built} schemas in {seconds:.1f} s.")
