"""What PostgreSQL itself says about the second wall, compared with what we mean (V1)."""

from __future__ import annotations

import pytest
from django.apps import apps
from django.conf import settings
from django.db import connection

from tenants import context
from tenants.models import Company

pytestmark = pytest.mark.feature("V1")

NOT_BY_COMPANY = {"billing_priceversion", "dispatch_maintenance"}
"""Shared tables that every company may read because they hold nobody's data."""


def shared_tables() -> set[str]:
    return {
        model._meta.db_table
        for config in apps.get_app_configs()
        if config.name in settings.SHARED_APPS
        for model in config.get_models()
    }


def rights_of(group: str) -> dict[str, set[str]]:
    with context.platform("test"), connection.cursor() as cursor:
        cursor.execute(
            "SELECT table_name, privilege_type FROM information_schema.role_table_grants"
            " WHERE table_schema = 'public' AND grantee = %s",
            [group],
        )
        rights: dict[str, set[str]] = {}
        for table, right in cursor.fetchall():
            rights.setdefault(table, set()).add(right)
        return rights


def walled_tables() -> set[str]:
    with context.platform("test"), connection.cursor() as cursor:
        cursor.execute(
            "SELECT c.relname FROM pg_policy p JOIN pg_class c ON c.oid = p.polrelid"
            " WHERE p.polname = 'own_rows' AND c.relrowsecurity"
        )
        return {name for (name,) in cursor.fetchall()}


def test_a_company_may_touch_only_walled_tables(hanbit: Company) -> None:
    granted = set(rights_of(settings.COMPANY_GROUP))
    assert granted - walled_tables() <= NOT_BY_COMPANY
    assert granted <= shared_tables()


def test_a_company_may_never_empty_or_alter_a_shared_table(hanbit: Company) -> None:
    for table, rights in rights_of(settings.COMPANY_GROUP).items():
        assert rights <= {"SELECT", "INSERT", "UPDATE", "DELETE"}, table


def test_the_guest_reads_the_list_of_addresses_and_nothing_else(hanbit: Company) -> None:
    assert rights_of(settings.GUEST_ROLE) == {"tenants_company": {"SELECT"}}


def test_the_ledger_is_insert_and_select_only(hanbit: Company) -> None:
    rights = rights_of(settings.COMPANY_GROUP)
    for table in ("billing_ledgertx", "billing_ledgerleg", "billing_usageevent"):
        assert rights[table] == {"SELECT", "INSERT"}, table


def test_every_shared_row_of_another_company_is_invisible(hanbit: Company, daon: Company) -> None:
    """Reads each walled table as Hanbit and looks for any row that is not Hanbit's."""
    seen = 0
    for table in sorted(walled_tables()):
        column = "id" if table == "tenants_company" else "company_id"
        with context.inside(hanbit), connection.cursor() as cursor:
            if "SELECT" not in rights_of_here(table):
                continue
            cursor.execute(f"SELECT count(*) FROM {table} WHERE {column} <> %s", [hanbit.pk])
            assert cursor.fetchone() == (0,), table
            seen += 1
    assert seen > 5


def rights_of_here(table: str) -> set[str]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT privilege FROM unnest(ARRAY['SELECT', 'INSERT', 'UPDATE', 'DELETE']) privilege"
            " WHERE has_table_privilege(current_user, %s, privilege)",
            [f"public.{table}"],
        )
        return {right for (right,) in cursor.fetchall()}
