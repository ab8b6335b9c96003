"""The traps of schema-per-company, one test each: nothing may leave its company (V1)."""

from __future__ import annotations

import asyncio
import threading
from concurrent.futures import ThreadPoolExecutor

import psycopg
import pytest
from asgiref.sync import sync_to_async
from django.conf import settings
from django.contrib.contenttypes.models import ContentType
from django.core.cache import cache
from django.core.exceptions import SuspiciousFileOperation
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import ProgrammingError, connection, transaction
from psycopg_pool import ConnectionPool

from tenants import cache as company_cache
from tenants import context
from tenants.models import Company, SchemaSlot
from tenants.people.models import AuditEntry, User
from tenants.postgres.base import SET_WALLS, rest
from tenants.services import schemas

pytestmark = pytest.mark.feature("V1")


def path_and_role() -> tuple[str, str]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_setting('search_path'), current_user")
        return cursor.fetchone()


def test_both_walls_stand_inside_a_company(hanbit: Company) -> None:
    with context.inside(hanbit):
        assert path_and_role() == (f"{hanbit.schema_name}, public", hanbit.role)


def test_leaving_a_company_by_an_exception_leaves_it(hanbit: Company) -> None:
    with pytest.raises(ZeroDivisionError), context.inside(hanbit):
        path_and_role()
        raise ZeroDivisionError
    assert path_and_role() == ("public", settings.GUEST_ROLE)


def test_the_company_itself_is_no_context_manager(hanbit: Company) -> None:
    with pytest.raises(TypeError, match="inside"), hanbit:
        pass


def test_one_company_is_not_entered_from_another(hanbit: Company, daon: Company) -> None:
    with context.inside(hanbit), pytest.raises(context.OutOfPlace), context.inside(daon):
        pass


def test_a_company_may_not_act_as_the_platform(hanbit: Company, provider: Company) -> None:
    with context.inside(hanbit), pytest.raises(context.OutOfPlace), context.platform("cheat"):
        pass
    with context.inside(provider), context.platform("operator console"):
        assert Company.objects.count() == 3


