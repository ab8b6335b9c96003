"""Commands of billing for the `dangol` program."""

from __future__ import annotations

import json
import sys
from datetime import date, datetime, time
from typing import Any

import click

from billing import labels
from billing.models import Invoice
from billing.queries import companies
from billing.services import invoices, prices, travel, verification
from billing.services.invoices import company_time
from billing.services.months import Month
from billing.services.pricing import PLANS, Bill, estimate
from dangol import clock
from tenants import context
from tenants.models import Company

as_json = click.option("--json", "as_json", is_flag=True, help="One JSON object.")
company_option = click.option(
    "--company", "name", required=True, metavar="NAME", help="Name or address of the company."
)
MOST_USERS = 1_000_000


class Users(click.ParamType):
    """A plan and its users, such as base=10."""

    name = "PLAN=USERS"

    def convert(self, value: Any, param: Any, ctx: Any) -> tuple[str, int]:
        plan, _, users = str(value).partition("=")
        if plan not in PLANS or not users.isdecimal() or int(users) > MOST_USERS:
            self.fail(
                f"'{value}' is not a plan with users, such as base=10; plans: {', '.join(PLANS)}.",
                param,
                ctx,
            )
        return plan, int(users)


class Moment(click.ParamType):
    """A day or a moment in Korea; a day means its morning at 09:00."""

    name = "TIME"

    def convert(self, value: Any, param: Any, ctx: Any) -> datetime:
        try:
            if len(value) == len("2026-12-01"):
                return datetime.combine(date.fromisoformat(value), time(9), tzinfo=clock.KOREA)
            moment = datetime.fromisoformat(value)
        except ValueError:
            self.fail(f"'{value}' is not a time; write 2026-12-01 or 2026-12-01T00:10.", param, ctx)
        return moment if moment.tzinfo else moment.replace(tzinfo=clock.KOREA)


@click.command()
@click.argument("users", nargs=-1, type=Users())
@click.option("--emails", type=click.IntRange(0, 10**9), default=0, help="Bulk emails a month.")
@click.option("--sms", type=click.IntRange(0, 10**9), default=0, help="SMS a month.")
@click.option("--lms", type=click.IntRange(0, 10**9), default=0, help="Long SMS a month.")
@as_json
def price(
    users: tuple[tuple[str, int], ...], emails: int, sms: int, lms: int, as_json: bool
) -> None:
    """What a month costs: dangol price base=10 sales=3 --emails 100000 --sms 2000."""
    with context.platform("command line"):
        book = prices.newest_book(clock.today())
    bill = estimate(book, dict(users), {"email": emails, "sms": sms, "lms": lms})
    if as_json:
        _print_json(_bill_json(bill))
        return
    for line in bill.lines:
        click.echo(f"{labels.item(line.item)}  {line.quantity:,}  {line.supply:,}")
    click.echo(f"{bill.supply:,} + VAT {bill.vat:,} = {bill.total:,}")


def _bill_json(bill: Bill) -> dict[str, Any]:
    lines = [
        {
            "item": line.item,
            "quantity": line.quantity,
            "unit_price": line.unit_price,
            "supply": line.supply,
            "vat": line.vat,
        }
        for line in bill.lines
    ]
    return {"lines": lines, "supply": bill.supply, "vat": bill.vat, "total": bill.total}


@click.group()
def invoice() -> None:
    """Invoices: close a month, show what was billed."""


@invoice.command("close")
@company_option
@click.option("--month", required=True, metavar="YYYY-MM", help="The service month.")
@click.option("--as-of", type=Moment(), default=None, help="Development only: as if it were then.")
@as_json
def invoice_close(name: str, month: str, as_of: datetime | None, as_json: bool) -> None:
    """Draft the month where needed and issue its invoice; a running month is refused (status 2)."""
    if as_of is not None:
        travel.in_development()
    _show(invoices.close(_company(name), Month.read(month), as_of), as_json)


