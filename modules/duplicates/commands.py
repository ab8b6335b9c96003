"""The command `dangol dedupe`: finds duplicates in any file, and measures itself (B20)."""

from __future__ import annotations

import csv
import json
import resource
import sys
import tempfile
import time
from pathlib import Path
from typing import IO, Any

import click
from django.utils.translation import gettext as _

from dangol.errors import RuleBroken
from modules.duplicates import lists
from modules.duplicates.engine.scan import Scan, scan
from modules.duplicates.engine.truth import Measured, measured

FILE = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.command()
@click.argument("file", type=FILE)
@click.option("--truth", help="A CSV of two ids a row, or a column of FILE that names groups.")
@click.option("--id", "id_", help="The column that names a row.")
@click.option("--columns", multiple=True, help="name=kind, name=- to leave out; several by commas.")
@click.option("--threshold", type=click.FloatRange(0.01, 0.999), default=0.5)
@click.option("--threads", type=click.IntRange(1, 64), default=2)
@click.option("--memory", default="2GB", help="What the tables may take of the memory.")
@click.option("--out", type=click.Path(dir_okay=False, path_type=Path), help="Pairs go here.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object.")
def dedupe(
    file: Path, truth: str | None, id_: str | None, columns: tuple[str, ...], threshold: float,
    threads: int, memory: str, out: Path | None, as_json: bool,
) -> None:  # fmt: skip
    """Finds the rows of FILE (CSV in UTF-8 or CP949, or XLSX) that are the same person or company.

    With --truth it tells precision, recall and F1; without, it writes the pairs.
    """
    started = time.perf_counter()
    with tempfile.TemporaryDirectory(prefix="dangol-dedupe-") as name:
        folder = Path(name)
        given = _columns(columns)
        is_group = bool(truth) and not Path(str(truth)).is_file()
        if is_group:
            given[str(truth)] = "-"
        table = lists.taken(file, folder, given, id_)
        with scan(
            table.path, table.columns, threshold=threshold, threads=threads, memory=memory,
            spill=folder, id=table.id,
        ) as found:  # fmt: skip
            told = _told(table, found, threshold, time.perf_counter() - started)
            if truth:
                told |= _figures(_compared(found, table, truth, is_group, folder))
            if out:
                with out.open("w", encoding="utf-8", newline="") as target:
                    _write(found, target)
            elif not truth and not as_json:
                _write(found, sys.stdout)
                return
    click.echo(json.dumps(told, ensure_ascii=False) if as_json else _lines(told))


def _columns(words: tuple[str, ...]) -> dict[str, str]:
    """{heading: kind} of what was said on the command line."""
    given = {}
    for word in (part for each in words for part in each.split(",")):
        head, mark, kind = word.rpartition("=")
        if not mark:
            raise RuleBroken("dedupe_option", _("Write --columns as name=kind, not “%s”.") % word)
        given[head.strip()] = kind.strip()
    return given


def _told(table: lists.Table, found: Scan, threshold: float, seconds: float) -> dict[str, Any]:
    return {
        "rows": table.rows,
        "pairs": found.found,
        "candidates": found.candidates,
        "seconds": round(seconds, 2),
        "memory_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
        "threshold": threshold,
        "id": table.id,
        "columns": {head: kind.value for head, kind in table.columns.items()},
    }


def _figures(figures: Measured) -> dict[str, Any]:
    return {
        "true_pairs": figures.true,
        "precision": round(figures.precision, 5),
        "recall": round(figures.recall, 5),
        "f1": round(figures.f1, 5),
    }


def _compared(
    found: Scan, table: lists.Table, truth: str, is_group: bool, folder: Path
) -> Measured:
    """Beside the groups that a column names, or the pairs of a file."""
    if is_group:
        column = '"' + truth.replace('"', '""') + '"'
        key = '"' + table.id.replace('"', '""') + '"' if table.id else "row_number() OVER ()"
        rows = f"(SELECT {key}::VARCHAR AS id, {column} AS g FROM {lists.READ})"
        query = (
            f"SELECT x.id AS a, y.id AS b FROM {rows} x JOIN {rows} y USING (g) WHERE x.id < y.id"
        )
        return measured(found, query, [str(table.path)] * 2)
    pairs = lists.pairs(Path(truth), folder)
    lists.refuse_strangers(found.con, pairs, Path(truth).name)
    return measured(found, f"FROM {lists.PAIRS} SEMI JOIN source ON source.id = a", [str(pairs)])


def _write(found: Scan, target: IO[str]) -> None:
    writer = csv.writer(target)
    writer.writerow(["a", "b", "score", "probability", "evidence"])
    for pair in found.pairs:
        why = "; ".join(f"{each.field} {each.level} {each.points:+}" for each in pair.evidence)
        writer.writerow([pair.a, pair.b, pair.score, f"{pair.probability:.6f}", why.strip()])


def _lines(told: dict[str, Any]) -> str:
    return "\n".join(f"{name:<12}{value}" for name, value in told.items())
