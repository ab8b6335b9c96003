"""Django's own commands, run as the platform: over the shared tables of all companies."""

from __future__ import annotations

import os
import sys

from django.core.management import execute_from_command_line

from dangol import environment
from dangol.embedded.home import Home
from dangol.supervisor.roles import addresses
from tenants.context import platform


def main() -> None:
    """Runs a command against the servers of DANGOL_HOME, or those the environment names."""
    os.environ.update(addresses(Home.here()))
    environment.configure()
    with platform("management command"):
        execute_from_command_line(sys.argv)


if __name__ == "__main__":
    main()
