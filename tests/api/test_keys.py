"""Keys: what opens the interface, and what stops opening it (W1, V1)."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from dangol import clock
from modules.base.models import Customer
from tenants import context
from tenants.api.models import ApiKey
from tenants.api.services import keys
from tenants.models import Company
from tenants.people.models import AuditEntry, User
from tenants.services import licences, roles
from tests.api.program import CUSTOMERS, Program, program, role_of

pytestmark = [pytest.mark.feature("W1"), pytest.mark.feature("V1")]


def refused(shop: Program) -> tuple[int, str]:
    answer = shop.get(CUSTOMERS)
    assert answer["Content-Type"] == "application/problem+json"
    return answer.status_code, answer.json()["type"].rpartition(":")[2]


def test_a_key_is_kept_as_a_digest_only(inside_hanbit: Company, ada: User) -> None:
    shop, key = program(inside_hanbit, ada)
    assert shop.text.startswith(f"dgl_{key.prefix}_")
    assert shop.text.split("_", 2)[2] not in str(ApiKey.objects.values().get())
    entry = AuditEntry.objects.get(action="tenants.key.create")
    assert shop.text not in str(entry.changes)


@pytest.mark.parametrize("text", ["", "x", "dgl_", "dgl_abc_def", "dgl_\u00e9_x", "a b", "dgl__x"])
def test_what_is_no_key_is_refused(inside_hanbit: Company, ada: User, text: str) -> None:
    shop, _key = program(inside_hanbit, ada)
    shop.defaults["HTTP_AUTHORIZATION"] = f"Bearer {text}"
    answer = shop.get(CUSTOMERS)
    assert answer.status_code == 401
    assert answer["WWW-Authenticate"].startswith("Bearer")


def test_a_key_with_another_ending_is_refused(inside_hanbit: Company, ada: User) -> None:
    shop, _key = program(inside_hanbit, ada)
    ending = "A" if shop.text[-1] != "A" else "B"
    shop.defaults["HTTP_AUTHORIZATION"] = f"Bearer {shop.text[:-1]}{ending}"
    assert refused(shop) == (401, "key")


def test_a_key_opens_its_own_company_only(hanbit: Company, daon: Company, ada: User) -> None:
    shop, _key = program(hanbit, ada)
    assert shop.get(CUSTOMERS).status_code == 200
    shop.defaults["HTTP_HOST"] = daon.host
    assert refused(shop) == (401, "key")


def test_a_key_dies_with_its_end_its_role_and_its_user(
    inside_hanbit: Company, ada: User, bob: User
) -> None:
    soon = clock.now() + timedelta(hours=1)
    ending, _key = program(inside_hanbit, ada, role_of("하나"), expires_at=soon)
    assert ending.get(CUSTOMERS).status_code == 200
    ApiKey.objects.update(expires_at=clock.now() - timedelta(seconds=1))
    assert refused(ending) == (401, "key")
    role = role_of("둘")
    roleless, _key = program(inside_hanbit, ada, role)
    roles.remove(role)
    assert refused(roleless) == (401, "key")
    userless, _key = program(inside_hanbit, bob, role_of("셋"))
    User.objects.filter(pk=bob.pk).update(is_active=False)
    assert refused(userless) == (401, "key")


def test_a_revoked_key_is_closed_at_once_and_stays_in_the_audit(
    inside_hanbit: Company, ada: User
) -> None:
    shop, key = program(inside_hanbit, ada)
    keys.revoke(key)
    assert refused(shop) == (401, "key")
    assert AuditEntry.objects.get(action="tenants.key.revoke").summary == "쇼핑몰"


def test_a_key_goes_no_further_than_role_and_licence(inside_hanbit: Company, ada: User) -> None:
    role = role_of(scopes={"base.customer.create": 0, "base.customer.delete": 0})
    shop, _key = program(inside_hanbit, ada, role)
    customer = Customer.objects.create(name="가")
    assert shop.get(CUSTOMERS).status_code == 200
    assert shop.send("POST", CUSTOMERS, {"name": "나"}).status_code == 403
    assert shop.send("POST", f"{CUSTOMERS}/batch", {"items": [{"name": "나"}]}).status_code == 403
    assert shop.send("DELETE", f"{CUSTOMERS}/{customer.pk}").status_code == 403
    licences.assign(ada, [])
    closed = shop.get(CUSTOMERS)
    assert closed.status_code == 403
    assert "요금제" in closed.json()["detail"]


def test_a_suspended_company_is_read_only_for_programs(hanbit: Company, ada: User) -> None:
    shop, _key = program(hanbit, ada)
    with context.platform("test"):
        Company.objects.filter(pk=hanbit.pk).update(state=Company.State.SUSPENDED)
    assert shop.get(CUSTOMERS).status_code == 200
    assert shop.send("POST", CUSTOMERS, {"name": "가"}).status_code == 403


def test_a_key_is_used_from_its_networks_only(inside_hanbit: Company, ada: User) -> None:
    away, _key = program(inside_hanbit, ada, role_of("하나"), networks=["203.0.113.0/24"])
    assert refused(away) == (403, "network")
    here, key = program(inside_hanbit, ada, role_of("둘"), networks=["127.0.0.0/8"])
    assert here.get(CUSTOMERS).status_code == 200
    key.refresh_from_db()
    assert (key.used_from, key.used_at is not None) == ("127.0.0.1", True)


def test_calls_are_counted_and_too_many_have_to_wait(
    inside_hanbit: Company, ada: User, settings: Any
) -> None:
    settings.API_CALLS_A_MINUTE = 3
    shop, _key = program(inside_hanbit, ada)
    left = [shop.get(CUSTOMERS)["RateLimit-Remaining"] for _call in range(3)]
    assert left == ["2", "1", "0"]
    answer = shop.get(CUSTOMERS)
    assert (answer.status_code, answer["RateLimit-Limit"]) == (429, "3")
    assert 1 <= int(answer["Retry-After"]) <= 60


def test_guessing_is_slowed_down(inside_hanbit: Company, ada: User) -> None:
    shop, _key = program(inside_hanbit, ada)
    right = shop.defaults["HTTP_AUTHORIZATION"]
    shop.defaults["HTTP_AUTHORIZATION"] = "Bearer dgl_0000000000_wrong"
    assert {shop.get(CUSTOMERS).status_code for _guess in range(60)} == {401}
    assert refused(shop) == (429, "too-often")
    shop.defaults["HTTP_AUTHORIZATION"] = right
    assert shop.get(CUSTOMERS).status_code == 200


def test_without_redis_calls_are_answered_and_counted_all_the_same(
    inside_hanbit: Company, ada: User, settings: Any
) -> None:
    settings.CACHES = {"default": {**settings.CACHES["default"], "LOCATION": "redis://127.0.0.1:1"}}
    shop, _key = program(inside_hanbit, ada)
    left = [int(shop.get(CUSTOMERS)["RateLimit-Remaining"]) for _call in range(2)]
    assert left[0] - left[1] == 1
