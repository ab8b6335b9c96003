"""The trash of all record types: seen, found, taken out, removed for good, over in time (U4)."""

from __future__ import annotations

from collections.abc import Callable
from contextvars import Context
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from dangol import clock
from dangol.records.many import runs as many
from dangol.records.many.deeds import to_trash
from modules.base.models import ContactHistory, Customer
from modules.base.records import customer_record as record
from modules.base.services import customers
from modules.campaign.models import Campaign
from modules.campaign.services import campaigns
from tenants import audit
from tenants.context import inside
from tenants.journal import jobs
from tenants.journal.models import Change
from tenants.models import Company
from tenants.people.models import AccessRole, AuditEntry, Favourite, User
from tenants.queries import grantable
from tenants.services import roles

pytestmark = pytest.mark.feature("U4")
Browse = Callable[..., Client]
TRASH = "/trash"


def words(answer: Any) -> str:
    return str(answer.content.decode())


def code(row: Customer) -> str:
    return f"base.customer:{row.pk}"


@pytest.fixture
def trashed(hanbit: Company, ada: User, carol: User) -> list[Customer]:
    """Two customers that went one by one, by Carol, and two that went together, by Ada."""
    with inside(hanbit):
        rows = [
            Customer.objects.create(name=name, company_name="한빛")
            for name in ("가나", "다라", "마바", "사아")
        ]
        with audit.acting(audit.Actor(id=carol.pk, name=carol.name)):
            for row in rows[:2]:
                customers.remove(row)
        asked = to_trash(record)
        chosen = [row.pk for row in rows[2:]]
        many.runs().begin(record, ada, many.Asked(**{**vars(asked), "chosen": chosen}))
    return rows


def test_it_shows_what_went_when_by_whom_and_for_how_long(
    browse: Browse, ada: User, carol: User, trashed: list[Customer], hanbit: Company
) -> None:
    with inside(hanbit):
        campaigns.remove(Campaign.objects.create(name="봄 캠페인"))
        old = clock.now() - timedelta(days=85)
        Customer.objects.filter(pk=trashed[0].pk).update(deleted_at=old)
    page = browse(ada).get(TRASH)
    rows = {row.name: row for row, _mark, _left in page.context["rows"]}
    assert set(rows) == {"가나", "다라", "마바", "사아", "봄 캠페인"}
    assert (rows["가나"].by, rows["가나"].left) == (carol.name, 5)
    assert (rows["마바"].by, rows["마바"].left) == (ada.name, 90)
    one = browse(ada).get(f"{TRASH}?type=campaign.campaign")
    assert [row.name for row, _mark, _left in one.context["rows"]] == ["봄 캠페인"]
    found = browse(ada).get(f"{TRASH}?q=가나")
    assert [row.name for row, _mark, _left in found.context["rows"]] == ["가나"]
    assert "맞는 것이 없어요" in words(browse(ada).get(f"{TRASH}?q=없는이름"))


