"""`dangol up` and `dangol down`."""

from __future__ import annotations

import click

from dangol.embedded.home import Home
from dangol.supervisor import plan
from dangol.supervisor import up as supervisor

PORT = 8000


@click.command()
@click.option(
    "--port", type=int, envvar="DANGOL_PORT", default=PORT, show_default=True, help="Web address."
)
@click.option(
    "--host", default="127.0.0.1", show_default=True, help="0.0.0.0 lets other machines in."
)
@click.option("--customers", type=click.IntRange(0), help="Customers of the demo company.")
def up(port: int, host: str, customers: int | None) -> None:
    """Start everything on this machine and show one log; Ctrl-C stops everything."""
    home = Home.here()
    home.make()
    supervisor.Supervisor(home, plan.usual(home, host, port, customers)).run()


@click.command()
def down() -> None:
    """Stop what `dangol up` started from this data folder."""
    home = Home.here()
    if supervisor.down(home):
        click.echo("Stopped.")
    else:
        click.echo(f"Nothing runs from {home.root}.")
