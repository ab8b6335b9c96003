"""10,000 two-part Korean mails, beside django-post-office (S4).

Same PostgreSQL, same smtp-sink, same text, two processes each, interleaved; the median of the
rounds counts. Ours includes making the rows, consent, limits, holds and charges; the peer's clock
runs for sending only, with its mails rendered beforehand.
"""

from __future__ import annotations

import json
import os
import socket
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from subprocess import PIPE

import psutil

from tests.bench._server import servers
from tests.bench._texts import PLAIN, SUBJECT

MAILS = int(os.environ.get("DANGOL_BENCH_MAILS", "10000"))
ROUNDS = int(os.environ.get("DANGOL_BENCH_ROUNDS", "3"))
PROCESSES = 2


def main() -> None:
    port = _free_port()
    os.environ["SMTP_URL"] = f"smtp://127.0.0.1:{port}"
    with servers() as home, _sink(port):
        peer_database = _second_database(home)
        ours, peer = [], []
        with _workers(home):
            for number in range(ROUNDS):
                ours.append(_send(number))
                peer.append(_peer(peer_database, port))
    our_rate, peer_rate = _median_rate(ours), _median_rate(peer)
    print(
        json.dumps(
            {
                "name": "bulk mail, mails per second",
                "unit": "mails/s",
                "ours": our_rate,
                "peer": peer_rate,
                "peer_name": "django-post-office, 2 processes",
                "ratio": round(our_rate / peer_rate, 2),
                "cores": os.cpu_count(),
                "size": MAILS,
                "processor_ms_per_mail": {
                    "ours": _median_work(ours),
                    "peer": _median_work(peer),
                },
                "rounds": {
                    "ours": [round(MAILS / run.seconds) for run in ours],
                    "peer": [round(MAILS / run.seconds) for run in peer],
                },
            }
        )
    )


@dataclass(frozen=True)
class Run:
    """Seconds that sending took by the wall, and of processor time in all processes."""

    seconds: float
    work: float


def _median_rate(runs: list[Run]) -> int:
    return round(statistics.median(MAILS / run.seconds for run in runs))


def _median_work(runs: list[Run]) -> float:
    return round(statistics.median(run.work for run in runs) / MAILS * 1000, 2)


def _send(number: int) -> Run:
    """From the start of a send until its last row has ended."""
    from messaging.models import Send
    from messaging.senders.queries import allowed
    from messaging.services import sends, steering
    from modules.base.models import Customer
    from tenants import context
    from tenants.services import founding

    with context.platform("benchmark"):
        company = founding.found_company(
            name=f"회사 {number}",
            address=f"bench-{number}",
            business_number=None,
            admin=founding.Founder("관리자", f"a{number}@bench.example", "!"),
            plans=["full"],
        )
    with context.inside(company):
        people = [
            Customer(
                name=f"손님{n}", email=f"p{n}@people.example", email_key=f"p{n}@people.example"
            )
            for n in range(MAILS)
        ]
        Customer.objects.bulk_create(people, batch_size=2_000)
        send = sends.create(
            name="가을 소식",
            channel="email",
            subject=SUBJECT,
            body=PLAIN,
            sender_name="한빛물산",
            sender_address=allowed.shared_address(),
            audience={},
        )
        work, started = _processor_seconds(), time.perf_counter()
        steering.start(send)
        while send.status != Send.Status.DONE:
            time.sleep(0.05)
            send.refresh_from_db()
        run = Run(time.perf_counter() - started, _processor_seconds() - work)
        accepted = send.messages.filter(state="accepted").count()
    if accepted != MAILS:
        raise SystemExit(f"{accepted} of {MAILS} mails were accepted.")
    return run


def _peer(database: str, port: int) -> Run:
    command = [sys.executable, "-m", "tests.bench._post_office", database, str(port), str(MAILS)]
    with subprocess.Popen(command, stdin=PIPE, stdout=PIPE, text=True) as peer:
        if peer.stdin is None or peer.stdout is None or peer.stdout.readline() != "ready\n":
            raise SystemExit("The peer did not get ready.")
        work = _processor_seconds()
        peer.stdin.write("go\n")
        peer.stdin.flush()
        seconds = float(peer.stdout.readline())
        return Run(seconds, _processor_seconds() - work)


def _processor_seconds() -> float:
    """Processor time that this benchmark's processes have used: servers, workers, sink."""
    me = psutil.Process()
    every = [me, *me.children(recursive=True), *_postgres()]
    times = [process.cpu_times() for process in every]
    return sum(t.user + t.system + t.children_user + t.children_system for t in times)


def _postgres() -> list[psutil.Process]:
    """The server's processes: it left this program's family when it started."""
    home = os.environ["DANGOL_HOME"]
    roots = [
        process
        for process in psutil.process_iter(["name", "cmdline"])
        if process.info["name"] == "postgres"
        and any(home in word for word in process.info["cmdline"] or ())
    ]
    return [each for root in roots for each in (root, *root.children(recursive=True))]


def _second_database(home: Path) -> str:
    import psycopg

    from dangol.embedded import postgres

    with psycopg.connect(postgres.admin_url(home), autocommit=True) as server:
        server.execute(f"CREATE DATABASE peer OWNER {postgres.OWNER}")
    return postgres.url(home, "peer")


@contextmanager
def _workers(home: Path) -> Iterator[None]:
    command = [sys.executable, "-m", "dramatiq", "dangol.worker", "-p", str(PROCESSES)]
    with (home / "worker.log").open("wb") as log:
        worker = subprocess.Popen(
            [*command, "-t", "2", "-Q", "bulk"],
            env=os.environ | {"dramatiq_queue_prefetch": "2"},  # else one takes all the rings
            stdout=log,
            stderr=log,
        )
        try:
            time.sleep(5)  # both sides are timed warm
            yield
        finally:
            worker.terminate()
            worker.wait()


@contextmanager
def _sink(port: int) -> Iterator[None]:
    """Postfix's smtp-sink: takes every mail and forgets it."""
    account = ["-u", "nobody"] if os.geteuid() == 0 else []
    sink = subprocess.Popen(["/usr/sbin/smtp-sink", *account, f"127.0.0.1:{port}", "1000"])
    try:
        yield
    finally:
        sink.terminate()
        sink.wait()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


if __name__ == "__main__":
    main()
