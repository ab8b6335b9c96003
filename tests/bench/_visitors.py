"""People at work with a running Dangol: each asks, reads for some seconds, asks again.

A program of its own, so that it can be told to be nice: `python -m tests.bench._visitors` reads one
JSON object from standard input, {port, sessions: [[host, cookie], ...], walks: {kind: [path, ...]},
swapped: [kind, ...], think, warm, seconds}, and prints {kind: [milliseconds that the server needed,
...]}.
"""

from __future__ import annotations

import http.client
import json
import os
import random
import sys
import threading
import time
from collections import defaultdict
from typing import Any

NICE = 10


class Visitor(threading.Thread):
    """One person; `times` are (moment, kind, milliseconds)."""

    def __init__(self, number: int, plan: dict[str, Any], end: float) -> None:
        super().__init__(daemon=True)
        self.host, self.cookie = plan["sessions"][number % len(plan["sessions"])]
        self.plan = plan
        self.end = end
        self.random = random.Random(number)
        self.times: list[tuple[float, str, float]] = []
        self.wrong: list[str] = []

    def run(self) -> None:
        link = http.client.HTTPConnection("127.0.0.1", self.plan["port"], timeout=60)
        kinds = sorted(self.plan["walks"])
        time.sleep(self.random.random() * self.plan["think"])
        while time.monotonic() < self.end:
            kind = self.random.choice(kinds)
            path = self.random.choice(self.plan["walks"][kind])
            self._ask(link, kind, path)
            time.sleep(self.plan["think"] * self.random.uniform(0.5, 1.5))

    def _ask(self, link: http.client.HTTPConnection, kind: str, path: str) -> None:
        swap = {"HX-Request": "true"} if kind in self.plan["swapped"] else {}
        link.request("GET", path, headers={"Host": self.host, "Cookie": self.cookie, **swap})
        answer = link.getresponse()
        answer.read()
        if answer.status != 200:
            self.wrong.append(f"{path}: {answer.status}")
            return
        timing = answer.getheader("Server-Timing", "")
        taken = float(timing.partition("dur=")[2].partition(",")[0])
        self.times.append((time.monotonic(), kind, taken))


def main() -> None:
    os.nice(NICE)
    plan = json.load(sys.stdin)
    began = time.monotonic() + plan["warm"]
    end = began + plan["seconds"]
    visitors = [Visitor(number, plan, end) for number in range(plan["visitors"])]
    for visitor in visitors:
        visitor.start()
    time.sleep(plan["warm"])
    print("warm", flush=True)
    for visitor in visitors:
        visitor.join()
    wrong = [line for visitor in visitors for line in visitor.wrong]
    if wrong:
        raise SystemExit("\n".join(wrong[:10]))
    found: dict[str, list[float]] = defaultdict(list)
    for visitor in visitors:
        for moment, kind, taken in visitor.times:
            if moment >= began:
                found[kind].append(taken)
    print(json.dumps(found), flush=True)


if __name__ == "__main__":
    main()
