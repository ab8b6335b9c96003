"""The portal as its users meet it: tiles by right, numbers that lead to their lists, failures."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from html import unescape
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.template.loader import get_template
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.module_loading import import_string

from dangol import clock, registry
from dangol.portal import board, drawing, widgets
from modules.base.models import Customer
from tenants import context
from tenants.models import Company
from tenants.people.models import User
from tenants.services import licences

PORTAL, ARRANGE, LAYOUT = "/portal/", "/portal/arrange", "/portal/layout"


def tiles(client: Client, address: str = PORTAL) -> list[str]:
    """Ids of the tiles in the order of the page."""
    text = client.get(address).content.decode()
    return re.findall(r'<section class="widget portal-tile[^"]*" id="tile-([\w-]+)"', text)


def post_layout(client: Client, *places: list[Any]) -> int:
    return client.post(LAYOUT, {"layout": json.dumps(places)}).status_code


@pytest.fixture
def ada_s(ada: User, browse: Callable[..., Client]) -> Client:
    return browse(ada)


@pytest.fixture
def carol_s(carol: User, browse: Callable[..., Client]) -> Client:
    """A member without a licence for campaigns."""
    return browse(carol)


@pytest.mark.feature("A2")
@pytest.mark.feature("A3")
def test_the_portal_is_the_first_screen_after_log_in(ada_s: Client) -> None:
    answer = ada_s.get("/")
    assert answer.status_code == 302
    assert answer["Location"] == PORTAL
    assert tiles(ada_s)[:3] == ["portal-board", "portal-today", "campaign-progress"]


@pytest.mark.feature("A3")
@pytest.mark.feature("P5")
def test_who_has_no_licence_for_campaigns_finds_none_of_their_tiles(carol_s: Client) -> None:
    found = tiles(carol_s)
    assert "base-care" in found
    assert [code for code in found if code.startswith("campaign")] == []
    assert carol_s.get("/portal/tiles/campaign.progress").status_code == 404
    assert carol_s.get("/portal/tiles/campaign.progress/settings").status_code == 404
    assert carol_s.get("/portal/tiles/base.care").status_code == 200
    assert "campaign" not in carol_s.get("/portal/tiles/portal.board").content.decode()


@pytest.mark.feature("A3")
def test_a_tile_that_does_not_exist_is_not_found(ada_s: Client) -> None:
    assert ada_s.get("/portal/tiles/no.such").status_code == 404
    assert ada_s.get("/portal/tiles/portal.today/settings").status_code == 404


@pytest.mark.feature("A3")
def test_an_arrangement_is_kept_for_its_user_alone(
    ada_s: Client, bob: User, browse: Callable[..., Client]
) -> None:
    first = tiles(ada_s)
    order = ["base.news", *(code.replace("-", ".", 1) for code in first if code != "base-news")]
    assert post_layout(ada_s, *([code, 6, 3] for code in order)) == 204
    assert tiles(ada_s) == [code.replace(".", "-") for code in order]
    assert 'style="--columns: 6; --rows: 3"' in ada_s.get(PORTAL).content.decode()
    assert tiles(browse(bob)) == first


@pytest.mark.feature("A3")
def test_a_foreign_tile_in_an_arrangement_is_refused_with_a_sentence(carol_s: Client) -> None:
    before = tiles(carol_s)
    answer = carol_s.post(LAYOUT, {"layout": json.dumps([["campaign.progress", 4, 4]])})
    assert answer.status_code == 422
    assert "campaign.progress" in answer.content.decode()
    assert tiles(carol_s) == before


@pytest.mark.feature("A3")
@pytest.mark.parametrize("layout", ["", "[", "7", '[["portal.today"]]', "[" * 100_000])
def test_a_damaged_arrangement_changes_nothing(ada_s: Client, layout: str) -> None:
    before = tiles(ada_s)
    assert ada_s.post(LAYOUT, {"layout": layout}).status_code == 422
    assert tiles(ada_s) == before


@pytest.mark.feature("A3")
def test_a_tile_missing_from_an_old_page_s_arrangement_is_not_lost(ada_s: Client) -> None:
    before = tiles(ada_s)
    assert post_layout(ada_s, ["portal.today", 4, 4]) == 204
    after = tiles(ada_s)
    assert after[0] == "portal-today"
    assert sorted(after) == sorted(before)


@pytest.mark.feature("A3")
def test_plain_forms_move_and_resize_a_tile(ada_s: Client) -> None:
    before = tiles(ada_s)
    ada_s.post(ARRANGE, {"code": "portal.today", "deed": "right"})
    after = tiles(ada_s)
    assert after.index("campaign-progress") < after.index("portal-today")
    ada_s.post(ARRANGE, {"code": "portal.today", "deed": "left"})
    assert tiles(ada_s) == before
    ada_s.post(ARRANGE, {"code": "portal.today", "deed": "wide"})
    page = ada_s.get(PORTAL).content.decode()
    assert re.search(r'id="tile-portal-today" style="--columns: 6;', page)


@pytest.mark.feature("A3")
@pytest.mark.parametrize(
    "posted",
    [
        {"code": "no.such", "deed": "left"},
        {"code": "portal.today", "deed": "sideways"},
        {"code": "portal.board", "deed": "small"},
        {},
    ],
)
def test_a_deed_that_does_not_exist_is_refused_on_the_page(
    ada_s: Client, posted: dict[str, str]
) -> None:
    before = tiles(ada_s)
    answer = ada_s.post(ARRANGE, posted)
    assert answer.status_code == 422
    assert "위젯이 없어요" in answer.content.decode()
    assert tiles(ada_s) == before


@pytest.mark.feature("A3")
def test_a_hidden_tile_is_offered_again_and_hiding_can_be_undone(ada_s: Client) -> None:
    before = tiles(ada_s)
    shown = ada_s.post(ARRANGE, {"code": "base.news", "deed": "hide"}, follow=True)
    assert "/portal/undo" in shown.content.decode()
    assert "base-news" not in tiles(ada_s)
    assert 'name="code" value="base.news"' in ada_s.get(ARRANGE).content.decode()
    ada_s.post("/portal/undo")
    assert tiles(ada_s) == before

    ada_s.post(ARRANGE, {"code": "base.news", "deed": "hide"})
    ada_s.post("/portal/add", {"code": "base.news"})
    assert tiles(ada_s)[-1] == "base-news"


@pytest.mark.feature("A3")
def test_reset_restores_the_first_arrangement_and_can_be_undone(ada_s: Client) -> None:
    first = tiles(ada_s)
    ada_s.post(ARRANGE, {"code": "portal.today", "deed": "later"})
    arranged = tiles(ada_s)
    assert arranged != first
    shown = ada_s.post("/portal/reset", follow=True)
    assert "/portal/undo" in shown.content.decode()
    assert tiles(ada_s) == first
    ada_s.post("/portal/undo")
    assert tiles(ada_s) == arranged


@pytest.mark.feature("A3")
def test_the_place_of_a_tile_outlives_its_licence(
    ada: User, ada_s: Client, hanbit: Company
) -> None:
    ada_s.post(ARRANGE, {"code": "campaign.progress", "deed": "wide"})
    with context.inside(hanbit):
        licences.assign(ada, ["base"])
    assert "campaign-progress" not in tiles(ada_s)
    ada_s.post(ARRANGE, {"code": "portal.today", "deed": "later"})
    with context.inside(hanbit):
        licences.assign(ada, ["full"])
    page = ada_s.get(PORTAL).content.decode()
    assert re.search(r'id="tile-campaign-progress" style="--columns: 6;', page)


@pytest.mark.feature("A3")
def test_settings_of_a_tile_are_one_s_own_and_checked(
    ada_s: Client, bob: User, browse: Callable[..., Client], hanbit: Company
) -> None:
    with context.inside(hanbit):
        Customer.objects.create(name="김하늘", last_contacted_at=clock.now() - timedelta(days=20))
    address = "/portal/tiles/base.care/settings"
    assert "김하늘" not in ada_s.get("/portal/tiles/base.care").content.decode()
    assert ada_s.post(address, {"whose": "all", "days": "0"}).status_code == 422
    assert ada_s.post(address, {"whose": "all", "days": "10"}).status_code == 302
    assert "김하늘" in ada_s.get("/portal/tiles/base.care").content.decode()
    assert "김하늘" not in browse(bob).get("/portal/tiles/base.care").content.decode()


@pytest.mark.feature("A4")
def test_each_number_of_the_board_opens_the_list_that_it_counts(
    ada: User, ada_s: Client, hanbit: Company
) -> None:
    with context.inside(hanbit):
        before = clock.now() - timedelta(days=40)
        Customer.objects.create(name="가", owner=ada, last_contacted_at=before)
        Customer.objects.create(name="나", birth_date=clock.today().replace(year=1980, day=1))
        Customer.objects.create(name="다", owner=ada, created_at=before)
    page = ada_s.get("/portal/tiles/portal.board").content.decode()
    cells = re.findall(
        r'<a class="board-cell" href="([^"]+)">.*?board-number">([\d,]+)</b>', page, re.S
    )
    assert len(cells) == board.MOST
    numbers = {unescape(address): int(number) for address, number in cells}
    assert numbers["/base/customers/?owner=me"] == 2
    assert numbers["/base/customers/?birth_date.month=this"] == 1
    for address, number in numbers.items():
        listed = ada_s.get(address)
        assert listed.status_code == 200
        assert listed.context["listing"].count == number, address
        assert listed.context["listing"].problems == [], address


def broken(*_: Any) -> Any:
    raise ValueError("a mistake in one tile")


def slow(*_: Any) -> Any:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_sleep(30)")


@pytest.fixture
def swap_tile(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """`swap_tile("broken")`: the tile of birthdays gets another context."""

    def put(name: str) -> None:
        real = widgets.open_to

        def spoiled(user: Any) -> list[registry.Widget]:
            path = f"{__name__}.{name}"
            return [
                replace(each, context=path) if each.code == "base.birthdays" else each
                for each in real(user)
            ]

        monkeypatch.setattr(widgets, "open_to", spoiled)

    return put


@pytest.mark.feature("A3")
@pytest.mark.parametrize("kind", ["broken", "slow"])
def test_a_tile_that_fails_or_is_slow_leaves_the_others_alone(
    ada_s: Client, swap_tile: Callable[[str], None], monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    swap_tile(kind)
    monkeypatch.setattr(drawing, "AT_ONCE", 1.0)
    monkeypatch.setattr(drawing, "PATIENCE", 0.2)
    page = ada_s.get(PORTAL)
    assert page.status_code == 200
    text = page.content.decode()
    assert 'hx-get="/portal/tiles/base.birthdays" hx-trigger="load"' in text
    assert 'hx-get="/portal/tiles/base.care" hx-trigger="load"' not in text
    assert '<a class="board-cell"' in text

    alone = ada_s.get("/portal/tiles/base.birthdays").content.decode()
    assert 'role="alert"' in alone
    assert "다시 시도" in alone


@pytest.mark.feature("A4")
def test_a_number_that_fails_leaves_the_others_of_the_board_alone(
    ada_s: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("modules.base.counters.birthdays", slow)
    monkeypatch.setattr(board, "PATIENCE", 0.1)
    text = ada_s.get("/portal/tiles/portal.board").content.decode()
    assert text.count('<a class="board-cell"') == board.MOST - 1
    assert "지금 볼 수 없음" in text


@pytest.mark.feature("A4")
def test_today_names_birthdays_and_reserved_sends(ada_s: Client, hanbit: Company) -> None:
    with context.inside(hanbit):
        Customer.objects.create(name="생일인", birth_date=clock.today().replace(year=1988))
        Customer.objects.create(name="아닌이", birth_date=clock.today() - timedelta(days=400 * 9))
    text = ada_s.get("/portal/tiles/portal.today").content.decode()
    assert "생일인" in text
    assert "아닌이" not in text


@pytest.mark.feature("A3")
@pytest.mark.feature("V1")
def test_tiles_show_nothing_of_the_trash(ada: User, ada_s: Client, hanbit: Company) -> None:
    with context.inside(hanbit):
        gone = {"deleted_at": clock.now(), "owner": ada}
        Customer.objects.create(name="지운이", birth_date=clock.today().replace(year=1980), **gone)
    assert "지운이" not in ada_s.get(PORTAL).content.decode()


@pytest.mark.feature("A3")
def test_more_customers_cost_no_more_statements(ada: User, ada_s: Client, hanbit: Company) -> None:
    def statements() -> int:
        with CaptureQueriesContext(connection) as captured:
            ada_s.get(PORTAL)
        return len(captured)

    statements()
    few = statements()
    with context.inside(hanbit):
        for number in range(30):
            Customer.objects.create(
                name=f"고객 {number}",
                owner=ada,
                birth_date=(clock.today() + timedelta(days=number % 5)).replace(year=1980),
                last_contacted_at=clock.now() - timedelta(days=40 + number),
            )
    assert statements() <= few + 2


@pytest.mark.feature("A3")
@pytest.mark.feature("X1")
def test_everything_that_tiles_are_made_of_can_be_found() -> None:
    tiles_declared, numbers = [], []
    for declaration in registry.declarations():
        for widget in declaration.widgets:
            tiles_declared.append(widget.code)
            assert callable(import_string(widget.context)), widget.code
            assert get_template(widget.template), widget.code
            assert widget.permission in registry.permissions(), widget.code
            if widget.settings:
                fields = widgets.form_of(AnonymousUser(), widget).fields.items()
                defaults = {name: field.initial for name, field in fields}
                form = widgets.form_of(AnonymousUser(), widget, defaults)
                assert form.is_valid(), widget.code
        for counter in declaration.counters:
            numbers.append(counter.code)
            assert callable(import_string(counter.count)), counter.code
        for agenda in declaration.agendas:
            assert callable(import_string(agenda.lines)), agenda.lines
        for step in declaration.first_steps:
            assert callable(import_string(step.done)), step.code
            assert reverse(step.url_name), step.code
        for sample in declaration.samples:
            paths = (sample.add, sample.changed, sample.remove)
            assert all(callable(import_string(path)) for path in paths if path), sample.record
    assert len(tiles_declared) == len(set(tiles_declared)) > 5
    assert len(numbers) == len(set(numbers)) > 5


@pytest.mark.feature("A3")
def test_the_provider_s_staff_has_no_portal(op: User, browse: Callable[..., Client]) -> None:
    assert browse(op).get(PORTAL).status_code == 404


@pytest.mark.feature("P5")
def test_who_has_no_plan_is_told_whom_to_ask(
    browse: Callable[..., Client], hanbit: Company, ada: User, bob: User
) -> None:
    words = "아직 요금제가 없어서 기록을 볼 수 없어요."
    assert words not in browse(bob).get(PORTAL).content.decode()
    with context.inside(hanbit):
        licences.assign(bob, [])
        licences.assign(ada, [])
    page = browse(bob).get(PORTAL).content.decode()
    assert f"{words} 관리자에게 요청하세요: {ada.name}" in page
    assert f"{words} 사용자 화면에서" in browse(ada).get(PORTAL).content.decode()


@pytest.mark.feature("A4")
def test_the_numbers_of_the_board_are_counted_together(ada: User, hanbit: Company) -> None:
    with context.inside(hanbit):
        Customer.objects.create(name="담당 없는 이")
        Customer.objects.create(name="에이다의 손님", owner=ada)
        own = board.open_to(ada)[: board.MOST]
        counts = [import_string(each.count)(ada) for each in own]
        with CaptureQueriesContext(connection) as captured:
            together = board.numbers(counts)
        assert len(captured) == 1
        assert together == [each.rows.count() for each in counts]
        assert sum(together) >= 3
