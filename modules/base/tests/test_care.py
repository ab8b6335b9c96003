"""Unnamed customers, material requests, complaints, interests and who knows whom (B1, B6-B11)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from dangol import clock
from dangol.errors import RuleBroken
from modules.base.models import Complaint, Customer, Relation
from modules.base.services import customers
from modules.base.services.care import complaints, interests, materials
from modules.base.services.products import products
from modules.base.services.relations import relations
from tenants.models import Company
from tenants.people.models import AccessRole, User
from tenants.queries import grantable
from tenants.services import roles

HTMX = {"HX-Request": "true"}


@pytest.fixture
def haneul(inside_hanbit: Company, ada: User) -> Customer:
    found: Customer = customers.create({"name": "김하늘", "owner_id": ada.pk})
    return found


def page(customer: Customer, view: str = "page") -> str:
    return reverse(f"base:customer-{view}", args=[customer.pk])


@pytest.mark.feature("B3")
def test_an_old_postcode_is_kept_as_it_was_written(
    browse: Callable[..., Client], ada: User, inside_hanbit: Company
) -> None:
    sent = {
        "name": "김형석", "company_name": "공영디비엘", "mobile": "010-8633-6496",
        "email": "hskim@00db.co.kr", "work_postcode": "153-769", "work_phone": "02-3397-0200",
        "work_line1": "서울시 금천구 가산동", "fax": "02-3397-0201", "mailing_place": "work",
        "kind": "customer",
    }  # fmt: skip
    assert browse(ada).post(reverse("base:customer-new"), sent).status_code == 302
    made = Customer.objects.get()
    assert {name: getattr(made, name) for name in sent} == sent


@pytest.mark.feature("B6")
def test_somebody_without_a_name_gets_a_code_by_itself(
    browse: Callable[..., Client], ada: User, inside_hanbit: Company
) -> None:
    client, new = browse(ada), reverse("base:customer-new")
    sent = {"name": "", "mailing_place": "home", "kind": "customer"}
    assert client.post(new, sent).status_code == 422, "without the mark a name is needed"
    for _time in range(2):
        assert client.post(new, sent | {"is_unnamed": "on"}).status_code == 302
    first, second = Customer.objects.order_by("id")
    assert first.code.startswith("N-")
    assert first.code != second.code
    assert first.name.endswith(first.code[-4:])
    found = client.get(reverse("base:customer-list"), {"is_unnamed": "yes"})
    assert found.context["listing"].count == 2


@pytest.mark.feature("B28")
def test_who_is_related_to_staff_is_found_by_the_colleague(
    browse: Callable[..., Client], ada: User, bob: User, haneul: Customer
) -> None:
    customers.edit(haneul, {"related_staff_id": bob.pk, "staff_relation": "누나"}, "")
    customers.create({"name": "이바다"})
    found = browse(ada).get(reverse("base:customer-list"), {"related_staff": str(bob.pk)})
    assert [row.name for row in found.context["listing"].page.rows] == ["김하늘"]
    assert "누나" in browse(ada).get(page(haneul)).content.decode()


@pytest.mark.feature("B10")
def test_material_waits_until_it_is_sent(
    browse: Callable[..., Client], ada: User, haneul: Customer
) -> None:
    asked = materials.create({"customer": haneul, "document": "제품 소개서", "way": "post"})
    assert asked.requested_at is not None
    waiting = {"sent_on.empty": "yes"}
    address = reverse("base:material-list")
    assert browse(ada).get(address, waiting).context["listing"].count == 1
    with pytest.raises(RuleBroken, match="발송일"):
        materials.edit(asked, {"sent_on": clock.today() + timedelta(days=1)}, "")
    materials.edit(asked, {"sent_on": clock.today()}, "")
    assert browse(ada).get(address, waiting).context["listing"].count == 0


@pytest.mark.feature("B9")
def test_state_and_day_of_a_complaint_go_together(haneul: Customer) -> None:
    made: Complaint = complaints.create({"customer": haneul, "subject": "납기 지연"})
    made = complaints.edit(made, {"state": "done"}, "")
    assert made.done_on == clock.today()
    made = complaints.edit(made, {"state": "working"}, "")
    assert made.done_on is None
    made = complaints.edit(made, {"done_on": clock.today()}, "")
    assert made.state == "done"
    made = complaints.edit(made, {"done_on": None}, "")
    assert made.state == "working"
    with pytest.raises(RuleBroken) as caught:
        complaints.edit(made, {"done_on": date(2020, 1, 1)}, "")
    assert caught.value.field == "done_on"


@pytest.mark.feature("B9")
def test_civil_complaints_have_a_view_of_their_own(
    browse: Callable[..., Client], ada: User, haneul: Customer
) -> None:
    for kind in ("complaint", "consultation", "civil"):
        complaints.create({"customer": haneul, "subject": kind, "kind": kind})
    found = browse(ada).get(reverse("base:complaint-list"), {"kind.not": "complaint"})
    assert {row.subject for row in found.context["listing"].page.rows} == {"consultation", "civil"}


@pytest.mark.feature("B11")
def test_an_interest_is_a_word_or_a_product(haneul: Customer) -> None:
    bearing = products.create({"name": "베어링", "price": 1_000})
    assert interests.create({"customer": haneul, "product": bearing}).topic == "베어링"
    with pytest.raises(RuleBroken) as caught:
        interests.create({"customer": haneul})
    assert caught.value.field == "topic"


@pytest.mark.feature("B1")
def test_all_of_it_stands_in_the_timeline_and_beside_it(
    browse: Callable[..., Client], ada: User, haneul: Customer
) -> None:
    materials.create({"customer": haneul, "document": "카탈로그"})
    complaints.create({"customer": haneul, "subject": "소음", "content": "밤에 시끄러움"})
    interests.create({"customer": haneul, "topic": "자동화"})
    client = browse(ada)
    told = client.get(page(haneul), {"tab": "timeline"}).content.decode()
    beside = client.get(page(haneul, "beside"), headers=HTMX).content.decode()
    for words in ("카탈로그", "소음", "자동화"):
        assert words in told, words
        assert words in beside, words
    assert "밤에 시끄러움" in told
    kinds = client.get(page(haneul, "kinds"), headers=HTMX).content.decode()
    assert "kind=complaint" in kinds


@pytest.mark.feature("B7")
def test_each_medium_has_a_key_of_two_strokes(
    browse: Callable[..., Client], ada: User, haneul: Customer
) -> None:
    html = browse(ada).get(page(haneul), {"tab": "timeline"}).content.decode()
    for number in range(1, 9):  # the note and seven media
        assert f'data-key="l {number}"' in html


@pytest.mark.feature("B1")
def test_a_relation_is_told_from_both_sides(haneul: Customer) -> None:
    bada: Customer = customers.create({"name": "이바다"})
    made: Relation = relations.create(
        {"customer": haneul, "other": bada, "kind": "introducer", "memo": "2019년"}
    )
    twin = Relation.objects.get(customer=bada)
    assert (twin.other, twin.kind, twin.memo) == (haneul, "introduced", "2019년")
    relations.edit(made, {"kind": "family"}, "")
    twin.refresh_from_db()
    assert twin.kind == "family"
    relations.remove(twin)
    made.refresh_from_db()
    assert made.deleted_at is not None
    relations.restore(made)
    twin.refresh_from_db()
    assert twin.deleted_at is None


@pytest.mark.feature("B1")
def test_nobody_is_related_to_themselves_or_twice(haneul: Customer) -> None:
    bada: Customer = customers.create({"name": "이바다"})
    friend = {"customer": haneul, "other": bada, "kind": "friend"}
    relations.create(friend)
    for values, code in (
        (friend | {"other": haneul}, "relation_to_self"),
        (friend, "relation_taken"),
    ):
        with pytest.raises(RuleBroken) as caught:
            relations.create(values)
        assert caught.value.code == code
    assert Relation.objects.count() == 2


@pytest.mark.feature("B1")
def test_a_relation_to_somebody_one_may_not_see_is_not_shown(
    browse: Callable[..., Client], ada: User, bob: User, haneul: Customer
) -> None:
    own: Any = customers.create({"name": "내고객", "owner_id": bob.pk})
    relations.create({"customer": own, "other": haneul, "kind": "friend"})
    scopes = dict.fromkeys(grantable.permissions(), 3) | {"base.customer.view": 1}
    roles.assign(bob, [AccessRole.objects.create(name="영업", scopes=scopes).pk])
    address = page(own, "beside")
    assert "김하늘" in browse(ada).get(address, headers=HTMX).content.decode()
    assert "김하늘" not in browse(bob).get(address, headers=HTMX).content.decode()
