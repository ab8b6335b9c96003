"""Every address against every kind of visitor, generated from the addresses themselves (P5, V1).

A new address is in the matrix by being there; one without a mark fails. Each denial stands beside
a visitor who is let in, so a matrix that denies everybody fails too.
"""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from dangol import registry
from dangol.access import Access, user_can
from dangol.addresses import Address, addresses
from tenants import context
from tenants.models import Company
from tenants.people.models import User
from tenants.services import licences
from tests.api.program import Program, program, role_of

pytestmark = pytest.mark.feature("P5")

NOBODY_S_ID = UUID("00000000-0000-7000-8000-0000000000ff")
SAMPLES = {"uuid": NOBODY_S_ID, "int": 2026, "str": "none", "slug": "none", "": "0"}


def access_of(address: Address) -> Access:
    """The mark of its view; a bare one has none, and fails by itself."""
    return getattr(address.view, "access", Access())


ALL = sorted(addresses(), key=lambda address: (address.site, address.name))
PROGRAMS = [a for a in ALL if access_of(a).for_programs]
MARKED = [a for a in ALL if a.site == "company" and not a.public and a not in PROGRAMS]
LICENSED = [a for a in MARKED if a.entitlement not in ("", "customer", "provider")]
OPERATING = [a for a in MARKED if a.entitlement == "provider"]
RENTING = [a for a in MARKED if a.entitlement not in ("", "provider")]
ADMIN_ONLY = [
    a
    for a in MARKED
    if a.entitlement != "provider" and "member" not in registry.permissions()[a.permission][0].roles
]
WRITING = [a for a in MARKED if "POST" in a.methods and a.entitlement != "provider"]


CALLS = [(a, method) for a in PROGRAMS for method in a.methods]
"""Every method of every address of the interface."""


def url_of(address: Address) -> str:
    urlconf = settings.ROOT_URLCONF if address.site == "company" else settings.PUBLIC_URLCONF
    values = {name: SAMPLES[kind] for name, kind in address.parameters.items()}
    return reverse(address.name, kwargs=values, urlconf=urlconf)


def knock(client: Client, address: Address) -> int:
    """The status of the address for this visitor, by its first method."""
    method = "get" if "GET" in address.methods else "post"
    return getattr(client, method)(url_of(address)).status_code


def test_every_address_carries_a_mark() -> None:
    bare = [a.name for a in ALL if not hasattr(a.view, "access")]
    assert bare == []
    assert len(MARKED) > 20


def test_every_permission_is_declared() -> None:
    for address in MARKED:
        assert address.permission in registry.permissions(), address.name
    for address in PROGRAMS:
        assert set(access_of(address).by_method.values()) <= set(registry.permissions())


@pytest.mark.parametrize("address", MARKED, ids=lambda a: a.name)
def test_a_visitor_without_log_in_is_sent_to_log_in(
    address: Address, hanbit: Company, browse: Callable[..., Client]
) -> None:
    method = "get" if "GET" in address.methods else "post"
    answer = getattr(browse(company=hanbit), method)(url_of(address))
    assert answer.status_code == 302
    assert answer["Location"].startswith(reverse("account_login"))


@pytest.mark.parametrize("address", MARKED, ids=lambda a: a.name)
def test_the_right_user_is_let_in(
    address: Address, ada: User, op: User, browse: Callable[..., Client]
) -> None:
    """Let in means past the gate: the address answers, or the sample record is not there."""
    user = op if address.entitlement == "provider" else ada
    assert knock(browse(user), address) in (200, 204, 302, 400, 404, 409, 422)
    with context.inside(browse(user).company):
        assert user_can(user, address.permission)


@pytest.mark.parametrize("address", LICENSED, ids=lambda a: a.name)
def test_a_user_without_the_licence_is_told_so_and_finds_nothing(
    address: Address, hanbit: Company, ada: User, browse: Callable[..., Client]
) -> None:
    """The gate answers, before anything is looked for."""
    with context.inside(hanbit):
        licences.assign(ada, [])
    method = "get" if "GET" in address.methods else "post"
    answer = getattr(browse(ada), method)(url_of(address))
    assert answer.status_code == 403
    assert "아직 요금제가 없" in answer.content.decode()


