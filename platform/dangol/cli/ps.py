"""`dangol ps`: what runs from the data folder."""

from __future__ import annotations

import json
from typing import Any

import click
import psutil

from dangol.embedded.home import Home
from dangol.supervisor import state


@click.command()
@click.option("--json", "as_json", is_flag=True, help="One JSON object.")
def ps(as_json: bool) -> None:
    """Show role, process, address and log of everything that runs."""
    found = processes(Home.here())
    if as_json:
        click.echo(json.dumps(found, indent=2))
        return
    if not found["running"]:
        click.echo(f"Nothing runs from {found['storage']}.")
        return
    click.echo(f"{'role':<11}{'pid':>8}  {'address':<44}log")
    for row in found["processes"]:
        click.echo(f"{row['role']:<11}{row['pid'] or '-':>8}  {row['address']:<44}{row['log']}")


def processes(home: Home) -> dict[str, Any]:
    """What `dangol ps --json` shows.

    `storage` the data folder, `running`, `ready` (the demo company has answered), `port`, and
    `processes`: `role`, `pid` (null between a death and the next start), `address`, `log`,
    `deaths`, `children` (process numbers below it).
    """
    known = state.read(home)
    rows = [row | {"children": _below(row["pid"])} for row in known.get("processes", [])]
    if known:
        own = {"role": "supervisor", "pid": known["supervisor"], "address": "", "log": ""}
        rows.insert(0, own | {"deaths": 0, "children": []})
    return {
        "storage": str(home.root),
        "running": bool(known),
        "ready": known.get("ready", False),
        "port": known.get("port"),
        "processes": rows,
    }


def _below(pid: int | None) -> list[int]:
    try:
        return [child.pid for child in psutil.Process(pid).children(recursive=True)] if pid else []
    except psutil.NoSuchProcess:
        return []
