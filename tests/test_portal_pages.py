"""Pages of the portal: one for each module, begun as the company says, and adding from there."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from datetime import timedelta
from html import unescape

import pytest
from django.test import Client

from dangol import clock, preferences, registry
from dangol.portal import board, drawing, pages
from dangol.registry import Declaration
from messaging.models import Send
from modules.base.models import Customer
from modules.campaign.models import Campaign, Project
from modules.messages.services import sending
from modules.messages.services.sending import Draft
from tenants import context
from tenants.models import Company
from tenants.people.models import AuditEntry, User
from tenants.services import licences, roles
from tests.hints.conftest import as_user
from tests.test_portal import post_layout, tiles

CAMPAIGN = "/portal/?page=campaign"
STARTS = "/tenants/portal-starts/"


@pytest.fixture
def ada_s(ada: User, browse: Callable[..., Client]) -> Client:
    return browse(ada)


@pytest.fixture
def bob_s(bob: User, browse: Callable[..., Client]) -> Client:
    """A member with a campaign licence."""
    return browse(bob)


def cells(client: Client, address: str) -> dict[str, int]:
    """{address of the list: number} of a status board."""
    text = client.get(address).content.decode()
    found = re.findall(
        r'<a class="board-cell" href="([^"]+)">.*?board-number">([\d,]+)\+?</b>', text, re.S
    )
    return {unescape(url): int(number.replace(",", "")) for url, number in found}


@pytest.mark.feature("A2")
def test_a_module_has_a_page_with_its_own_tiles_and_numbers(ada_s: Client) -> None:
    assert tiles(ada_s, CAMPAIGN) == ["portal-board", "campaign-progress", "campaign-mine"]
    assert f'href="{CAMPAIGN}"' in ada_s.get("/portal/").content.decode()
    numbers = cells(ada_s, "/portal/tiles/portal.board?page=campaign")
    assert len(numbers) == len(registry.by_code("campaign").counters)
    assert all(address.startswith("/campaign/") for address in numbers)


@pytest.mark.feature("A2")
@pytest.mark.feature("V1")
def test_a_page_of_a_module_that_is_closed_to_somebody_does_not_exist_for_them(
    carol: User, browse: Callable[..., Client]
) -> None:
    carol_s = browse(carol)
    assert "page=campaign" not in carol_s.get("/portal/").content.decode()
    for address in (CAMPAIGN, "/portal/arrange?page=campaign", "/portal/?page=no-such"):
        assert carol_s.get(address).status_code == 404
    layout = {"layout": json.dumps([["portal.board", 12, 1]])}
    assert carol_s.post("/portal/layout?page=campaign", layout).status_code == 404


@pytest.mark.feature("A2")
@pytest.mark.feature("A3")
def test_each_page_is_arranged_by_itself_and_takes_any_tile_of_its_user(ada_s: Client) -> None:
    first = tiles(ada_s)
    ada_s.post("/portal/add?page=campaign", {"code": "base.care"})
    ada_s.post("/portal/arrange?page=campaign", {"code": "base.care", "deed": "earlier"})
    asked = tiles(ada_s, CAMPAIGN)
    assert asked == ["portal-board", "campaign-progress", "base-care", "campaign-mine"]
    assert tiles(ada_s) == first
    shown = ada_s.post("/portal/reset?page=campaign", follow=True).content.decode()
    assert "/portal/undo?page=campaign" in shown
    assert tiles(ada_s, CAMPAIGN) == ["portal-board", "campaign-progress", "campaign-mine"]
    ada_s.post("/portal/undo?page=campaign")
    assert tiles(ada_s, CAMPAIGN) == asked


@pytest.mark.feature("A2")
def test_a_module_that_declares_a_page_has_one_without_another_edit(
    ada: User, inside_hanbit: Company, monkeypatch: pytest.MonkeyPatch
) -> None:
    base = registry.by_code("base")
    later = Declaration(
        code="later", label="나중", has_start_page=True, widgets=base.widgets[:1]
    )  # any tile that is open to Ada
    known = (*registry.declarations(), later)
    monkeypatch.setattr(registry, "declarations", lambda: known)
    assert [page.code for page in pages.open_to(ada)] == ["", "campaign", "later"]
    found = pages.find(ada, "later")
    assert found
    assert found.stands_at_first(list(base.widgets)) == {base.widgets[0].code}


@pytest.mark.feature("A3")
@pytest.mark.feature("A12")
def test_an_administrator_gives_everybody_or_a_role_a_start(
    ada_s: Client, bob: User, carol: User, browse: Callable[..., Client], hanbit: Company
) -> None:
    with context.inside(hanbit):
        seller = roles.create("영업")
        roles.assign(bob, [seller.pk])
    post_layout(ada_s, ["base.news", 6, 3], ["portal.board", 12, 1])
    ada_s.post(f"{STARTS}put", {"role": ""})
    post_layout(ada_s, ["base.growth", 12, 4], ["campaign.mine", 6, 4])
    ada_s.post(f"{STARTS}put", {"role": str(seller.pk)})

    assert tiles(browse(bob))[:2] == ["base-growth", "campaign-mine"]
    assert tiles(browse(carol))[:2] == ["base-news", "portal-board"]
    page = browse(carol).get("/portal/").content.decode()
    assert 'id="tile-base-news" style="--columns: 6; --rows: 3"' in page
    listed = ada_s.get(STARTS).content.decode()
    assert "영업" in listed
    with context.inside(hanbit):
        told = AuditEntry.objects.filter(action="tenants.portal_start.edit").order_by("-at")
        assert [each.changes for each in told] == [{"page": "", "role": "영업"}, {"page": ""}]


@pytest.mark.feature("A3")
def test_who_arranged_theirs_keeps_it_and_resets_to_what_the_company_gives(
    ada_s: Client, bob_s: Client
) -> None:
    bob_s.post("/portal/arrange", {"code": "portal.today", "deed": "later"})
    own = tiles(bob_s)
    post_layout(ada_s, ["base.news", 6, 3])
    ada_s.post(f"{STARTS}put", {"role": ""})
    assert tiles(bob_s) == own
    bob_s.post("/portal/reset")
    assert tiles(bob_s)[0] == "base-news"
    bob_s.post("/portal/undo")
    assert tiles(bob_s) == own


@pytest.mark.feature("A3")
def test_a_start_is_taken_back_and_that_is_undone(ada_s: Client, bob_s: Client) -> None:
    declared = tiles(bob_s)
    post_layout(ada_s, ["base.news", 6, 3])
    shown = ada_s.post(f"{STARTS}put", {"role": ""}, follow=True).content.decode()
    undo = re.findall(r"/tenants/portal-starts/undo\?[^\"<]+", shown)[-1]
    assert tiles(bob_s)[0] == "base-news"
    ada_s.post(f"{STARTS}reset", {"role": ""})
    assert tiles(bob_s) == declared
    ada_s.post(unescape(undo))  # something else was done since
    assert tiles(bob_s) == declared
    shown = ada_s.post(f"{STARTS}put", {"role": ""}, follow=True).content.decode()
    undo = re.findall(r"/tenants/portal-starts/undo\?[^\"<]+", shown)[-1]
    ada_s.post(unescape(undo))
    assert tiles(bob_s) == declared


@pytest.mark.feature("A3")
@pytest.mark.feature("V1")
def test_a_start_shows_nobody_what_they_may_not_see(
    ada_s: Client, carol: User, browse: Callable[..., Client]
) -> None:
    post_layout(ada_s, ["campaign.mine", 6, 3], ["base.care", 6, 3])
    ada_s.post(f"{STARTS}put", {"role": ""})
    assert tiles(browse(carol))[0] == "base-care"
    assert "campaign-mine" not in tiles(browse(carol))


@pytest.mark.feature("A3")
def test_a_start_needs_a_role_that_exists_and_at_least_one_tile(
    ada: User, ada_s: Client, hanbit: Company
) -> None:
    for role in ("no-such", "0192f0c8-0000-7000-8000-000000000000"):
        assert ada_s.post(f"{STARTS}put", {"role": role}).status_code == 404
    with context.inside(hanbit):
        every = [widget.code for each in registry.declarations() for widget in each.widgets]
        preferences.keep(ada, "portal", {"places": [], "hidden": every})
    shown = ada_s.post(f"{STARTS}put", {"role": ""}, follow=True).content.decode()
    assert "먼저 배치한 다음" in shown


@pytest.mark.feature("A3")
def test_a_tile_of_a_dropped_module_is_no_error_and_its_place_is_kept(
    ada: User, ada_s: Client, hanbit: Company
) -> None:
    with context.inside(hanbit):
        places = [["gone.sales", 6, 4], ["base.news", 6, 3]]
        preferences.keep(ada, "portal", {"places": places, "hidden": ["gone.hidden"]})
    assert tiles(ada_s)[0] == "base-news"
    ada_s.post("/portal/arrange", {"code": "portal.today", "deed": "later"})
    with context.inside(hanbit):
        kept = preferences.read(ada, "portal")
    assert ["gone.sales", 6, 4] in kept["places"]
    assert "gone.hidden" in kept["hidden"]


@pytest.mark.feature("A4")
def test_every_counter_counts_the_list_that_it_opens(
    ada: User, bob: User, ada_s: Client, hanbit: Company
) -> None:
    with context.inside(hanbit):
        with as_user(bob):
            sending.send(bob, Draft(to=[f"u{ada.pk}"], subject="회의"))
        old = clock.now() - timedelta(days=40)
        Customer.objects.create(name="가", owner=ada, last_contacted_at=old)
        Customer.objects.create(name="나", birth_date=clock.today().replace(year=1980, day=1))
        for state in (Send.Status.DRAFT, Send.Status.PAUSED, Send.Status.DONE):
            campaign = Campaign.objects.create(name=f"캠페인 {state}", state="running")
            Project.objects.create(
                campaign=campaign,
                name="가",
                send=Send.objects.create(status=state, name="가"),
                starts_on=clock.today(),
                ends_on=clock.today(),
            )
        counters = board.open_to(ada)
    for counter in counters:
        ada_s.post("/portal/tiles/portal.board/settings", {"numbers": [counter.code]})
        ((address, number),) = cells(ada_s, "/portal/tiles/portal.board").items()
        opened = ada_s.get(address).context
        if counter.code == "messages.unread":  # a box of its own, no list of records
            assert (len(opened["page"].lines), number) == (1, 1)
            continue
        listed = opened["listing"]
        assert (listed.count, listed.problems) == (number, []), counter.code


@pytest.mark.feature("A4")
def test_a_user_chooses_the_numbers_of_their_board(ada_s: Client) -> None:
    settings = "/portal/tiles/portal.board/settings"
    chosen = ["base.mine", "campaign.running"]
    assert ada_s.post(settings, {"numbers": chosen}).status_code == 302
    assert list(cells(ada_s, "/portal/tiles/portal.board")) == [
        "/base/customers/?owner=me",
        "/campaign/campaigns/?state=running",
    ]
    assert ada_s.post(settings, {"numbers": ["no.such"]}).status_code == 422
    ada_s.post(settings, {"numbers": []})
    assert len(cells(ada_s, "/portal/tiles/portal.board")) == board.MOST


@pytest.mark.feature("A4")
@pytest.mark.feature("V1")
def test_a_chosen_number_whose_right_was_lost_is_left_out(
    ada: User, ada_s: Client, hanbit: Company
) -> None:
    settings = "/portal/tiles/portal.board/settings"
    ada_s.post(settings, {"numbers": ["base.mine", "campaign.running"]})
    with context.inside(hanbit):
        licences.assign(ada, ["base"])
    assert "campaign.running" not in ada_s.get(settings).content.decode()
    text = ada_s.get("/portal/tiles/portal.board").content.decode()
    assert "campaign" not in text
    assert text.count('<a class="board-cell"') > 0


@pytest.mark.feature("A7")
def test_the_portal_offers_what_is_added_most_by_two_keys(
    ada_s: Client, carol: User, browse: Callable[..., Client], hanbit: Company
) -> None:
    page = ada_s.get("/portal/").content.decode()
    for address, key in (("/base/contacts/new", "n h"), ("/base/customers/new", "n c")):
        assert re.search(rf'href="{address}" data-drawer="add" data-go="{key}"', page)
    with context.inside(hanbit):
        reader = roles.create("보기만")
        roles.change(reader, scopes={"base.customer.create": 0}, fields={})
        roles.assign(carol, [reader.pk])
    page = browse(carol).get("/portal/").content.decode()
    assert 'data-go="n c"' not in page
    assert 'data-go="n h"' in page


@pytest.mark.feature("A7")
def test_tiles_hear_that_a_record_was_made(ada_s: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(drawing, "AT_ONCE", 10.0)
    page = ada_s.get("/portal/").content.decode()
    assert 'hx-get="/portal/tiles/base.news" hx-trigger="record-made from:body"' in page
    form = ada_s.get("/base/contacts/new", headers={"HX-Request": "true"}).content.decode()
    assert 'hx-post="/base/contacts/new"' in form
    assert "<html" not in form