@pytest.mark.parametrize("address", OPERATING, ids=lambda a: a.name)
def test_what_the_provider_s_staff_works_with_does_not_exist_for_a_company(
    address: Address, ada: User, browse: Callable[..., Client]
) -> None:
    assert knock(browse(ada), address) == 404


@pytest.mark.parametrize("address", ADMIN_ONLY, ids=lambda a: a.name)
def test_a_role_without_the_permission_is_refused(
    address: Address, bob: User, browse: Callable[..., Client]
) -> None:
    assert knock(browse(bob), address) in (403, 404)


@pytest.mark.parametrize("address", MARKED, ids=lambda a: a.name)
def test_the_log_in_of_another_company_opens_nothing(
    address: Address, hanbit: Company, eve: User, browse: Callable[..., Client]
) -> None:
    """Eve's session cookie, sent to Hanbit's address."""
    stranger = browse(eve)
    stranger.defaults["HTTP_HOST"] = hanbit.host
    method = "get" if "GET" in address.methods else "post"
    answer = getattr(stranger, method)(url_of(address))
    assert answer.status_code == 302
    assert answer["Location"].startswith(reverse("account_login"))


@pytest.mark.parametrize("address", WRITING, ids=lambda a: a.name)
def test_a_suspended_company_is_read_only(
    address: Address, hanbit: Company, ada: User, browse: Callable[..., Client]
) -> None:
    client = browse(ada)
    with context.platform("test"):
        Company.objects.filter(pk=hanbit.pk).update(state=Company.State.SUSPENDED)
    status = client.post(url_of(address)).status_code
    frozen = not access_of(address).while_suspended
    assert (status == 403) is frozen


@pytest.mark.parametrize("address", RENTING, ids=lambda a: a.name)
def test_the_provider_s_staff_has_no_company_of_its_own_to_run(
    address: Address, op: User, browse: Callable[..., Client]
) -> None:
    assert knock(browse(op), address) == 404


def named(call: tuple[Address, str]) -> str:
    return f"{call[1]} {call[0].name}"


def ask(shop: Program, call: tuple[Address, str]) -> int:
    """The status of a call; what is sent names nothing, so nothing is changed."""
    address, method = call
    data = None if method in ("GET", "DELETE") else {}
    return shop.send(method, url_of(address), data).status_code


def test_the_interface_is_walked() -> None:
    assert len(CALLS) > 15


@pytest.mark.feature("W1")
@pytest.mark.parametrize("call", CALLS, ids=named)
def test_a_program_s_key_opens_what_its_role_opens_and_nothing_else(
    call: tuple[Address, str], hanbit: Company, daon: Company, ada: User
) -> None:
    address, method = call
    permission = access_of(address).needed(method)
    with context.inside(hanbit):
        open_role, closed_role = role_of("열림"), role_of("닫힘", scopes={permission: 0})
    shop, _key = program(hanbit, ada, open_role)
    assert ask(shop, call) in (200, 204, 404, 422)
    if registry.permissions()[permission][0].is_grantable:
        closed, _key = program(hanbit, ada, closed_role)
        assert ask(closed, call) == 403
    shop.defaults["HTTP_HOST"] = daon.host
    assert ask(shop, call) == 401
    shop.defaults["HTTP_HOST"] = hanbit.host
    with context.inside(hanbit):
        licences.assign(ada, [])
    assert ask(shop, call) == (403 if address.entitlement else 200)


@pytest.mark.feature("W1")
@pytest.mark.parametrize("call", CALLS, ids=named)
def test_without_a_key_the_interface_opens_nothing(
    call: tuple[Address, str], hanbit: Company, ada: User, browse: Callable[..., Client]
) -> None:
    """A log-in does not help: a page of another site could use it."""
    address, method = call
    for client in (browse(company=hanbit), browse(ada)):
        answer = client.generic(method, url_of(address), b"{}", "application/json")
        assert (answer.status_code, answer["Content-Type"]) == (401, "application/problem+json")


@pytest.mark.feature("W1")
@pytest.mark.parametrize("call", [c for c in CALLS if c[1] != "GET"], ids=named)
def test_a_suspended_company_is_read_only_for_programs(
    call: tuple[Address, str], hanbit: Company, ada: User
) -> None:
    shop, _key = program(hanbit, ada)
    with context.platform("test"):
        Company.objects.filter(pk=hanbit.pk).update(state=Company.State.SUSPENDED)
    assert ask(shop, call) == 403