@invoice.command("show")
@company_option
@click.option("--month", required=True, metavar="YYYY-MM", help="The service month.")
@as_json
def invoice_show(name: str, month: str, as_json: bool) -> None:
    """Show the invoice of a month, draft or issued, and whether its stored inputs still give it."""
    with context.platform("command line"):
        found = Invoice.objects.filter(
            company=companies.find(name), month=Month.read(month).first
        ).first()
        if found is None:
            raise click.ClickException(f"There is no invoice of {month} for {name} yet.")
        wrong = invoices.differences(found)
    _show(found, as_json)
    if wrong:
        raise click.ClickException(f"Its stored inputs give another {', '.join(wrong)}.")


def _show(found: Invoice, as_json: bool) -> None:
    document = invoices.as_json(found)
    if as_json:
        _print_json(document)
        return
    click.echo(f"{found.number or 'draft'}  {document['month']}  due {found.due_date}")
    for line in document["lines"]:
        click.echo(f"{labels.item(line['item'])}  {line['service_month']}  {line['supply']:,}")
    click.echo(f"{found.supply:,} + VAT {found.vat:,} = {found.total:,}; to pay {found.due:,}")


@click.group()
def ledger() -> None:
    """The ledger."""


@ledger.command("verify")
@click.option("--company", "name", default=None, metavar="NAME", help="Only this company.")
@as_json
def ledger_verify(name: str | None, as_json: bool) -> None:
    """Prove every entry of the ledger; exit status 1 names what was altered."""
    entries = 0
    findings: list[verification.Finding] = []
    with context.platform("command line"):
        chosen = [companies.find(name)] if name else list(Company.objects.order_by("pk"))
        for company in chosen:
            proof = verification.verify(company)
            entries += proof.entries
            findings += proof.findings
    if as_json:
        _print_json(
            {
                "companies": len(chosen),
                "entries": entries,
                "ok": not findings,
                "findings": [vars(finding) for finding in findings],
            }
        )
    else:
        for finding in findings:
            click.echo(str(finding))
        click.echo(f"{entries:,} entries of {len(chosen):,} companies, {len(findings):,} findings.")
    if findings:
        sys.exit(1)


@click.group()
def company() -> None:
    """Companies: list them, move a company's clock in development."""


@company.command("list")
@as_json
def company_list(as_json: bool) -> None:
    """Every company with its address, state, seats and this month's messages in won."""
    with context.platform("command line"):
        rows = [_company_json(found) for found in companies.customers().order_by("address")]
    if as_json:
        _print_json({"companies": rows})
        return
    for row in rows:
        click.echo(f"{row['address']}  {row['name']}  {row['state']}  {row['time']}")


def _company_json(found: Company) -> dict[str, Any]:
    now = clock.real_now() + found.clock_shift
    return {
        "id": found.pk,
        "name": found.name,
        "address": found.address,
        "url": found.origin,
        "state": found.state,
        "seats": found.seats,  # type: ignore[attr-defined]
        "usage": found.usage,  # type: ignore[attr-defined]
        "available": found.available,  # type: ignore[attr-defined]
        "time": now.astimezone(clock.KOREA).isoformat(timespec="seconds"),
    }


@company.command("advance")
@click.argument("name")
@click.option("--to", type=Moment(), required=True, help="Day (its 09:00) or time in Korea.")
@as_json
def company_advance(name: str, to: datetime, as_json: bool) -> None:
    """Move the company's clock forward through each day's due work; development only."""
    found = _company(name)
    stops = travel.advance(found, to)
    with company_time(found):
        drafts = [
            str(Month(month))
            for month in Invoice.objects.filter(company=found, drafted_at__gte=stops[0])
            .order_by("month")
            .values_list("month", flat=True)
        ]
    if as_json:
        reached = to.astimezone(clock.KOREA).isoformat(timespec="seconds")
        _print_json({"company": found.address, "time": reached, "drafted": drafts})
    else:
        click.echo(f"{found.name} is at {to:%Y-%m-%d %H:%M}; drafted: {', '.join(drafts) or '-'}.")


def _company(name: str) -> Company:
    with context.platform("command line"):
        return companies.find(name)


def _print_json(value: object) -> None:
    click.echo(json.dumps(value, ensure_ascii=False, default=str))
