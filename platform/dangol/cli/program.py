"""The `dangol` program: commands of the shell, and those that layers and modules declare.

The shell's own commands start without Django. Any other word is looked up in the declarations; a
declared command `pkg.module:name` is called `dangol name`.
"""

from __future__ import annotations

import os
import sys
from importlib import import_module
from typing import NoReturn

import click

from dangol import environment
from dangol.embedded.errors import CannotStart
from dangol.embedded.home import Home
from dangol.supervisor.roles import addresses

OWN = {
    "build": "dangol.cli.build:build",
    "doctor": "dangol.cli.doctor:doctor",
    "down": "dangol.cli.up:down",
    "manage": "dangol.cli.manage:manage",
    "ps": "dangol.cli.ps:ps",
    "up": "dangol.cli.up:up",
    "urls": "dangol.cli.urls:urls",
}
WITHOUT_DJANGO = ("build", "doctor", "down", "manage", "ps", "up")


class Commands(click.Group):
    """Finds each command only when it is asked for."""

    def list_commands(self, context: click.Context) -> list[str]:
        return sorted({**OWN, **_declared()})

    def get_command(self, context: click.Context, name: str) -> click.Command | None:
        path = OWN[name] if name in WITHOUT_DJANGO else (OWN | _declared()).get(name)
        return _load(path) if path else None


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="dangol")
def dangol() -> None:
    """Dangol (단골): a CRM that companies rent by the user."""


def main() -> NoReturn:
    """Runs a command. Exit status 1: it cannot start here; 2: a rule or the usage refuses it."""
    try:
        dangol.main(prog_name="dangol", standalone_mode=False)
    except click.ClickException as error:
        error.show()
        sys.exit(error.exit_code)
    except click.Abort:
        sys.exit(130)
    except CannotStart as error:
        fail(str(error), 1)
    except Exception as error:  # noqa: BLE001  (what has no sentence is raised again)
        fail(*_explained(error))
    sys.exit(0)


def fail(sentence: str, status: int) -> NoReturn:
    """Ends the program with one sentence."""
    click.echo(sentence, err=True)
    sys.exit(status)


def _explained(error: Exception) -> tuple[str, int]:
    """A sentence for a broken rule or a silent server; any other error is raised again."""
    name = f"{type(error).__module__}.{type(error).__qualname__}"
    if name == "dangol.errors.RuleBroken":
        return str(error), 2
    if name == "django.db.utils.OperationalError" and "onnection" in str(error):
        first = str(error).strip().splitlines()[0]
        return f"The database does not answer: start Dangol with 'make up' first ({first}).", 1
    raise error


def _declared() -> dict[str, str]:
    """Name and dotted path of every declared command; starts Django, whose parts they use."""
    import django  # loaded late: `dangol up` must not wait for Django
    from django.apps import apps

    if not apps.ready:
        for variable, address in addresses(Home.here()).items():
            os.environ.setdefault(variable, address)
        environment.configure()
        django.setup()
    found = import_module("dangol.registry").declarations()
    return {_name(path): path for declaration in found for path in declaration.commands}


def _name(path: str) -> str:
    return path.partition(":")[2].replace("_", "-")


def _load(path: str) -> click.Command:
    module, _, name = path.partition(":")
    command: click.Command = getattr(import_module(module), name)
    return command