def test_a_page_leads_to_the_next_and_neither_skips_nor_repeats(
    browse: Browse, ada: User, hanbit: Company
) -> None:
    with inside(hanbit):
        now = clock.now()
        Customer.objects.bulk_create(
            Customer(name=f"{n:03}", deleted_at=now - timedelta(minutes=n // 2)) for n in range(70)
        )
    first = browse(ada).get(TRASH)
    second = browse(ada).get(f"{TRASH}?below={first.context['onward'].replace('+', '%2B')}")
    names = [row.name for page in (first, second) for row, _m, _l in page.context["rows"]]
    assert (len(names), len(set(names))) == (70, 70)


def test_one_and_several_come_back(
    browse: Browse, ada: User, trashed: list[Customer], hanbit: Company
) -> None:
    client = browse(ada)
    client.post(f"{TRASH}/restore", {"chosen": code(trashed[0])})
    several = [code(row) for row in trashed[1:3]]
    answer = client.post(f"{TRASH}/restore", {"chosen": several, "type": "base.customer"})
    assert answer["Location"] == f"{TRASH}?type=base.customer"
    with inside(hanbit):
        assert record.rows().count() == 3
    for wrong in ([], ["base.customer:x"], ["nosuch:1"], [code(trashed[0])]):
        text = words(client.post(f"{TRASH}/restore", {"chosen": wrong}, follow=True))
        assert "toast error" in text


def test_a_code_that_another_has_is_said_with_what_to_do(
    browse: Browse, ada: User, hanbit: Company
) -> None:
    with inside(hanbit):
        gone = Customer.objects.create(name="먼저", code="A-1", deleted_at=clock.now())
        fine = Customer.objects.create(name="나중", deleted_at=clock.now())
        Customer.objects.create(name="다른 고객", code="A-1")
    data = {"chosen": [code(gone), code(fine)]}
    text = words(browse(ada).post(f"{TRASH}/restore", data, follow=True))
    assert "A-1" in text
    assert "먼저 바꾼" in text
    with inside(hanbit):
        assert set(record.rows().values_list("name", flat=True)) == {"나중", "다른 고객"}


def test_removing_for_good_tells_what_goes_along_and_asks_for_the_number(
    browse: Browse, ada: User, trashed: list[Customer], hanbit: Company
) -> None:
    with inside(hanbit):
        ContactHistory.objects.create(customer=trashed[0], medium="phone")
        Favourite.objects.create(user=ada, record="base.customer", object_id=str(trashed[2].pk))
        entries = AuditEntry.objects.count()
    client = browse(ada)
    data = {"chosen": [code(trashed[0]), code(trashed[2])]}
    for typed in ({}, {"confirmed": ""}, {"confirmed": "1"}):
        page = client.post(f"{TRASH}/remove", data | typed)
        assert page.status_code == 422
        assert "되돌릴 수 없어요" in words(page)
        assert "접촉" in words(page)
    client.post(f"{TRASH}/remove", data | {"confirmed": "2"})
    with inside(hanbit):
        assert set(Customer.objects.values_list("pk", flat=True)) == {
            trashed[1].pk, trashed[3].pk,
        }  # fmt: skip
        assert not Change.objects.filter(object_id=trashed[2].pk).exists()
        assert not Favourite.objects.exists()
        line = AuditEntry.objects.latest("at")
        assert (line.action, line.changes["count"]) == ("tenants.trash.remove", 2)
        assert AuditEntry.objects.count() == entries + 1


def test_what_is_not_in_the_trash_is_not_removed(
    browse: Browse, ada: User, hanbit: Company
) -> None:
    with inside(hanbit):
        row = Customer.objects.create(name="여기 있음")
    browse(ada).post(f"{TRASH}/remove", {"chosen": code(row), "confirmed": "1"})
    with inside(hanbit):
        assert Customer.objects.filter(pk=row.pk).exists()


@pytest.mark.feature("P5")
@pytest.mark.feature("A13")
def test_only_what_a_role_may_delete_is_seen_and_touched(
    browse: Browse, bob: User, carol: User, trashed: list[Customer], hanbit: Company
) -> None:
    with inside(hanbit):
        role = AccessRole.objects.create(
            name="영업",
            scopes=dict.fromkeys(grantable.permissions(), 3) | {"base.customer.delete": 1},
            fields={"base.customer": {"company_name": "hide"}},
        )
        roles.assign(bob, [role.pk])
        Customer.objects.filter(pk=trashed[1].pk).update(owner=bob)
    client = browse(bob)
    page = client.get(TRASH)
    assert [row.name for row, _mark, _left in page.context["rows"]] == ["다라"]
    assert client.get(f"{TRASH}?q=한빛").context["rows"] == []
    for deed in ("restore", "remove"):
        client.post(f"{TRASH}/{deed}", {"chosen": code(trashed[0]), "confirmed": "1"})
    with inside(hanbit):
        assert record.trashed().filter(pk=trashed[0].pk).exists()
    assert browse(carol).get(TRASH).context["rows"] == []


def test_after_ninety_days_it_is_removed_by_itself(
    inside_hanbit: Company, ada: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tenants.journal.services.bins.PART", 2)
    now = clock.now()
    for days in (91, 92, 93, 94, 95):
        Customer.objects.create(name=f"{days}", deleted_at=now - timedelta(days=days))
    young = Customer.objects.create(name="89", deleted_at=now - timedelta(days=89))
    here = Customer.objects.create(name="있음")
    Context().run(jobs.expire)
    Context().run(jobs.expire)
    assert set(Customer.objects.values_list("pk", flat=True)) == {young.pk, here.pk}
    counts = [
        line.changes["count"] for line in AuditEntry.objects.filter(action="tenants.trash.expire")
    ]
    assert sum(counts) == 5
    assert max(counts) == 2
