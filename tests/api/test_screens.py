"""Screens about the interface: keys and the reference (W1)."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from django.test import Client

from tenants.api.models import ApiKey
from tenants.models import Company
from tenants.people.models import User
from tests.api.program import CUSTOMERS, Program, program, role_of

pytestmark = pytest.mark.feature("W1")


def test_an_administrator_makes_a_key_sees_it_once_and_revokes_it(
    inside_hanbit: Company, ada: User, browse: Callable[..., Client]
) -> None:
    admin, role = browse(ada), role_of()
    sent = {"name": " 쇼핑몰 ", "role": role.pk, "user": ada.pk, "lasts": "90", "networks_text": ""}
    made = admin.post("/tenants/keys/new", sent)
    assert made["Cache-Control"].find("no-store") >= 0
    (text,) = set(re.findall(r"dgl_[0-9a-f]{10}_[\w-]{43}", made.content.decode()))
    key = ApiKey.objects.get()
    assert (key.name, key.made_by) == ("쇼핑몰", ada)
    assert round((key.expires_at - key.made_at).total_seconds() / 86_400) == 90
    shop = Program(inside_hanbit, text)
    assert shop.get(CUSTOMERS).status_code == 200
    page = admin.get("/tenants/keys/").content.decode()
    assert text not in page
    assert f"dgl_{key.prefix}…" in page
    assert "쇼핑몰" in admin.get(f"/tenants/keys/{key.pk}/revoke").content.decode()
    assert shop.get(CUSTOMERS).status_code == 200
    assert admin.post(f"/tenants/keys/{key.pk}/revoke").status_code == 302
    assert shop.get(CUSTOMERS).status_code == 401
    assert "폐기됨" in admin.get("/tenants/keys/").content.decode()


def test_a_wrong_form_says_what_is_wrong_and_makes_nothing(
    inside_hanbit: Company, ada: User, browse: Callable[..., Client]
) -> None:
    admin = browse(ada)
    assert "먼저 역할을 만들어" in admin.get("/tenants/keys/new").content.decode()
    role = role_of()
    sent = {"name": "x", "role": role.pk, "user": ada.pk, "networks_text": "여기"}
    refused = admin.post("/tenants/keys/new", sent)
    assert refused.status_code == 422
    assert "203.0.113.0/24" in refused.content.decode()
    assert not ApiKey.objects.exists()


def test_the_reference_shows_what_its_reader_may_see(
    inside_hanbit: Company, ada: User, bob: User, browse: Callable[..., Client]
) -> None:
    page = browse(ada).get("/tenants/api/base.customer").content.decode()
    assert f"{inside_hanbit.origin}{CUSTOMERS}?limit=10" in page
    for word in ("grade.not", "birth_date", "Idempotency-Key", "If-Match", "PATCH"):
        assert word in page, word
    bob.access_roles.add(role_of(fields={"base.customer": {"mobile": "hide"}}))
    member = browse(bob)
    page = member.get("/tenants/api/base.customer").content.decode()
    assert ">mobile<" not in page
    assert ">company_name<" in page
    assert member.get("/tenants/api/ghost.type").status_code == 404
    assert member.get("/tenants/keys/").status_code == 403
    assert "/tenants/keys/" not in member.get("/tenants/api").content.decode()


def test_the_document_is_open_to_a_key_and_speaks_its_language(
    inside_hanbit: Company, ada: User
) -> None:
    shop, _key = program(inside_hanbit, ada)
    document = shop.get("/api/v1/openapi.json", headers={"accept-language": "ko"}).json()
    assert document["openapi"] == "3.1.0"
    assert document["servers"][0]["url"] == f"http://{inside_hanbit.host}/api/v1"
    new = document["components"]["schemas"]["base.customer.new"]
    assert new["required"] == ["name"]
    assert new["properties"]["grade"]["enum"] == [1, 2, 3, 4, None]
    assert new["properties"]["name"]["title"] == "이름"
    role = role_of("읽기", scopes={"base.customer.create": 0, "base.customer.delete": 0})
    reader, _key = program(inside_hanbit, ada, role)
    paths = reader.get("/api/v1/openapi.json").json()["paths"]
    assert set(paths["/base/customer"]) == {"get"}
    assert "/base/customer/{id}/restore" not in paths
