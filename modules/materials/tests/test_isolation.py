"""No company sees another's outside materials, nor connects with its customers (A20, V1)."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from modules.base.models import Customer
from modules.materials.models import Concern, Material
from modules.materials.records import material_record
from modules.materials.services.concerns import connect
from modules.materials.services.materials import materials
from modules.materials.tests.conftest import upload
from tenants.context import inside
from tenants.models import Company
from tenants.people.models import User

pytestmark = pytest.mark.feature("A20")
LIST, ADD = "/materials/materials/", "/materials/add/"


def test_two_companies_never_see_each_other_s(
    hanbit: Company, daon: Company, ada: User, eve: User, browse: Callable[..., Client]
) -> None:
    with inside(hanbit):
        customer = Customer.objects.create(name="김하늘", owner=ada)
        secret = materials.create({"title": "한빛 자료", "text": "카나리아", "owner": ada})
        connect(secret, customer)
        key = Concern.objects.get().pk
    with inside(daon):
        assert not material_record.visible_to(eve).exists()
    client = browse(eve)
    assert "한빛 자료" not in client.get(LIST).content.decode()
    for query in ("q=카나리아", f"customer={customer.pk}"):
        assert client.get(f"{LIST}?{query}").context["listing"].count == 0
    assert client.get(f"{LIST}{secret.pk}/").status_code == 404
    for path in ("connect", f"disconnect/{key}"):
        answer = client.post(f"{LIST}{secret.pk}/{path}", {"customer": str(customer.pk)})
        assert answer.status_code == 404
    given = {
        "files": [upload("a.txt", "글".encode())], "kind": "other", "customer": str(customer.pk),
    }  # fmt: skip
    assert client.post(ADD, given).status_code == 422
    with inside(daon):
        assert not Material.objects.exists()
        assert not Concern.objects.exists()
    with inside(hanbit):
        assert Concern.objects.count() == 1
