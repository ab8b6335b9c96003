"""Two walls in one round trip: the search path and the company's own database role (V1).

The backend of django-tenants keeps the current company on the connection, where a thread or an
exception can leave it behind. Here the truth is `tenants.context`; the connection only remembers
which walls it stands between, and forgets that whenever PostgreSQL may have moved them: a new
session, a rollback, a commit of a failed transaction.
"""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.utils.asyncio import async_unsafe
from django_tenants.postgresql_backend import base
from psycopg import Connection
from psycopg.errors import InFailedSqlTransaction
from psycopg.pq import TransactionStatus

from tenants import context

Walls = tuple[str, str]
"""Role and search path."""

SET_WALLS = "SELECT set_config('role', %s, false), set_config('search_path', %s, false)"


def rest(connection: Connection) -> None:
    """What the pool does to a connection that comes back: leave it where nothing can be read."""
    connection.execute(SET_WALLS, (settings.GUEST_ROLE, "public"))
    connection.commit()


class DatabaseWrapper(base.DatabaseWrapper):
    """PostgreSQL, between walls."""

    def __init__(self, settings_dict: dict[str, Any], *args: Any, **kwargs: Any) -> None:
        self._standing: Walls | None = None
        pool = settings_dict["OPTIONS"].get("pool")
        if pool:
            pool["reset"] = rest
        super().__init__(settings_dict, *args, **kwargs)

    @property
    def tenant(self) -> Any:
        return context.company_or_none() or self._migration_target

    @tenant.setter
    def tenant(self, value: Any) -> None:
        """Kept for the migration commands of django-tenants; it opens no company's door."""
        self._migration_target = value

    @property
    def schema_name(self) -> str:
        here = context.company_or_none()
        return here.schema_name if here else self._migration_schema

    @schema_name.setter
    def schema_name(self, value: str) -> None:
        self._migration_schema = value

    def set_settings_schema(self, schema_name: str) -> None:
        """Nothing: the settings are one dict shared by all threads."""

    def _wanted(self) -> Walls:
        here = context.seat()
        if here is None:
            return settings.GUEST_ROLE, "public"
        if here.company is not None:
            return here.company.role, f"{here.company.schema_name}, public"
        return "none", self._migration_path()

    def _migration_path(self) -> str:
        schema = self._migration_schema or "public"
        if schema == "public" or not self.include_public_schema:
            return schema
        return f"{schema}, public"

    def _handle_search_path(self, cursor: Any = None) -> None:
        wanted = self._wanted()
        if wanted == self._standing:
            return
        self._standing = None
        try:
            with self.connection.cursor() as setter:
                setter.execute(SET_WALLS, wanted)
        except InFailedSqlTransaction:
            return  # the statement that follows fails by itself, and the rollback starts afresh
        self._standing = wanted

    def connect(self) -> None:
        self._standing = None
        super().connect()

    def close(self) -> None:
        self._standing = None
        super().close()

    @async_unsafe
    def commit(self) -> None:
        if self.connection is not None and (
            self.connection.info.transaction_status == TransactionStatus.INERROR
        ):
            self._standing = None
        super().commit()

    @async_unsafe
    def rollback(self) -> None:
        self._standing = None
        super().rollback()

    @async_unsafe
    def savepoint_rollback(self, sid: str) -> None:
        try:
            super().savepoint_rollback(sid)
        finally:
            self._standing = None
