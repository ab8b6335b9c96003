"""Building a company's schema: one SQL script of the migrated template, kept ready in a pool (P3).

The template is an empty schema that Django's own migrations have built. `pg_dump` writes it down
once per version; each new schema is that script under another name, which is many times faster
than migrating. A slot is built and marked ready in one transaction: killed half-way, it leaves
nothing.
"""

from __future__ import annotations

import hashlib
import os
import subprocess

from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.db import connection, transaction

from dangol.embedded.binaries import postgres_binary
from dangol.records.model import AppendOnlyModel
from tenants import context
from tenants.models import Company, SchemaScript, SchemaSlot

BUILD_LOCK = 0x0DA6_0001
"""Advisory lock: one builder at a time numbers the slots."""


def migrate_all() -> None:
    """Brings the shared tables, the template and every company to the newest migrations.

    Then writes the template down for the pool and drops ready slots of an older version.
    """
    with context.platform("migrate"):
        call_command("migrate_schemas", schema_name="public", verbosity=0)
        with connection.cursor() as cursor:
            cursor.execute(f"CREATE SCHEMA IF NOT EXISTS {settings.TEMPLATE_SCHEMA}")
        call_command(
            "migrate_schemas", tenant=True, schema_name=settings.TEMPLATE_SCHEMA, verbosity=0
        )
        version = _template_version()
        for company in Company.objects.order_by("pk"):
            call_command(
                "migrate_schemas", tenant=True, schema_name=company.schema_name, verbosity=0
            )
            _grant(company.schema_name, company.role)
        _keep_script(version)
        drop_outdated(version)


def _template_version() -> str:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT app, name FROM {settings.TEMPLATE_SCHEMA}.django_migrations")
        applied = sorted(cursor.fetchall())
    return hashlib.sha256(repr(applied).encode()).hexdigest()


def _keep_script(version: str) -> None:
    if not SchemaScript.objects.filter(version=version).exists():
        SchemaScript.objects.create(version=version, sql=_dump_template())
    SchemaScript.objects.exclude(version=version).delete()


def _dump_template() -> str:
    """The template as plain SQL, without owners, rights and session settings."""
    parameters = connection.get_connection_params()
    # pg_dump names the schema in every statement, so the script needs no search path of its own
    command = [
        str(postgres_binary("pg_dump")),
        "--no-owner",
        "--no-privileges",
        "--no-comments",
        "--inserts",
        "--rows-per-insert=500",
        f"--schema={settings.TEMPLATE_SCHEMA}",
    ]
    environment = os.environ | {
        "PGDATABASE": parameters["dbname"],
        "PGUSER": parameters.get("user", ""),
        "PGPASSWORD": parameters.get("password", ""),
        "PGHOST": str(parameters.get("host", "")),
        "PGPORT": str(parameters.get("port", "")),
    }
    done = subprocess.run(  # noqa: S603
        command, env=environment, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise RuntimeError(f"pg_dump could not read the template schema: {done.stderr.strip()}")
    return _statements_only(done.stdout)


def _statements_only(dump: str) -> str:
    skipped = ("--", "SET ", "SELECT pg_catalog.set_config", "\\")
    lines = [line for line in dump.splitlines() if line.strip() and not line.startswith(skipped)]
    return "\n".join(lines)


def drop_outdated(version: str) -> None:
    outdated = SchemaSlot.objects.exclude(state=SchemaSlot.State.TAKEN).exclude(version=version)
    for slot in outdated.order_by("pk"):
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(f"DROP SCHEMA IF EXISTS {slot.schema_name} CASCADE")
            slot.delete()


def refill_pool(size: int | None = None) -> int:
    """Builds slots until `size` (POOL_SIZE) stand ready; returns how many it built."""
    wanted = settings.POOL_SIZE if size is None else size
    built = 0
    with context.platform("refill the pool of schemas"):
        while SchemaSlot.objects.filter(state=SchemaSlot.State.READY).count() < wanted:
            build_slot()
            built += 1
    return built


def build_slot() -> SchemaSlot:
    """Builds one schema with its role and marks it ready, all in one transaction."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [BUILD_LOCK])
        script = SchemaScript.objects.latest("made_at")
        last = SchemaSlot.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
        slot = SchemaSlot(pk=last + 1, state=SchemaSlot.State.READY, version=script.version)
        _create_role(slot.role)
        cursor.execute(script.sql.replace(settings.TEMPLATE_SCHEMA, slot.schema_name))
        _grant(slot.schema_name, slot.role)
        slot.save(force_insert=True)
    return slot


def _create_role(role: str) -> None:
    """The company's own role: may log in (Citus needs that) but has no password."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [role])
        if cursor.fetchone() is None:
            cursor.execute(f"CREATE ROLE {role} LOGIN IN ROLE {settings.COMPANY_GROUP}")
        cursor.execute(f"GRANT {role} TO CURRENT_USER WITH INHERIT FALSE, SET TRUE")


def _grant(schema: str, role: str) -> None:
    """The rights of a company's role in its own schema: all but rewriting what only grows."""
    with connection.cursor() as cursor:
        cursor.execute(
            f"""
            GRANT USAGE ON SCHEMA {schema} TO {role};
            GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA {schema} TO {role};
            GRANT USAGE ON ALL SEQUENCES IN SCHEMA {schema} TO {role};
            REVOKE INSERT, UPDATE, DELETE ON {schema}.django_migrations FROM {role};
            """
        )
        for model in append_only():
            table = f"{schema}.{model._meta.db_table}"
            cursor.execute(f"REVOKE UPDATE, DELETE ON {table} FROM {role}")
            if model.rewritable:
                columns = ", ".join(model.rewritable)
                cursor.execute(f"GRANT UPDATE ({columns}) ON {table} TO {role}")


def append_only() -> list[type[AppendOnlyModel]]:
    """The tables of a company that only grow."""
    return [
        model
        for app in settings.TENANT_APPS
        for model in apps.get_app_config(app.rpartition(".")[2]).get_models()
        if issubclass(model, AppendOnlyModel)
    ]


def take_slot() -> SchemaSlot:
    """Hands out the oldest ready slot, or builds one when the pool is empty."""
    ready = SchemaSlot.objects.filter(state=SchemaSlot.State.READY).order_by("pk")
    slot = ready.select_for_update(skip_locked=True).first() or build_slot()
    slot.state = SchemaSlot.State.TAKEN
    slot.save(update_fields=["state"])
    return slot
