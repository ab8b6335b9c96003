"""The rows of an uploaded file, part after part (U5)."""

from __future__ import annotations

from typing import IO

from dangol.imports import files
from tenants.importing.models import ImportRun


class Feed:
    """The rows of a run's file from its cursor on; stays open from part to part."""

    def __init__(self) -> None:
        self._file: IO[bytes] | None = None
        self._position = 0

    def take(self, run: ImportRun, count: int) -> list[tuple[int, list[str]]]:
        """Up to `count` rows after the cursor with their numbers, from 1."""
        if self._file is None or self._position != run.rows_done:
            self._open(run)
        found = []
        for cells in self._rows:
            self._position += 1
            found.append((self._position, cells))
            if len(found) == count:
                break
        return found

    def _open(self, run: ImportRun) -> None:
        self.close()
        self._file, self._rows = files.open_rows(run.stored_name, run.delimiter)
        for _number in range(run.rows_done):
            next(self._rows)
        self._position = run.rows_done

    def close(self) -> None:
        if self._file is not None:
            self._file.close()
            self._file = None
