"""What `dangol up` starts, and how it greets when the demo company answers (X1)."""

from __future__ import annotations

import http.client
import os
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from dangol.embedded.home import Home
from dangol.supervisor import roles, state, steps
from dangol.supervisor.roles import Role
from dangol.supervisor.steps import Step


@dataclass(frozen=True)
class Plan:
    """What `dangol up` is to run.

    environment  what is added to the environment of every process
    web          started first, so that the machine is its own until it answers
    others       kept alive beside it, started then
    steps        what runs once between the servers and the application; made when they answer
    address      the page that must answer 200 for the start to have succeeded
    greeting     what is shown then
    """

    host: str
    port: int
    environment: dict[str, str]
    web: Role
    others: list[Role]
    steps: Callable[[], list[Step]]
    address: Callable[[], str]
    greeting: Callable[[], str]


def usual(home: Home, host: str, port: int, customers: int | None) -> Plan:
    """Dangol with its demo company. `customers` is its size, None the usual one."""

    def logins() -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = state.read_json(home.run / "demo.json").get("logins", [])
        return found

    def site(address: str = "") -> str:
        domain = os.environ.get("DANGOL_DOMAIN", "localhost")
        return f"http://{address and address + '.'}{domain}:{port}/"

    return Plan(
        host=host,
        port=port,
        environment={
            **roles.addresses(home),
            "DANGOL_HOME": str(home.root),
            "DANGOL_PORT": str(port),
            "PYTHONUNBUFFERED": "1",
            "dramatiq_queue_prefetch": "2",  # so that one worker process does not take every ring
        },
        web=roles.web(home, host, port),
        others=[roles.workers(home), roles.scheduler(home)],
        steps=lambda: steps.usual(home, customers),
        address=lambda: site(logins()[0]["address"]),
        greeting=lambda: _greeting(home, site, logins()),
    )


def _greeting(home: Home, site: Callable[..., str], logins: list[dict[str, Any]]) -> str:
    """Addresses, each with the log-ins that open it."""
    lines = ["", "Dangol is ready.", "", f"  Public site  {site()}"]
    for address in dict.fromkeys(login["address"] for login in logins):
        lines += ["", f"  {site(address)}"]
        for login in logins:
            if login["address"] == address:
                lines.append(f"    {login['email']:<32}{login['password']:<24}{login['name']}")
    return "\n".join([*lines, "", f"  Data and logs  {home.root}", "  Stop           Ctrl-C", ""])


def status_of(address: str, port: int, hops: int = 5) -> int:
    """The status with which `address` answers after redirects on the same host; 0 for none.

    Connects to this machine itself: not every resolver knows names below localhost.
    """
    parts = urlsplit(address)
    path = parts.path or "/"
    try:
        for _ in range(hops):
            link = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
            link.request("GET", path, headers={"Host": parts.netloc})
            answer = link.getresponse()
            link.close()
            if answer.status not in (301, 302, 303, 307, 308):
                return answer.status
            target = urlsplit(answer.getheader("Location", ""))
            path = target.path + (f"?{target.query}" if target.query else "")
    except (OSError, http.client.HTTPException):
        return 0
    return 0