@pytest.mark.usefixtures("committed_db")
def test_interleaved_threads_stay_each_in_their_company(hanbit: Company, daon: Company) -> None:
    both_in, first_out = threading.Barrier(2, timeout=10), threading.Event()
    seen: dict[str, list[str]] = {"hanbit": [], "daon": []}

    def visit(company: Company, leaves_first: bool) -> None:
        try:
            with context.inside(company):
                seen[company.address].append(User.objects.get(pk=twin).name)
                both_in.wait()
                if not leaves_first:
                    first_out.wait(10)
                seen[company.address].append(User.objects.get(pk=twin).name)
            first_out.set()
            with pytest.raises(ProgrammingError):
                User.objects.count()
        finally:
            connection.close()

    with context.inside(hanbit):
        twin = User.objects.get(email="bob@hanbit.example").pk
    threads = [
        threading.Thread(target=visit, args=(hanbit, True)),
        threading.Thread(target=visit, args=(daon, False)),
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(20)
    assert seen == {"hanbit": ["밥", "밥"], "daon": ["댄", "댄"]}


@pytest.mark.usefixtures("committed_db")
def test_a_new_thread_is_nowhere_unless_the_context_is_carried(hanbit: Company) -> None:
    def names() -> list[str]:
        try:
            return sorted(User.objects.values_list("name", flat=True))
        finally:
            connection.close()

    with context.inside(hanbit), ThreadPoolExecutor(1) as pool:
        with pytest.raises(ProgrammingError):
            pool.submit(names).result()
        assert pool.submit(context.carry(names)).result() == ["밥", "에이다", "캐럴"]


def test_a_lazy_query_that_leaves_its_company_finds_nothing(hanbit: Company) -> None:
    with context.inside(hanbit):
        users = User.objects.all()
    with pytest.raises(ProgrammingError), transaction.atomic():
        list(users)


def test_a_lazy_query_carried_into_another_company_reads_that_one(
    hanbit: Company, daon: Company
) -> None:
    with context.inside(hanbit):
        users = User.objects.order_by("name")
    with context.inside(daon):
        assert [user.name for user in users] == ["댄", "이브", "프랭크"]


def test_a_kept_iterator_stays_in_its_company(hanbit: Company) -> None:
    with context.inside(hanbit):
        names = context.keep(
            User.objects.order_by("name").values_list("name", flat=True).iterator()
        )
    assert list(names) == ["밥", "에이다", "캐럴"]


def test_a_missing_table_is_not_read_from_public(hanbit: Company) -> None:
    """Shared tables are in the path, but their rows are walled and no name is there twice."""
    with context.inside(hanbit):
        assert list(Company.objects.values_list("pk", flat=True)) == [hanbit.pk]
        with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
            SchemaSlot.objects.count()


def test_raw_sql_reaches_neither_the_other_schema_nor_its_shared_rows(
    hanbit: Company, daon: Company
) -> None:
    with context.inside(hanbit), connection.cursor() as cursor:
        with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
            cursor.execute(f"SELECT * FROM {daon.schema_name}.people_user")
        cursor.execute("SELECT count(*) FROM public.tenants_company WHERE id = %s", [daon.pk])
        assert cursor.fetchone() == (0,)


def test_after_a_rolled_back_transaction_the_walls_stand_again(hanbit: Company) -> None:
    with context.inside(hanbit):
        with pytest.raises(ZeroDivisionError), transaction.atomic():
            path_and_role()
            raise ZeroDivisionError
        assert path_and_role() == (f"{hanbit.schema_name}, public", hanbit.role)


def test_a_rollback_inside_a_company_does_not_open_another(hanbit: Company, daon: Company) -> None:
    """The rollback takes the connection's walls back to where the transaction began: Daon."""
    with context.inside(daon):
        path_and_role()
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        with context.inside(hanbit):
            path_and_role()
        raise ZeroDivisionError
    assert path_and_role() == ("public", settings.GUEST_ROLE)


@pytest.mark.usefixtures("committed_db")
def test_a_pooled_connection_comes_back_without_its_company(hanbit: Company) -> None:
    """A raw cursor on a reused connection sees nothing of the one who used it before."""
    dsn = connection.get_connection_params()
    options = {
        key: dsn[key] for key in ("dbname", "user", "password", "host", "port") if key in dsn
    }
    with ConnectionPool(kwargs=options, min_size=1, max_size=1, reset=rest, open=True) as pool:
        with pool.connection() as raw:
            raw.execute(SET_WALLS, (hanbit.role, f"{hanbit.schema_name}, public"))
        with pool.connection() as raw:
            place = raw.execute("SELECT current_setting('search_path'), current_user").fetchone()
            assert place == ("public", settings.GUEST_ROLE)
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                raw.execute("SELECT * FROM tenants_schemaslot")


def test_the_backend_hands_its_pool_the_reset() -> None:
    from tenants.postgres.base import DatabaseWrapper

    options = connection.settings_dict | {"OPTIONS": {"pool": {"min_size": 1}}}
    DatabaseWrapper(options)
    assert options["OPTIONS"]["pool"]["reset"] is rest


def test_the_settings_that_threads_share_name_no_company(hanbit: Company) -> None:
    with context.inside(hanbit):
        path_and_role()
        assert "SCHEMA" not in connection.settings_dict


@pytest.mark.usefixtures("committed_db")
def test_coroutines_keep_their_company_on_every_thread(hanbit: Company, daon: Company) -> None:
    def twin_name() -> str:
        try:
            return User.objects.order_by("name").first().name
        finally:
            connection.close()

    async def visit(company: Company, thread_sensitive: bool) -> str:
        with context.inside(company):
            await asyncio.sleep(0)
            return await sync_to_async(twin_name, thread_sensitive=thread_sensitive)()

    async def all_visits() -> list[str]:
        return await asyncio.gather(
            visit(hanbit, True), visit(daon, True), visit(hanbit, False), visit(daon, False)
        )

    assert asyncio.run(all_visits()) == ["밥", "댄", "밥", "댄"]


@pytest.mark.usefixtures("committed_db")
def test_many_schemas_are_dropped_without_running_out_of_locks() -> None:
    with context.platform("test"):
        schemas.refill_pool(40)
        SchemaSlot.objects.filter(state="ready").update(version="outdated")
        schemas.drop_outdated("current")
        assert not SchemaSlot.objects.filter(state="ready").exists()
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM pg_namespace WHERE nspname ~ '^c[0-9]+$'")
            assert cursor.fetchone() == (3,)


def test_files_lie_under_their_company_and_stay_there(hanbit: Company, daon: Company) -> None:
    """The storage object is one for all; its prefix must not stick from the first company."""
    with context.inside(hanbit):
        ours = default_storage.save("note.txt", ContentFile(b"hanbit"))
    with context.inside(daon):
        theirs = default_storage.save("note.txt", ContentFile(b"daon"))
        with pytest.raises(SuspiciousFileOperation):
            default_storage.open(ours)
        with pytest.raises(SuspiciousFileOperation):
            default_storage.open("../" + ours)
        assert default_storage.open("note.txt").read() == b"daon"
    assert ours == f"companies/{hanbit.pk}/note.txt"
    assert theirs == f"companies/{daon.pk}/note.txt"
    with pytest.raises(context.OutOfPlace):
        default_storage.open(ours)


def test_cache_keys_carry_their_company(hanbit: Company, daon: Company) -> None:
    with context.inside(hanbit):
        cache.set("colour", "red")
        assert company_cache.key("colour", "p", 1) == f"p:{hanbit.schema_name}:1:colour"
    with context.inside(daon):
        assert cache.get("colour") is None
    with context.inside(hanbit):
        assert cache.get("colour") == "red"


def test_content_types_are_those_of_the_company(hanbit: Company, daon: Company) -> None:
    """Ids may differ between schemas, so a cached one must not cross over, and none is stored."""
    with context.platform("test"), connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE {daon.schema_name}.django_content_type SET id = id + 1000"
            f" WHERE model = 'invitation';"
            f"UPDATE {daon.schema_name}.auth_permission"
            f" SET content_type_id = content_type_id + 1000"
            f" WHERE codename LIKE '%\\_invitation'"
        )
    with context.inside(hanbit):
        ours = ContentType.objects.get(app_label="people", model="invitation").pk
    with context.inside(daon):
        theirs = ContentType.objects.get(app_label="people", model="invitation").pk
        assert theirs == ours + 1000
        assert ContentType.objects.get_for_model(AuditEntry).model == "auditentry"


def test_the_audit_cannot_be_rewritten_by_its_company(inside_hanbit: Company) -> None:
    assert AuditEntry.objects.exists()
    with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
        AuditEntry.objects.update(action="nothing")
    with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
        AuditEntry.objects.all().delete()
