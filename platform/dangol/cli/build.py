"""`dangol build`: front end and translations, made from their sources when these have changed."""

from __future__ import annotations

import hashlib
import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

import click
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

from dangol.embedded.binaries import node_binary, npm_script
from dangol.embedded.errors import CannotStart
from dangol.embedded.home import SOURCES

FRONTEND = SOURCES / "platform" / "frontend"
PACKAGES = FRONTEND / "node_modules"
OUTPUT = SOURCES / "platform" / "dangol" / "static" / "dist" / "manifest.json"
LAYERS = ("platform/dangol", "tenants", "messaging", "billing", "modules")


@click.command()
@click.option("--force", is_flag=True, help="Also when nothing has changed.")
@click.option("--translations", "words_only", is_flag=True, help="Only the translations.")
def build(force: bool, words_only: bool) -> None:
    """Build the front end and the translations, where their sources have changed."""
    for catalogue in translations():
        _compile(catalogue)
    if words_only:
        return
    if force or _changed(PACKAGES / ".installed", _packages_mark()):
        click.echo("Installing the front end's packages ...")
        _node(npm_script(), "ci", "--no-audit", "--no-fund", "--loglevel=error")
        _keep(PACKAGES / ".installed", _packages_mark())
    if force or not OUTPUT.exists() or _changed(PACKAGES / ".built", sources_mark()):
        click.echo("Building the front end ...")
        _node(PACKAGES / "vite/bin/vite.js", "build", "--logLevel", "warn")
        _keep(PACKAGES / ".built", sources_mark())


def translations() -> Iterator[Path]:
    """The catalogues whose compiled form is missing or older."""
    for layer in LAYERS:
        for catalogue in sorted((SOURCES / layer).rglob("locale/*/LC_MESSAGES/*.po")):
            compiled = catalogue.with_suffix(".mo")
            if not compiled.exists() or compiled.stat().st_mtime < catalogue.stat().st_mtime:
                yield catalogue


def sources_mark() -> str:
    """Changes with every file the build reads: the front end's own, and where it finds classes."""
    mark = hashlib.sha256(_packages_mark().encode())
    for path in sorted(_sources()):
        mark.update(str(path.relative_to(SOURCES)).encode())
        mark.update(path.read_bytes())
    return mark.hexdigest()


def is_current() -> bool:
    """Whether what stands is what a build would make."""
    return OUTPUT.exists() and not _changed(PACKAGES / ".built", sources_mark())


def _sources() -> Iterator[Path]:
    yield from (path for path in (FRONTEND / "src").rglob("*") if path.is_file())
    yield from (path for path in (FRONTEND / "public").rglob("*") if path.is_file())
    yield from FRONTEND.glob("*.config.ts")
    for layer in LAYERS:
        yield from (SOURCES / layer).rglob("*.html")
        yield from (path for path in (SOURCES / layer).rglob("*.py") if "tests" not in path.parts)


def _packages_mark() -> str:
    return hashlib.sha256((FRONTEND / "package-lock.json").read_bytes()).hexdigest()


def _changed(stamp: Path, mark: str) -> bool:
    return not stamp.exists() or stamp.read_text() != mark


def _keep(stamp: Path, mark: str) -> None:
    stamp.parent.mkdir(exist_ok=True)
    stamp.write_text(mark)


def _compile(catalogue: Path) -> None:
    with catalogue.open("rb") as source:
        messages = read_po(source, locale=catalogue.parts[-3])
    with catalogue.with_suffix(".mo").open("wb") as target:
        write_mo(target, messages)


def _node(script: Path, *arguments: str) -> None:
    """Runs a script with the wheel's Node.js, which the script itself finds first, too."""
    node = node_binary()
    path = os.pathsep.join((str(node.parent), os.environ.get("PATH", os.defpath)))
    done = subprocess.run(  # noqa: S603  (the wheel's own program)
        [str(node), str(script), *arguments],
        cwd=FRONTEND,
        env=os.environ | {"PATH": path},
        check=False,
    )
    if done.returncode:
        raise CannotStart(
            f"The front end was not built: '{script.name} {arguments[0]}' failed;"
            f" its own words stand above."
        )
