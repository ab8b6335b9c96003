"""Campaigns in groups with figures, on a board and in a calendar (U1, U4)."""

from __future__ import annotations

import html
import re
from collections.abc import Callable
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st

from dangol.access import HIDE
from dangol.records.lists import listing
from dangol.records.looks.days import Span, lay, weeks_of
from modules.campaign.models import Campaign
from modules.campaign.services import campaigns
from tenants.models import Company
from tenants.people.models import AccessRole, AuditEntry, User
from tenants.queries import grantable
from tenants.services import roles

pytestmark = pytest.mark.feature("U1")
LIST = "/campaign/campaigns/"
HTMX = {"HX-Request": "true"}


@pytest.fixture
def three(inside_hanbit: Company) -> list[Campaign]:
    """Two in planning with budgets, one of them running."""
    found = []
    for name, budget in (("봄", 100), ("여름", 300), ("가을", None)):
        values = {"name": name, "kind": "event", "budget": budget,
                  "starts_on": date(2026, 11, 20), "ends_on": date(2026, 11, 25)}  # fmt: skip
        found.append(campaigns.create(values))
    campaigns.move(found[1], "approved")
    campaigns.move(found[1], "running")
    return found


def put(client: Client, campaign: Campaign, **values: Any) -> Any:
    sent = {"version": campaign.updated_at.isoformat(), "query": "look=board&by=state", **values}
    return client.post(f"{LIST}{campaign.pk}/put", sent)


