"""The navigation shows what is open to the user, and where they are (U10, P5)."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from tenants import context
from tenants.models import Company
from tenants.people.models import AccessRole, User
from tenants.queries import grantable
from tenants.services import roles

pytestmark = pytest.mark.feature("U10")

Browse = Callable[..., Client]


def lines(client: Client, path: str, place: str) -> list[str]:
    navigation = client.get(path).context["navigation"]
    return [line.url for line in getattr(navigation, place)]


def test_a_member_finds_no_line_that_would_be_refused(bob: User, ada: User, browse: Browse) -> None:
    client = browse(bob)
    shown = lines(client, "/tenants/profile", "settings")
    assert shown == ["/tenants/exports/", "/trash", "/tenants/profile"], (
        "their own to-dos go there, too"
    )
    assert all(client.get(address).status_code == 200 for address in shown)
    settings = lines(browse(ada), "/tenants/profile", "settings")
    assert {"/tenants/users/", "/billing/", "/tenants/audit/"} < set(settings)


@pytest.mark.feature("U4")
def test_the_trash_has_a_line_for_those_who_may_delete_something(
    bob: User, ada: User, hanbit: Company, browse: Browse
) -> None:
    assert "/trash" in lines(browse(ada), "/tenants/profile", "settings")
    closed = {code: 0 for code in grantable.permissions() if code.endswith(".delete")}
    with context.inside(hanbit):
        role = AccessRole.objects.create(name="정리", scopes=closed)
        roles.assign(bob, [role.pk])
    assert "/trash" not in lines(browse(bob), "/tenants/profile", "settings")
    with context.inside(hanbit):
        role.scopes = closed | {"campaign.campaign.delete": 1}
        role.save()
    assert "/trash" in lines(browse(bob), "/tenants/profile", "settings")
    palette = browse(ada).get("/palette?q=휴지통").content.decode()
    assert "/trash" in palette


@pytest.mark.feature("A1")
def test_the_plan_decides_the_lines_of_work(bob: User, carol: User, browse: Browse) -> None:
    assert "/campaign/campaigns/" in lines(browse(bob), "/tenants/profile", "main")
    base_only = lines(browse(carol), "/tenants/profile", "main")
    assert "/base/customers/" in base_only
    assert "/campaign/campaigns/" not in base_only


def test_settings_stand_in_the_list_only_while_one_is_there(ada: User, browse: Browse) -> None:
    client = browse(ada)
    inside = client.get("/tenants/users/").context["navigation"]
    assert inside.is_in_settings
    assert [line.url for line in inside.settings if line.active] == ["/tenants/users/"]
    assert not client.get("/base/customers/").context["navigation"].is_in_settings


def test_only_what_the_user_may_make_is_offered(bob: User, carol: User, browse: Browse) -> None:
    assert "/campaign/campaigns/new" in lines(browse(bob), "/tenants/profile", "makings")
    client = browse(carol)
    offered = lines(client, "/tenants/profile", "makings")
    assert "/base/customers/new" in offered
    assert not any(address.startswith("/campaign/") for address in offered)
    assert all(client.get(address).status_code == 200 for address in offered)


@pytest.mark.feature("A19")
def test_the_language_one_switches_to_is_kept_for_the_user(
    ada: User, hanbit: Company, browse: Browse
) -> None:
    client = browse(ada)
    client.post("/language", {"language": "en", "next": "/tenants/profile"})
    with context.inside(hanbit):
        assert User.objects.get(pk=ada.pk).language == "en"
    assert '<html lang="en"' in browse(ada).get("/tenants/profile").content.decode()


def test_the_first_page_is_the_first_line_of_work(ada: User, browse: Browse) -> None:
    client = browse(ada)
    first = lines(client, "/tenants/profile", "main")[0]
    assert client.get("/")["Location"] == first


def test_the_company_s_tile_leads_to_the_choice_of_another(ada: User, browse: Browse) -> None:
    page = browse(ada).get("/tenants/profile").content.decode()
    assert "/companies#hanbit" in page


def test_operators_see_an_ink_tile(op: User, ada: User, browse: Browse) -> None:
    assert "logo-ink" in browse(op).get("/tenants/profile").content.decode()
    assert "logo-ink" not in browse(ada).get("/tenants/profile").content.decode()
