"""Colleagues called in notes: who is meant, who is told, how it looks (U9)."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from modules.base.models import Customer
from tenants.context import inside
from tenants.models import Company
from tenants.notices.models import Notice
from tenants.people.models import AccessRole, Assignment, User
from tenants.queries import mentions

pytestmark = pytest.mark.feature("U9")
NAMES = {"김민", "김민수", "최민호", "Kim Ada", "이"}


def found(text: str) -> list[str]:
    return [call.name for call in mentions.calls(text, NAMES)]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("@최민호 견적", ["최민호"]),
        ("@최민호님께 부탁", ["최민호"]),
        ("(@최민호)", ["최민호"]),
        ("@최민호에게, @김민이 확인", ["최민호", "김민"]),
        ("@최민호팀장님 확인", ["최민호"]),
        ("@김민수", ["김민수"]),
        ("@Kim Ada: look", ["Kim Ada"]),
        ("@최민호\n@김민", ["최민호", "김민"]),
        ("@김민석 확인", []),
        ("최민호", []),
        ("haneul@최민호", []),
        ("@ 최민호", []),
        ("@이상해", []),
        ("@", []),
    ],
)
def test_who_is_called(text: str, names: list[str]) -> None:
    assert found(text) == names


def test_names_are_set_off_and_everything_is_escaped() -> None:
    html = mentions.marked("<b> @최민호님 & @김민석", NAMES)
    assert html == '&lt;b&gt; <span class="mention">@최민호</span>님 &amp; @김민석'


def test_two_people_of_one_name_are_both_meant(inside_hanbit: Company, bob: User) -> None:
    twin = User.objects.create(name=bob.name, email="bob2@hanbit.example")
    assert set(mentions.in_text("@밥 확인")) == {bob, twin}
    User.objects.filter(pk=twin.pk).update(is_active=False)
    assert mentions.in_text("@밥 확인") == [bob]


@pytest.fixture
def customer(hanbit: Company) -> Customer:
    with inside(hanbit):
        return Customer.objects.create(name="김하늘")


def test_the_field_offers_colleagues_and_says_who_will_be_told(
    customer: Customer, ada: User, browse: Callable[..., Client]
) -> None:
    client = browse(ada)
    page = f"/base/customers/{customer.pk}/"
    assert f'data-colleagues="{page}mentions"' in client.get(page).content.decode()
    offered = client.get(f"{page}mentions").content.decode()
    assert 'data-name="밥"' in offered
    assert 'data-name="에이다"' not in offered
    told = client.post(f"{page}mentions/reach", {"memo": "@밥님, @캐럴, @에이다"}).content.decode()
    assert "동료 2명에게 알림" in told
    assert client.post(f"{page}mentions/reach", {"memo": "전화"}).content.decode().strip() == ""


def test_who_may_not_see_the_customer_is_said_not_to_be_told(
    hanbit: Company, customer: Customer, ada: User, carol: User, browse: Callable[..., Client]
) -> None:
    with inside(hanbit):
        role = AccessRole.objects.create(name="내 고객만", scopes={"base.customer.view": 1})
        Assignment.objects.create(user=carol, role=role)
    page = f"/base/customers/{customer.pk}/"
    told = browse(ada).post(f"{page}mentions/reach", {"memo": "@캐럴 @밥"}).content.decode()
    assert "동료 1명에게 알림" in told
    assert "캐럴 님은 이 기록을 볼 수 없어서 알림이 가지 않아요." in told
    assert browse(carol).get(f"{page}mentions").status_code == 404
    assert browse(carol).post(f"{page}mentions/reach", {"memo": "@밥"}).status_code == 404


def test_a_note_on_the_page_tells_whom_it_calls_and_shows_them(
    hanbit: Company, customer: Customer, ada: User, bob: User, browse: Callable[..., Client]
) -> None:
    client = browse(ada)
    page = f"/base/customers/{customer.pk}/"
    client.post(f"{page}notes", {"kind": "note", "memo": "@밥 <b>단가표</b> 부탁"})
    html = client.get(page).content.decode()
    assert '<span class="mention">@밥</span> &lt;b&gt;단가표' in html
    with inside(hanbit):
        assert Notice.objects.get().user_id == bob.pk
