"""Commands of this module for the `dangol` program."""

from __future__ import annotations

import json
import time
from datetime import date, datetime

import click
from django.utils.translation import gettext as _

from dangol import clock
from dangol.errors import RuleBroken
from modules.base.demo import companies
from modules.base.demo.filling import Size


@click.command()
@click.option("--customers", type=click.IntRange(0), default=10_000, help="Customers a company.")
@click.option("--contacts", type=click.IntRange(0), help="Contacts a company: 4 a customer.")
@click.option("--companies", "count", type=click.IntRange(1, 1000), default=1)
@click.option("--seed", type=int, default=1, help="The same seed gives the same rows.")
@click.option("--as-of", type=click.DateTime(["%Y-%m-%d"]), help="The history ends here: today.")
@click.option("--ensure", is_flag=True, help="Keep companies that are there already.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object.")
def demo(
    customers: int, contacts: int | None, count: int, seed: int, as_of: datetime | None,
    ensure: bool, as_json: bool,
) -> None:  # fmt: skip
    """Make demo companies with customers, contacts and orders, and the provider's staff."""
    companies.refuse_outside_development()
    started = time.perf_counter()
    size = Size(customers, 4 * customers if contacts is None else contacts)
    staff = companies.ensure_provider()  # first: the bills of the others come from it
    log_ins = []
    rows = 0
    for number in range(count):
        rows += _one(number, size, seed, as_of.date() if as_of else clock.today(), ensure)
        log_ins += companies.log_ins(number)
    log_ins += staff
    seconds = time.perf_counter() - started
    if as_json:
        found = {
            "logins": [each.as_json() for each in log_ins],
            "rows": rows,
            "seconds": round(seconds, 3),
            "rows_per_second": round(rows / seconds),
        }
        click.echo(json.dumps(found, ensure_ascii=False))
        return
    click.echo(f"{rows:,} rows in {seconds:.1f} s.")
    for each in log_ins:
        click.echo(f"{each.address:<8}{each.email:<32}{each.password:<20}{each.name}")


def _one(number: int, size: Size, seed: int, as_of: date, ensure: bool) -> int:
    """Founds and fills one company; with `ensure`, completes one that is there."""
    company, is_new = companies.ensure_company(number, seed)
    if not is_new and not ensure:
        raise RuleBroken(
            "demo_exists",
            _("There is a company at %(address)s already. Add --ensure to keep it as it is.")
            % {"address": companies.address_of(number)},
        )
    return companies.fill(company, size, seed=seed, as_of=as_of)
