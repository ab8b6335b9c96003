"""The real supervisor with the real PostgreSQL and Redis and a small web application: a script.

`python -m dangol.supervisor.tests.toy PORT [web program ...]`; DANGOL_HOME names the data folder.
"""

from __future__ import annotations

import os
import signal
import sys

from dangol.cli.program import fail
from dangol.embedded.account import Runner
from dangol.embedded.errors import CannotStart
from dangol.embedded.home import Home
from dangol.supervisor.plan import Plan
from dangol.supervisor.roles import Role
from dangol.supervisor.steps import Step
from dangol.supervisor.up import Supervisor


def main() -> None:
    """Runs until it is stopped."""
    home = Home.here()
    port, program = int(sys.argv[1]), sys.argv[2:]
    command = program or [sys.executable, "-m", "http.server", "--bind=127.0.0.1", str(port)]
    bound = Runner().command(command, folder=home.run, farewell=signal.SIGTERM)
    step = Step("greet", [sys.executable, "-c", "print('the step ran')"], mark="once")
    plan = Plan(
        host="127.0.0.1",
        port=port,
        environment={},
        web=Role("web", bound, home.log / "web.log", f"http://127.0.0.1:{port}"),
        others=[],
        steps=lambda: [step],
        address=lambda: f"http://127.0.0.1:{port}/",
        greeting=lambda: "Toy is ready.",
    )
    try:
        Supervisor(home, plan).run()
    except CannotStart as error:
        fail(str(error), 1)


if __name__ == "__main__":
    os.environ.pop("DATABASE_URL", None)
    os.environ.pop("REDIS_URL", None)
    main()
