"""`make bench`: runs every benchmark, one after another, and writes .dangol/bench/bench.json."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
TARGET = Path(os.environ.get("DANGOL_HOME", ROOT / ".dangol")) / "bench" / "bench.json"


def benchmarks() -> list[str]:
    """Names of the benchmark programs."""
    return sorted(p.stem for p in Path(__file__).parent.glob("*.py") if p.stem[0] != "_")


def figures_of(name: str) -> list[dict[str, Any]]:
    """What the program printed, one figure a line; a failed program is a figure that says so."""
    command = [sys.executable, "-m", f"tests.bench.{name}"]
    done = subprocess.run(command, cwd=ROOT, stdout=subprocess.PIPE, text=True, check=False)
    if done.returncode:
        return [{"name": name, "failed": done.returncode}]
    found = [json.loads(line) for line in done.stdout.splitlines() if line.startswith("{")]
    return found or [{"name": name, "failed": "printed no figure"}]


def main() -> int:
    """Exit status 1 when a benchmark could not be run; a missed figure is no failure."""
    wanted = sys.argv[1:] or benchmarks()
    figures = []
    for name in wanted:
        print(f"--- {name}", flush=True)
        for figure in figures_of(name):
            figure |= {"cores": os.cpu_count()}
            print(json.dumps(figure, ensure_ascii=False), flush=True)
            figures.append(figure)
    TARGET.parent.mkdir(parents=True, exist_ok=True)
    TARGET.write_text(json.dumps(figures, ensure_ascii=False, indent=1))
    print(f"Kept in {TARGET}")
    return int(any("failed" in figure for figure in figures))


if __name__ == "__main__":
    sys.exit(main())
