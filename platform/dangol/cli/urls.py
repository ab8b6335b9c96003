"""`dangol urls`: every named address with its methods, permission and entitlement (P5)."""

from __future__ import annotations

import json

import click

from dangol.addresses import Address, addresses


@click.command()
@click.option("--json", "as_json", is_flag=True, help="One JSON list.")
def urls(as_json: bool) -> None:
    """Show every named address with methods, permission and entitlement."""
    found = list(addresses())
    if as_json:
        click.echo(json.dumps([shown(address) for address in found], indent=2))
        return
    for address in found:
        who = "anyone" if address.public else address.permission
        methods = " ".join(address.methods)
        click.echo(f"{address.site:<8}{methods:<10}/{address.route:<52}{who}")


def shown(address: Address) -> dict[str, object]:
    """One address as `dangol urls --json` shows it."""
    return {
        "name": address.name,
        "site": address.site,
        "path": f"/{address.route}",
        "methods": list(address.methods),
        "permission": address.permission,
        "entitlement": address.entitlement,
        "public": address.public,
    }
