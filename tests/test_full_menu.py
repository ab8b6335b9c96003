"""The quick bar: one's own menu, what one opened, and every screen that is open (A5)."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from django.test import Client

from modules.base.models import Customer
from tenants import context
from tenants.models import Company
from tenants.people.models import User
from tenants.services import licences

pytestmark = pytest.mark.feature("A5")

MENU = "/tenants/menu"


def links(client: Client) -> list[str]:
    """Addresses of the screens in the groups."""
    text = client.get(MENU).content.decode()
    groups = text.partition('class="full-groups"')[2].partition('class="full-own"')[0]
    return re.findall(r'class="full-link" href="([^"]+)"', groups)


def own(client: Client) -> str:
    text = client.get(MENU).content.decode()
    return text.partition('class="full-own"')[2].partition("</main>")[0]


def test_every_screen_of_the_full_menu_opens(ada: User, browse: Callable[..., Client]) -> None:
    ada_s = browse(ada)
    found = links(ada_s)
    assert {"/base/customers/", "/base/customers/new", "/campaign/campaigns/"} <= set(found)
    for address in found:
        assert ada_s.get(address).status_code in (200, 302), address


def test_nobody_is_offered_what_is_closed_to_them(
    carol: User, browse: Callable[..., Client]
) -> None:
    found = links(browse(carol))
    assert "/base/customers/" in found
    assert [each for each in found if each.startswith(("/campaign", "/tenants/users"))] == []


def test_a_star_puts_a_screen_into_my_menu_and_takes_it_out(
    ada: User, browse: Callable[..., Client]
) -> None:
    ada_s = browse(ada)
    screen = {"url": "/base/orders/", "label": "주문", "icon": "shopping-cart", "next": MENU}
    assert ada_s.post("/tenants/desk/favourites", screen)["Location"] == MENU
    assert 'href="/base/orders/"' in own(ada_s)
    (drop,) = set(re.findall(r'formaction="(/tenants/desk/favourites/[^"]+)"', own(ada_s)))
    told = ada_s.post(drop, headers={"HX-Request": "true"})
    assert "favourites-changed" in told["HX-Trigger"]
    assert 'href="/base/orders/"' not in own(ada_s)


def test_history_names_what_was_opened_while_it_may_be_seen(
    carol: User, browse: Callable[..., Client], hanbit: Company
) -> None:
    with context.inside(hanbit):
        seen = Customer.objects.create(name="본 고객")
    carol_s = browse(carol)
    assert "열어 본 기록이 여기에" in own(carol_s)
    carol_s.get(f"/base/customers/{seen.pk}/place")
    assert "본 고객" in own(carol_s)
    with context.inside(hanbit):
        licences.assign(carol, [])
    assert "본 고객" not in carol_s.get(MENU).content.decode()
