"""docs/features.md and the tests, held together: `python -m tests.features` rewrites the table."""

from __future__ import annotations

import re
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
TABLE = ROOT / "docs" / "features.md"
MARK = re.compile(r"""mark\.feature\(\s*["']([A-Z]\d+)["']""")
ROW = re.compile(r"^\| ([A-Z]\d+) \| (.*) \| (planned|partly|done) \| (.*) \| (.*) \|$")
STATES = ("planned", "partly", "done")


@dataclass(frozen=True)
class Feature:
    """One row. `tests` are the files whose marks name the feature, `—` when none do."""

    code: str
    title: str
    status: str
    screen: str
    tests: str

    def __str__(self) -> str:
        return f"| {self.code} | {self.title} | {self.status} | {self.screen} | {self.tests} |"


def marked_files() -> dict[str, list[str]]:
    """{feature: test files that carry its mark}, both sorted."""
    found: dict[str, set[str]] = defaultdict(set)
    for folder in ("tests", "platform/dangol", "tenants", "messaging", "billing", "modules"):
        for path in (ROOT / folder).rglob("test_*.py"):
            for code in MARK.findall(path.read_text()):
                found[code].add(str(path.relative_to(ROOT)))
    return {code: sorted(files) for code, files in found.items()}


def rewritten(text: str) -> str:
    """The table with its last column taken from the tests."""
    marked = marked_files()
    lines = []
    for line in text.splitlines():
        row = ROW.match(line)
        if row:
            tests = "<br>".join(f"`{name}`" for name in marked.get(row[1], [])) or "—"
            line = str(Feature(row[1], row[2], row[3], row[4], tests))
        lines.append(line)
    return "\n".join(lines) + "\n"


def features() -> list[Feature]:
    """All rows of the table as it stands."""
    return [
        Feature(*row.groups())
        for row in map(ROW.match, TABLE.read_text().splitlines())
        if row is not None
    ]


if __name__ == "__main__":
    TABLE.write_text(rewritten(TABLE.read_text()))
