"""What an import may touch, whose its records are, and what their histories say (U5, P5, A10)."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from modules.base.models import Customer
from modules.base.records import customer_record
from tenants.models import Company
from tenants.people.models import AccessRole, User
from tenants.queries import grantable
from tenants.services import roles
from tests.importing.import_files import csv_file, imported, states

pytestmark = pytest.mark.feature("U5")
HEAD = ["이름", "휴대폰", "회사명"]


@pytest.fixture
def seller(inside_hanbit: Company, bob: User) -> User:
    """Sees and exports their own customers, and may change all."""
    scopes = dict.fromkeys(grantable.permissions(), 3) | {"base.customer.view": 1}
    role = AccessRole.objects.create(name="영업", scopes=scopes)
    roles.assign(bob, [role.pk])
    return User.objects.get(pk=bob.pk)


@pytest.mark.feature("P5")
def test_what_one_does_not_see_is_not_overwritten(seller: User, ada: User) -> None:
    Customer.objects.create(
        name="하늘", mobile="010-1111-2222", mobile_key="01011112222", company_name="비밀",
        owner=ada,
    )  # fmt: skip
    run = imported(seller, csv_file([HEAD, ["하늘", "010-1111-2222", "덮어씀"]]), "update")
    assert states(run) == {"rejected": 1}
    assert run.rows.get().reason == "not_yours"
    assert Customer.objects.get().company_name == "비밀"


@pytest.mark.feature("P5")
def test_one_does_nothing_with_what_one_does_not_see(seller: User, ada: User) -> None:
    Customer.objects.create(name="에이다의 고객", owner=ada)
    mine = Customer.objects.create(name="밥의 고객", owner=seller)
    for verb in ("view", "edit", "delete", "bulk", "export"):
        assert list(customer_record.visible_to(seller, verb)) == [mine], verb


def test_new_records_belong_to_whoever_takes_them_in(seller: User) -> None:
    run = imported(seller, csv_file([HEAD, ["하늘", "010-1111-2222", "한빛"]]))
    assert states(run) == {"created": 1}
    assert customer_record.visible_to(seller).get().owner == seller


def test_a_column_of_owners_says_whose_they_are(seller: User, ada: User) -> None:
    rows = [[*HEAD, "담당자"], ["하늘", "", "", ada.email], ["바다", "", "", ""]]
    imported(seller, csv_file(rows))
    assert dict(Customer.objects.values_list("name", "owner__name")) == {
        "하늘": ada.name,
        "바다": None,
    }


@pytest.mark.feature("A10")
@pytest.mark.feature("U2")
def test_a_record_tells_that_an_import_made_and_changed_it(
    inside_hanbit: Company, ada: User, browse: Callable[..., Client]
) -> None:
    imported(ada, csv_file([HEAD, ["하늘", "010-1111-2222", "한빛"]]))
    imported(ada, csv_file([HEAD, ["하늘", "010-1111-2222", "누리"]]), "update")
    page = f"/base/customers/{Customer.objects.get().pk}/"
    client = browse(ada)
    history = client.get(f"{page}?tab=changes").content.decode()
    assert "가져오기로 바뀜" in history
    assert "한빛" in history
    assert "누리" in history
    timeline = client.get(page).content.decode()
    assert "가져오기로 바뀜: 회사 이름 한빛 → 누리" in timeline
    trail = client.get(f"{page}beside", headers={"HX-Request": "true"}).content.decode()
    assert f"{ada.name} (가져오기)" in trail
