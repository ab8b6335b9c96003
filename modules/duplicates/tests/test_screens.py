"""The queue, the two side by side, and the way back, in a browser's requests (B20, B21)."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from dangol.records.types import record_of
from modules.base.models import Customer
from modules.base.services import customers as services
from modules.duplicates.kinds import KINDS
from modules.duplicates.models import Merge, Pair
from modules.duplicates.places import places_of
from modules.duplicates.queries.counting import SILENT, called
from modules.duplicates.services.merges import Wanted, merge
from modules.duplicates.tests.cast import person
from tenants import context
from tenants.models import Company
from tenants.people.models import AccessRole, Assignment, User

pytestmark = [pytest.mark.django_db, pytest.mark.feature("B20"), pytest.mark.feature("B21")]
QUEUE = "/duplicates/customers/"
Browse = Callable[..., Client]


def pair_of(one: Customer, other: Customer, score: int = 98, **values: Any) -> Pair:
    first, second = sorted((one.pk, other.pk))
    evidence = [{"field": "mobile", "level": "same", "points": 42}]
    return Pair.objects.create(
        record="base.customer", first=first, second=second, score=score, evidence=evidence, **values
    )


@pytest.fixture
def two(inside_hanbit: Company) -> tuple[Customer, Customer]:
    """Two that look like one; the first has something to its name."""
    kept = person("김하늘", mobile="010-0482-1937", title="차장", company_name="㈜한빛물산")
    services.edit(kept, {"memo": "단골"}, "")
    return kept, person("김하늘", title="과장", company_name="주식회사 한빛물산", email="h@a.kr")


def test_the_queue_lays_the_likeliest_pair_side_by_side(
    two: tuple[Customer, Customer], ada: User, browse: Browse
) -> None:
    pair_of(*two)
    page = browse(ada).get(QUEUE)

    assert page.status_code == 200
    text = page.content.decode()
    for words in ("휴대폰 같음", "+42", "표기만 다름", "다름", "한쪽만", "차장", "과장", "1 / 1"):
        assert words in text, words


def test_a_choice_is_seen_in_the_result_at_once(
    two: tuple[Customer, Customer], ada: User, browse: Browse
) -> None:
    pair = pair_of(*two)
    rows = reverse("duplicates:pair-rows", urlconf="dangol.urls.company", args=[pair.pk])
    part = browse(ada).get(rows, {"kept": str(two[0].pk), "side-title": "gone"}).content.decode()

    result = part[part.index("dup-result") :]
    assert "과장" in result
    assert "차장" not in result


def test_merging_goes_on_to_the_next_pair_and_can_be_undone_from_there(
    two: tuple[Customer, Customer], ada: User, browse: Browse, hanbit: Company
) -> None:
    third, fourth = person("이정훈"), person("이정훈")
    pair, following = pair_of(*two), pair_of(third, fourth, 90)
    client = browse(ada)
    answer = client.post(
        f"/duplicates/pairs/{pair.pk}/merge",
        {"kept": str(two[0].pk), "side-title": "gone", "next": str(following.pk)},
    )

    assert answer.headers["Location"] == f"{QUEUE}?pair={following.pk}"
    with context.inside(hanbit):
        made = Merge.objects.get()
        assert Customer.objects.get(pk=two[0].pk).title == "과장"
    text = client.get(answer.headers["Location"]).content.decode()
    assert f"/duplicates/merges/{made.pk}/undo" in text, "the toast leads back"
    client.post(f"/duplicates/merges/{made.pk}/undo")
    with context.inside(hanbit):
        assert Customer.objects.filter(deleted_at=None, name="김하늘").count() == 2


def test_not_the_same_is_remembered_and_later_waits(
    two: tuple[Customer, Customer], ada: User, browse: Browse, hanbit: Company
) -> None:
    pair, client = pair_of(*two), browse(ada)
    client.post(f"/duplicates/pairs/{pair.pk}/different")
    assert "김하늘" not in client.get(QUEUE).content.decode().split("dup-list")[1].split("</ol>")[0]
    assert "김하늘" in client.get(f"{QUEUE}?state=different").content.decode()
    client.post(f"/duplicates/pairs/{pair.pk}/later")
    assert "김하늘" in client.get(f"{QUEUE}?state=later").content.decode()


def test_any_two_are_merged_from_the_page_of_one(
    two: tuple[Customer, Customer], ada: User, browse: Browse
) -> None:
    client = browse(ada)
    start = f"/duplicates/customers/{two[0].pk}/merge"
    assert start in client.get(f"/base/customers/{two[0].pk}/").content.decode()

    answer = client.post(start, {"other": str(two[1].pk)})
    page = client.get(answer.headers["Location"])
    assert page.status_code == 200
    assert "주식회사 한빛물산" in page.content.decode()

    refused = client.post(start, {"other": str(two[0].pk)})
    assert refused.status_code == 422
    assert "다른 기록을 골라 주세요" in refused.content.decode()


def test_the_address_of_a_merged_record_leads_to_the_one_that_stands_for_it(
    two: tuple[Customer, Customer], ada: User, browse: Browse, hanbit: Company
) -> None:
    with context.inside(hanbit):
        merge(KINDS["base.customer"], Wanted(two[0].pk, two[1].pk), by=ada)
    client = browse(ada)
    answer = client.get(f"/base/customers/{two[1].pk}/")
    assert answer.headers["Location"] == f"/base/customers/{two[0].pk}/"
    assert str(two[1].pk) not in client.get("/base/customers/trash").content.decode()


def test_what_was_changed_since_is_asked_on_the_page_of_the_merge(
    two: tuple[Customer, Customer], ada: User, browse: Browse, hanbit: Company
) -> None:
    with context.inside(hanbit):
        made = merge(KINDS["base.customer"], Wanted(two[0].pk, two[1].pk), by=ada)
        kept = Customer.objects.get(pk=two[0].pk)
        services.edit(kept, {"email": "new@a.kr"}, "")
    client = browse(ada)
    answer = client.post(f"/duplicates/merges/{made.pk}/undo")
    page = client.get(answer.headers["Location"]).content.decode()
    assert "누구 값인가요?" in page
    assert "new@a.kr" in page

    client.post(f"/duplicates/merges/{made.pk}/undo", {"whose-email": "gone"})
    with context.inside(hanbit):
        assert Customer.objects.get(pk=two[0].pk).email == ""
        assert Customer.objects.get(pk=two[1].pk).email == "new@a.kr"


def test_nobody_decides_about_records_that_they_do_not_see(
    two: tuple[Customer, Customer], bob: User, ada: User, browse: Browse, hanbit: Company
) -> None:
    pair = pair_of(*two)
    with context.inside(hanbit):
        Customer.objects.filter(pk=two[0].pk).update(owner=bob)
        Customer.objects.filter(pk=two[1].pk).update(owner=ada)
        role = AccessRole.objects.create(name="자기 것만", scopes={"base.customer.view": 1})
        Assignment.objects.create(user=bob, role=role)
    client = browse(bob)
    assert "김하늘" not in client.get(QUEUE).content.decode().split("dup-list")[1]
    assert client.get(f"{QUEUE}?pair={pair.pk}").status_code == 404
    assert client.post(f"/duplicates/pairs/{pair.pk}/merge").status_code == 404
    with context.inside(hanbit):
        made = merge(KINDS["base.customer"], Wanted(two[1].pk, two[0].pk), by=None)
    assert client.get(f"/duplicates/merges/{made.pk}/").status_code == 404
    assert client.post(f"/duplicates/merges/{made.pk}/undo").status_code == 404


def test_who_enters_a_customer_that_is_there_is_told_while_typing(
    two: tuple[Customer, Customer], ada: User, browse: Browse
) -> None:
    client = browse(ada)
    assert "/base/customers/similar" in client.get("/base/customers/new").content.decode()
    typed = {"name": "김하늘", "mobile": "010 0482 1937", "mailing_place": "home"}
    found = client.post("/base/customers/similar", typed).content.decode()
    assert "이미 있는 고객일 수 있어요" in found
    assert str(two[0].pk) in found
    assert "휴대폰 같음" in found

    itself = client.post("/base/customers/similar", typed | {"of": str(two[0].pk)})
    assert str(two[0].pk) not in itself.content.decode()
    nobody = client.post("/base/customers/similar", {"name": "아무도", "mobile": "010-1"})
    assert "similar-line" not in nobody.content.decode()


def test_what_would_move_along_is_said_in_korean(inside_hanbit: Company) -> None:
    for code in KINDS:
        for place in places_of(record_of(code)):
            label, _icon = called(place.model)
            assert place.model._meta.label in SILENT or re.search("[가-힣]", label), place.model