def text(page: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", page.partition('id="results"')[2]).split())


def test_heads_and_foot_add_up_as_each_user_chose(client: Client, three: list[Campaign]) -> None:
    address = f"{LIST}?view=all&look=list&group=state"
    assert "₩400" in client.get(address).content.decode()
    for how, figure in (("avg", "₩200"), ("min", "₩100"), ("max", "₩300")):
        sent = {"column": "budget", "how": how, "view": "all", "query": "look=list&group=state"}
        assert client.post(f"{LIST}look", sent).status_code == 302
        page = client.get(address).content.decode()
        assert f'<strong class="num">{figure}</strong>' in page, how
        plain = client.get(f"{LIST}?view=all").content.decode()
        assert f'<strong class="num">{figure}</strong>' in plain, how
    refused = client.post(
        f"{LIST}look", {"column": "name", "how": "sum", "view": "all", "query": ""}, follow=True
    )
    assert "계산할 수 없어요" in refused.content.decode()


def test_a_long_list_is_added_up_when_one_asks(
    client: Client, three: list[Campaign], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(listing, "COUNT_CAP", 2)
    page = client.get(f"{LIST}?view=all").content.decode()
    assert "₩400" not in page
    asked = re.search(
        r'href="([^"]*exact=yes[^"]*)"[^>]*><span class="btn-text">전체 합계 보기', page
    )
    assert asked
    page = client.get(f"{LIST}{html.unescape(asked[1])}").content.decode()
    assert '<strong class="num">₩400</strong>' in page
    assert "전체 합계 보기" not in page


def test_a_hidden_column_is_not_added_up(client: Client, bob: User, three: list[Campaign]) -> None:
    role = AccessRole.objects.create(
        name="예산없음",
        scopes=dict.fromkeys(grantable.permissions(), 3),
        fields={"campaign.campaign": {"budget": HIDE}},
    )
    roles.assign(bob, [role.pk])
    for query in ("group=state", "look=board&by=state", "", "look=calendar&on=starts_on"):
        page = client.get(f"{LIST}?{query}").content.decode()
        assert not re.search("₩[1-4]00", page), query


def test_a_board_has_every_column_with_count_and_sum(client: Client, three: list[Campaign]) -> None:
    page = client.get(f"{LIST}?look=board&by=state").content.decode()
    shown = text(page)
    for head in ("기획 2 ₩100", "승인 0 ₩0", "실행중 1 ₩300", "종료 0", "마감 0"):
        assert head in shown
    assert page.count("board-card") == 3


@pytest.mark.feature("U4")
def test_a_card_moves_by_the_record_s_own_service_and_comes_back(
    client: Client, bob: User, three: list[Campaign]
) -> None:
    spring = three[0]
    answer = put(client, spring, by="state", to="approved", was="planned").json()
    spring.refresh_from_db()
    assert spring.state == "approved"
    assert {"key": "approved", "count": "1", "money": "₩100"} in answer["lanes"]
    assert 'data-pk="' in answer["html"]
    assert AuditEntry.objects.filter(action="campaign.campaign.move", actor_id=bob.pk).exists()
    back = client.post(answer["undo"])
    assert back["Location"].startswith(f"{LIST}?")
    assert "look=board" in back["Location"]
    spring.refresh_from_db()
    assert spring.state == "planned"
    client.post(answer["undo"])
    spring.refresh_from_db()
    assert spring.state == "planned"


def test_a_move_that_the_service_refuses_says_why(client: Client, three: list[Campaign]) -> None:
    spring, summer = three[0], three[1]
    refused = put(client, spring, by="state", to="ended", was="planned")
    assert refused.status_code == 422
    assert "옮길 수 없어요" in refused.json()["sentence"]
    late = put(client, summer, by="state", to="approved", was="planned")
    assert late.status_code == 409
    wrong = put(client, spring, by="kind", to="nonsense", was="event")
    assert wrong.status_code == 422
    assert client.post(f"{LIST}{uuid4()}/put", {"by": "state"}).status_code == 404
    assert put(client, spring, by="nothing", to="x", was="").status_code == 404


def test_two_people_on_one_card_lose_nothing(client: Client, three: list[Campaign]) -> None:
    spring = three[0]
    seen = spring.updated_at.isoformat()
    campaigns.edit(spring, {"kind": "other"}, "")
    late = put(client, spring, by="kind", to="product", was="event", version=seen)
    assert late.status_code == 409
    spring.refresh_from_db()
    assert spring.kind == "other"
    beside = put(client, spring, by="kind", to="product", was="other", version=seen)
    assert beside.status_code == 200, "another field than the one that was changed"


@pytest.mark.feature("U4")
def test_a_calendar_moves_a_span_with_both_ends_and_takes_it_back(
    client: Client, three: list[Campaign]
) -> None:
    spring = three[0]
    page = client.get(f"{LIST}?look=calendar&on=starts_on&day=2026-11-22").content.decode()
    assert "2026년 11월" in page
    assert "음 9.22" in page
    moved = put(client, spring, on="starts_on", to="2026-11-27", was="2026-11-20")
    spring.refresh_from_db()
    assert (spring.starts_on, spring.ends_on) == (date(2026, 11, 27), date(2026, 12, 2))
    client.post(moved.json()["undo"])
    spring.refresh_from_db()
    assert (spring.starts_on, spring.ends_on) == (date(2026, 11, 20), date(2026, 11, 25))
    late = put(client, spring, on="starts_on", to="2026-11-28", was="2026-11-01")
    assert late.status_code == 409
    wrong = put(client, spring, on="starts_on", to="soon", was="2026-11-20")
    assert "2026-11-22" in wrong.json()["sentence"]


def test_holidays_are_red_and_a_day_tells_all_it_has(client: Client, three: list[Campaign]) -> None:
    page = client.get(f"{LIST}?look=calendar&on=starts_on&day=2026-12-01").content.decode()
    christmas = page.partition('data-day="2026-12-25"')
    assert "is-free" in christmas[0][-120:]
    day = client.get(
        f"{LIST}day?look=calendar&on=starts_on&day=2026-11-24", headers=HTMX
    ).content.decode()
    assert all(name in day for name in ("봄", "여름", "가을"))
    assert client.get(f"{LIST}day?look=calendar&day=2026-11-24").status_code == 302


spans = st.lists(
    st.builds(
        lambda start, length: Span(
            first=date(2026, 11, 1) + timedelta(start),
            last=date(2026, 11, 1) + timedelta(start + length),
            what=(start, length),
        ),
        st.integers(-5, 12),
        st.integers(0, 9),
    ),
    max_size=12,
)


@given(found=spans, rows=st.integers(1, 4))
def test_bars_of_a_week_never_lie_on_each_other_and_what_is_left_is_counted(
    found: list[Span], rows: int
) -> None:
    sunday = weeks_of(date(2026, 11, 4), "week")[0]
    bars, left = lay(found, sunday, rows)
    for number in range(7):
        day = sunday + timedelta(days=number)
        here = [bar for bar in bars if bar.column <= number + 1 < bar.column + bar.days]
        assert len({bar.row for bar in here}) == len(here)
        assert len(here) + left[number] == sum(each.first <= day <= each.last for each in found)


def test_browsers_without_rights_to_edit_move_nothing(
    inside_hanbit: Company, bob: User, browse: Callable[..., Client], three: list[Campaign]
) -> None:
    scopes = dict.fromkeys(grantable.permissions(), 3) | {"campaign.campaign.edit": 0}
    roles.assign(bob, [AccessRole.objects.create(name="보기만", scopes=scopes).pk])
    client = browse(bob)
    assert "data-moves" not in client.get(f"{LIST}?look=board&by=state").content.decode()
    assert put(client, three[0], by="state", to="approved", was="planned").status_code == 403
