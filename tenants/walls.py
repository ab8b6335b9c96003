"""The second wall: what a company's database role may do with shared tables (V1).

Used in migrations. A shared table without a call of `walled` or `readable` stays closed to every
company: `tests/test_walls.py` reads the rights back from PostgreSQL and compares.
"""

from __future__ import annotations

from django.conf import settings
from django.db.migrations.operations import RunSQL

CREATE_ROLES = f"""
DO $$ BEGIN
  CREATE ROLE {settings.COMPANY_GROUP} NOLOGIN;
EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL; END $$;
DO $$ BEGIN
  CREATE ROLE {settings.GUEST_ROLE} NOLOGIN;
EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL; END $$;
GRANT {settings.COMPANY_GROUP}, {settings.GUEST_ROLE} TO CURRENT_USER;
GRANT USAGE ON SCHEMA public TO {settings.COMPANY_GROUP}, {settings.GUEST_ROLE};
CREATE FUNCTION public.current_company() RETURNS bigint LANGUAGE sql STABLE PARALLEL SAFE AS
  $f$ SELECT substring(current_user::text FROM '_c([0-9]+)$')::bigint $f$;
"""

DROP_ROLES = "DROP FUNCTION public.current_company();"


def roles() -> RunSQL:
    """Makes the group of all company roles and the guest's role: the first operation of all."""
    return RunSQL(CREATE_ROLES, DROP_ROLES)


def walled(table: str, *, rights: str, column: str = "company_id") -> RunSQL:
    """Lets each company's role use its own rows of a shared table with `rights`.

    `rights` are SQL privileges, such as "SELECT, INSERT".
    `column` holds the company's number.
    """
    own = f"{column} = (SELECT public.current_company())"
    return RunSQL(
        f"""
        ALTER TABLE {table} ENABLE ROW LEVEL SECURITY;
        CREATE POLICY own_rows ON {table} TO {settings.COMPANY_GROUP}
          USING ({own}) WITH CHECK ({own});
        GRANT {rights} ON {table} TO {settings.COMPANY_GROUP};
        """,
        f"""
        REVOKE ALL ON {table} FROM {settings.COMPANY_GROUP};
        DROP POLICY own_rows ON {table};
        ALTER TABLE {table} DISABLE ROW LEVEL SECURITY;
        """,
    )


def readable(table: str) -> RunSQL:
    """Lets every company read a shared table that holds nobody's data (price versions)."""
    return RunSQL(
        f"GRANT SELECT ON {table} TO {settings.COMPANY_GROUP}",
        f"REVOKE ALL ON {table} FROM {settings.COMPANY_GROUP}",
    )


def listed(table: str) -> RunSQL:
    """Lets code that is in no company read a walled table: the list of addresses needs it."""
    return RunSQL(
        f"""
        CREATE POLICY any_row ON {table} FOR SELECT TO {settings.GUEST_ROLE} USING (true);
        GRANT SELECT ON {table} TO {settings.GUEST_ROLE};
        """,
        f"""
        REVOKE ALL ON {table} FROM {settings.GUEST_ROLE};
        DROP POLICY any_row ON {table};
        """,
    )


def rewritable(table: str, *columns: str) -> RunSQL:
    """Lets each company's role rewrite these columns of its own rows of a walled table."""
    names = ", ".join(columns)
    return RunSQL(
        f"GRANT UPDATE ({names}) ON {table} TO {settings.COMPANY_GROUP}",
        f"REVOKE UPDATE ({names}) ON {table} FROM {settings.COMPANY_GROUP}",
    )
