"""Which screens people use (A22): what counts, where it is kept, what reports say of it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.db import ProgrammingError, transaction
from django.test import Client

from dangol import clock, registry
from dangol.cache import add_up, taken_down
from modules.base.models import Customer
from tenants.context import inside
from tenants.exports.models import Export
from tenants.models import Company
from tenants.people.models import AuditEntry, User
from tenants.reports.ready import finding
from tenants.reports.ready.asked import read_asked
from tenants.reports.ready.table import Table
from tenants.usage.models import ScreenUse
from tenants.usage.queries.areas import area_of
from tenants.usage.services import counting
from tests.test_ready_reports import SCREEN, told

HERE = pytest.mark.usefixtures("nothing_counted")
pytestmark = [pytest.mark.feature("A22"), pytest.mark.feature("R74")]
Browse = Callable[..., Client]


@pytest.fixture
def nothing_counted(inside_hanbit: Company) -> None:
    taken_down(counting.WAITING)


def kept() -> dict[tuple[str, str], int]:
    """{(user, screen): how often} after the job has run."""
    counting.keep_here()
    return {
        (name, screen): opens
        for name, screen, opens in ScreenUse.objects.values_list("user__name", "screen", "opens")
    }


def table(user: User, slug: str, **given: str) -> Table:
    return finding.read_table(read_asked(registry.reports()[slug], user, given))


@HERE
def test_pages_count_and_nothing_else(ada: User, bob: User, browse: Browse) -> None:
    customer = Customer.objects.create(name="가", owner=ada)
    client = browse(ada)
    for _time in range(2):
        client.get("/base/customers/")
    client.get(f"/base/customers/{customer.pk}/")
    client.get(f"/base/customers/{customer.pk}/peek", headers={"HX-Request": "true"})
    client.get("/base/customers/", headers={"HX-Request": "true"})
    client.get("/base/customers/00000000-0000-7000-8000-0000000000ff/")
    client.get("/tenants/notices/count")
    client.post("/base/customers/new", {"name": ""})
    Client(headers={"host": "hanbit.localhost"}).get("/accounts/login/")
    browse(bob).get("/base/customers/")
    assert kept() == {
        (ada.name, "base:customer-list"): 2,
        (ada.name, "base:customer-page"): 1,
        (bob.name, "base:customer-list"): 1,
    }


@HERE
def test_a_look_with_somebody_else_s_eyes_counts_for_nobody(
    ada: User, bob: User, browse: Browse
) -> None:
    client = browse(ada)
    client.post(f"/tenants/users/{bob.pk}/view-as")
    taken_down(counting.WAITING)
    assert client.get("/base/customers/").status_code == 200
    assert kept() == {}


@HERE
def test_counts_come_together_over_the_day(ada: User, browse: Browse) -> None:
    for total in (1, 2):
        browse(ada).get("/base/customers/")
        assert kept()[ada.name, "base:customer-list"] == total
    assert ScreenUse.objects.count() == 1


@HERE
def test_what_cannot_be_written_waits_for_the_next_time(
    ada: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    counting.opened(ada, "base:customer-list")
    monkeypatch.setattr(
        counting, "KEEP", "SELECT * FROM nowhere WHERE (%s, %s, %s, %s, %s) IS NULL"
    )
    with pytest.raises(ProgrammingError, match="nowhere"), transaction.atomic():
        counting.keep_here()
    assert sum(taken_down(counting.WAITING).values()) == 1


@HERE
def test_of_users_who_are_gone_nothing_is_kept(ada: User) -> None:
    add_up(counting.WAITING, f"{clock.today()}|00000000-0000-7000-8000-0000000000ff|base:x", 3)
    counting.opened(ada, "base:customer-list")
    assert kept() == {(ada.name, "base:customer-list"): 1}


@HERE
def test_after_three_years_it_is_forgotten(ada: User) -> None:
    for days in (3 * 366 + 1, 10):
        ScreenUse.objects.create(
            user=ada, day=clock.today() - timedelta(days=days), screen="base:x", opens=1
        )
    counting._forget()
    assert ScreenUse.objects.count() == 1


@pytest.fixture
def month(ada: User, bob: User) -> date:
    """Ada opened customers 5 times on two days and orders once, Bob campaigns twice."""
    first = clock.today() - timedelta(days=3)
    for user, day, screen, opens in (
        (ada, 0, "base:customer-list", 2), (ada, 1, "base:customer-page", 3),
        (ada, 1, "base:order-list", 1), (bob, 1, "campaign:campaign-list", 2),
        (bob, -60, "campaign:campaign-list", 9),
    ):  # fmt: skip
        ScreenUse.objects.create(
            user=user, day=first + timedelta(days=day), screen=screen, opens=opens
        )
    return first


@HERE
def test_who_uses_which_part_how_often(month: date, ada: User, bob: User, carol: User) -> None:
    shown = table(ada, "use-by-person")
    assert [str(head.label) for head in shown.heads] == [
        "쓴 날", "연 화면", "고객", "캠페인", "주문",
    ]  # fmt: skip
    found = told(shown)
    assert found[ada.name] == [2, 6, 5, 0, 1]
    assert found[bob.name] == [1, 2, 0, 2, 0]
    assert found[carol.name] == [0, 0, 0, 0, 0], "who opened nothing is seen to have opened nothing"
    assert [line.label for line in shown.lines][:2] == [ada.name, bob.name]
    mine = table(ada, "use-by-person", whose=f"p:{bob.pk}")
    assert list(told(mine)) == [bob.name]


@HERE
def test_which_part_is_used_and_by_how_many(month: date, ada: User) -> None:
    assert told(table(ada, "use-by-part")) == {
        "고객": [5, 5, 1], "캠페인": [2, 2, 1], "주문": [1, 1, 1],
    }  # fmt: skip


@HERE
def test_each_day_has_its_people_and_pages(month: date, ada: User) -> None:
    asked = {"from": month.isoformat(), "to": clock.today().isoformat()}
    counts = list(told(table(ada, "use-by-day", **asked)).values())
    assert counts == [[1, 2], [2, 6], [0, 0], [0, 0]]


@HERE
def test_every_screen_belongs_to_a_part(ada: User) -> None:
    assert area_of("base:customer-import") == "고객"
    assert area_of("tenants:report") == "리포트"
    assert area_of("portal") == "포털"
    assert area_of("nothing") == "nothing"


@pytest.mark.feature("R76")
@HERE
def test_who_took_which_lists_away(ada: User, bob: User) -> None:
    for user, total in ((ada, 10), (ada, 5), (bob, 7)):
        Export.objects.create(
            record="base.customer", kind="csv", reason="x", total=total, user=user, downloads=1
        )
    found = told(table(ada, "exports-by-person"))
    assert found == {f"{ada.name} · 고객": [2, 15, 2], f"{bob.name} · 고객": [1, 7, 1]}


@pytest.mark.feature("R76")
@pytest.mark.parametrize(
    "slug", ["use-by-person", "use-by-part", "use-by-day", "exports-by-person"]
)
@HERE
def test_only_those_who_may_see_it(
    slug: str, month: date, ada: User, bob: User, browse: Browse
) -> None:
    Export.objects.create(record="base.customer", kind="csv", reason="x", total=1, user=ada)
    assert browse(bob).get(f"{SCREEN}{slug}/").status_code == 404
    assert browse(bob).get(f"{SCREEN}{slug}/file").status_code == 404
    client = browse(ada)
    assert client.get(f"{SCREEN}{slug}/").status_code == 200
    answer = client.post(f"{SCREEN}{slug}/file", {"reason": "report"})
    assert answer.status_code == 200
    line = AuditEntry.objects.get(action="tenants.report.take")
    assert line.subject_id == slug
    assert line.changes["reason"]


def test_each_company_keeps_its_own(hanbit: Company, daon: Company, ada: User, eve: User) -> None:
    for company, user, times in ((hanbit, ada, 1), (daon, eve, 2)):
        with inside(company):
            taken_down(counting.WAITING)
            for _time in range(times):
                counting.opened(user, "base:customer-list")
    counting.keep()
    for company, times in ((hanbit, 1), (daon, 2)):
        with inside(company):
            assert list(ScreenUse.objects.values_list("opens", flat=True)) == [times]
