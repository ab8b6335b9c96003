"""Commands of the message engine for the `dangol` program."""

from __future__ import annotations

import json
from pathlib import Path
from uuid import UUID

import click
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from dangol.errors import RuleBroken
from messaging import deliverylog
from messaging.models import Send
from messaging.queries import results
from messaging.services import deliveries
from tenants import context
from tenants.models import Company


def _company(name: str) -> Company:
    """The company with this address or name. RuleBroken when there is none."""
    with context.platform("a command looks up a company"):
        company = Company.objects.filter(Q(address=name) | Q(name=name)).order_by("pk").first()
    if company is None:
        raise RuleBroken("no_company", _("There is no company %(name)s.") % {"name": name})
    return company


@click.group()
def send() -> None:
    """Sends of a company."""


@send.command()
@click.option("--company", required=True, help="Address or name of the company.")
@click.option("--send", "key", type=click.UUID, required=True, help="Id of the send.")
@click.option("--json", "as_json", is_flag=True, help="One JSON array instead of JSON lines.")
def export(company: str, key: UUID, as_json: bool) -> None:
    """Write every row of a send: one JSON object per recipient."""
    with context.inside(_company(company)):
        found = Send.objects.filter(pk=key).first()
        if found is None:
            raise RuleBroken("no_send", _("There is no send %(key)s.") % {"key": key})
        opening, between, closing = ("[", ",\n", "]") if as_json else ("", "\n", "")
        click.echo(opening, nl=False)
        for number, row in enumerate(results.every_row(found)):
            click.echo((between if number else "") + json.dumps(row, ensure_ascii=False), nl=False)
        click.echo(closing)


@click.group()
def delivery() -> None:
    """Delivery logs of providers."""


@delivery.command("import")
@click.argument("file", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--company", required=True, help="Address or name of the company.")
@click.option("--provider", help="Whose log it is; without it, the one that is waited for.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object.")
def import_file(file: Path, company: str, provider: str | None, as_json: bool) -> None:
    """Apply a provider's delivery log: CSV, JSON lines, or a dump of mails. Twice does no harm."""
    with context.inside(_company(company)):
        whose = provider or deliveries.awaited_provider()
        report = deliveries.import_entries(deliverylog.read(file), whose).as_json()
    if as_json:
        click.echo(json.dumps(report))
        return
    for name, value in report.items():
        click.echo(f"{name}: {value}")
