"""`dangol manage`: Django's own commands."""

from __future__ import annotations

import os
import sys

import click

from dangol.embedded.home import SOURCES


@click.command(
    context_settings={"ignore_unknown_options": True, "help_option_names": []},
    add_help_option=False,
)
@click.argument("arguments", nargs=-1, type=click.UNPROCESSED)
def manage(arguments: tuple[str, ...]) -> None:
    """Run a management command of Django, as the platform: `dangol manage check`."""
    program = [sys.executable, str(SOURCES / "manage.py"), *arguments]
    os.execv(program[0], program)  # noqa: S606  (the same interpreter, our own file)
