"""Files of a company lie under its number, and reading checks it (V1, P3).

The prefix is asked of the context at each call, never kept: a storage object is shared by all.
"""

from __future__ import annotations

from pathlib import PurePosixPath
from typing import IO, Any

from django.core.exceptions import SuspiciousFileOperation
from django.core.files.storage import FileSystemStorage
from storages.backends.s3 import S3Storage

from tenants import context


def own_name(name: str) -> str:
    """The full name of a file of the present company. `name` may already be full.

    Raises SuspiciousFileOperation for a name that points elsewhere, OutOfPlace when nowhere.
    """
    home = PurePosixPath(f"companies/{context.company().pk}")
    path = PurePosixPath(str(name).replace("\\", "/"))
    if path.is_absolute() or ".." in path.parts:
        raise SuspiciousFileOperation(f"Not a file of company {context.company().pk}: {name}")
    if path.parts[:1] != ("companies",):
        return str(home / path)
    if path.parts[:2] != home.parts:
        raise SuspiciousFileOperation(f"Not a file of company {context.company().pk}: {name}")
    return str(path)


class OwnFiles:
    """Puts the company's prefix before every name, whatever the storage below."""

    def save(self, name: str | None, content: IO[Any], max_length: int | None = None) -> str:
        return super().save(own_name(name or content.name), content, max_length)  # type: ignore[misc]

    def open(self, name: str, mode: str = "rb") -> Any:
        return super().open(own_name(name), mode)  # type: ignore[misc]

    def delete(self, name: str) -> None:
        super().delete(own_name(name))  # type: ignore[misc]

    def exists(self, name: str) -> bool:
        return super().exists(own_name(name))  # type: ignore[misc, no-any-return]

    def size(self, name: str) -> int:
        return super().size(own_name(name))  # type: ignore[misc, no-any-return]

    def listdir(self, path: str) -> tuple[list[str], list[str]]:
        return super().listdir(own_name(path))  # type: ignore[misc, no-any-return]

    def url(self, name: str | None, *args: Any, **kwargs: Any) -> str:
        return super().url(own_name(name or ""), *args, **kwargs)  # type: ignore[misc, no-any-return]

    def path(self, name: str) -> str:
        return super().path(own_name(name))  # type: ignore[misc, no-any-return]


class CompanyFolder(OwnFiles, FileSystemStorage):
    """Below MEDIA_ROOT on this machine."""


class CompanyBucket(OwnFiles, S3Storage):
    """In the bucket S3_BUCKET of any S3 store."""
