"""The map of accounts: cells, the lists they open, the past, moving, rights (C8)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import Client

from dangol import clock
from dangol.access import HIDE, READ
from dangol.errors import RuleBroken
from dangol.records.lists.selection import read_selection
from modules.base.models import Account, AccountRating
from modules.base.queries.relation_map import MOST, Asked, Cell, Map, read
from modules.base.records import account_record
from modules.base.services import relation_map
from modules.base.services.accounts import accounts
from modules.base.services.dealings import ratings
from tenants.context import inside
from tenants.models import Company
from tenants.people.models import AccessRole, AuditEntry, Department, User
from tenants.services import roles

pytestmark = pytest.mark.feature("C8")
Browse = Callable[..., Client]
SCREEN = "/base/accounts/map/"
NOW = datetime(2026, 11, 20, 9, 0, tzinfo=clock.KOREA)


@pytest.fixture(autouse=True)
def today(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOW)


@pytest.fixture
def firms(inside_hanbit: Company, ada: User, bob: User) -> dict[str, Account]:
    """Three rated today, one of them Bob's; one with one rating; one with none."""
    facts = (
        ("가", {"credit": 1, "favour": 2, "grade": 4, "owner": ada}),
        ("나", {"credit": 1, "favour": 2, "grade": 1, "owner": bob}),
        ("다", {"credit": 5, "favour": 5, "owner": ada}),
        ("라", {"credit": 3, "owner": ada}),
        ("마", {"owner": bob}),
    )
    return {name: accounts.create({"name": name, **values}) for name, values in facts}


def cell(shown: Map, row: int, column: int) -> Cell:
    return next(
        each for _v, _w, cells in shown.lines for each in cells
        if (each.row, each.column) == (row, column)
    )  # fmt: skip


def names(found: Any) -> list[str]:
    return [each.name for each in found.accounts]


def opened(address: str, user: User) -> set[str]:
    """The accounts of the list that a number opens."""
    asked = parse_qs(urlsplit(address).query)
    rows = read_selection(account_record, user, asked, strict=True)
    return set(rows.of(account_record.visible_to(user)).values_list("name", flat=True))


def test_cells_hold_accounts_by_importance_and_their_numbers_open_exactly_these(
    firms: dict[str, Account], ada: User
) -> None:
    shown = read(ada, Asked())
    first = cell(shown, 1, 2)
    assert (names(first), first.count, first.more) == (["나", "가"], 2, 0)
    assert [each.importance for each in first.accounts] == ["high", "low"]
    assert opened(first.address, ada) == {"가", "나"}
    assert opened(cell(shown, 5, 5).address, ada) == {"다"}
    assert shown.total == 3
    assert shown.aside is not None
    assert shown.aside.count == 2
    assert opened(shown.aside.address, ada) == {"라", "마"}
    assert sum(each.count for _v, _w, cells in shown.lines for each in cells) == 3


def test_turned_round_the_same_accounts_stand_in_the_mirrored_place(
    firms: dict[str, Account], ada: User
) -> None:
    shown = read(ada, Asked(rows="favour"))
    assert cell(shown, 2, 1).count == 2
    assert cell(shown, 1, 2).count == 0
    assert opened(cell(shown, 2, 1).address, ada) == {"가", "나"}


def test_a_person_or_a_department_narrows_the_map(
    firms: dict[str, Account], ada: User, bob: User, browse: Browse
) -> None:
    part = Department.objects.create(name="1팀")
    User.objects.filter(pk=bob.pk).update(department=part)
    for whose in (f"p:{bob.pk}", f"d:{part.pk}"):
        shown = browse(ada).get(SCREEN, {"whose": whose}).context["map"]
        assert names(cell(shown, 1, 2)) == ["나"]
        assert opened(cell(shown, 1, 2).address, ada) == {"나"}
        assert shown.aside.count == 1
    assert browse(ada).get(SCREEN, {"whose": "p:nobody"}).status_code == 422


def test_of_a_full_cell_the_most_important_are_named_and_the_rest_counted(
    firms: dict[str, Account], ada: User, django_assert_num_queries: Any
) -> None:
    for number in range(20):
        accounts.create({"name": f"많음{number:02}", "credit": 2, "favour": 2, "revenue": number})
    with django_assert_num_queries(3):
        full = cell(read(ada, Asked()), 2, 2)
    assert full.count == 20
    assert names(full) == [f"많음{number:02}" for number in range(19, 19 - MOST, -1)]
    assert full.more == 20 - MOST
    assert full.heat == 5


def test_the_map_of_a_past_day_is_made_of_the_ratings_until_then(
    firms: dict[str, Account], ada: User
) -> None:
    for kind, value, day in (
        ("credit", 4, "2026-09-10"), ("favour", 4, "2026-09-30"), ("favour", 3, "2026-10-01"),
    ):  # fmt: skip
        rated_on = date.fromisoformat(day)
        ratings.create({"account": firms["가"], "kind": kind, "value": value, "rated_on": rated_on})
    september, october = (
        read(ada, Asked(day=date(2026, month, last))) for month, last in ((9, 30), (10, 31))
    )
    assert names(cell(september, 4, 4)) == ["가"]
    assert names(cell(october, 4, 3)) == ["가"]
    assert cell(october, 4, 4).count == 0
    assert opened(cell(september, 4, 4).address, ada) == {"가"}
    assert opened(cell(october, 4, 3).address, ada) == {"가"}
    assert october.aside is not None
    assert opened(october.aside.address, ada) == {"나", "다", "라", "마"}
    assert names(cell(read(ada, Asked()), 1, 2)) == ["나", "가"], "today is as it was"


@pytest.mark.parametrize("text", ["gestern A B", "2026-10-31", "2026-10-31 A", "2026-10-31 A Z"])
def test_a_day_that_cannot_be_read_is_said(text: str, firms: dict[str, Account], ada: User) -> None:
    with pytest.raises(RuleBroken):
        read_selection(account_record, ada, {"stood": [text]}, strict=True)


def test_moving_stores_dated_ratings_with_the_reason_and_one_audit_line(
    firms: dict[str, Account], ada: User, browse: Browse
) -> None:
    before = AuditEntry.objects.count()
    answer = browse(ada).post(
        f"/base/accounts/{firms['다'].pk}/move",
        {"credit": "3", "favour": "5", "why": "연체를 풀었어요", "rows": "favour"},
    )
    assert answer.status_code == 302
    assert answer["Location"] == f"{SCREEN}?rows=favour"
    moved = Account.objects.get(pk=firms["다"].pk)
    assert (moved.credit, moved.favour, moved.credit_on) == (3, 5, NOW.date())
    rating = AccountRating.objects.get(account=moved, kind="credit")
    assert (rating.value, rating.memo, rating.owner_id) == (3, "연체를 풀었어요", ada.pk)
    assert not AccountRating.objects.filter(account=moved, memo="연체를 풀었어요", kind="favour")
    lines = AuditEntry.objects.order_by("pk")[before:]
    assert [line.changes for line in lines if line.subject == "base.account"] == [
        {"credit": [5, 3]}
    ]


@pytest.mark.parametrize("said", [{"credit": "1", "favour": "9"}, {"credit": "", "favour": "1"}])
def test_no_place_and_the_same_place_change_nothing(
    said: dict[str, str], firms: dict[str, Account], ada: User, browse: Browse
) -> None:
    count = AccountRating.objects.count()
    browse(ada).post(f"/base/accounts/{firms['다'].pk}/move", said)
    with pytest.raises(RuleBroken):
        relation_map.move(firms["다"], 5, 5)
    assert AccountRating.objects.count() == count
    assert Account.objects.get(pk=firms["다"].pk).credit == 5


def test_without_a_pointer_a_link_asks_for_the_new_place(
    firms: dict[str, Account], ada: User, browse: Browse
) -> None:
    page = browse(ada).get(SCREEN).content.decode()
    assert f"?move={firms['가'].pk}" in page
    form = browse(ada).get(SCREEN, {"move": str(firms["가"].pk)}).content.decode()
    assert f'action="/base/accounts/{firms["가"].pk}/move"' in form
    past = browse(ada).get(SCREEN, {"month": "2026-10", "move": str(firms["가"].pk)})
    assert "map-moving" not in past.content.decode(), "the past stays as it was"


def test_whoever_may_not_rate_moves_nothing(
    firms: dict[str, Account], bob: User, browse: Browse
) -> None:
    role = AccessRole.objects.create(name="보기만", fields={"base.account": {"credit": READ}})
    roles.assign(bob, [role.pk])
    client = browse(bob)
    assert 'draggable="true"' not in client.get(SCREEN).content.decode()
    answer = client.post(f"/base/accounts/{firms['나'].pk}/move", {"credit": "5", "favour": "5"})
    assert answer.status_code == 403
    assert Account.objects.get(name="나").credit == 1


def test_a_hidden_rating_closes_the_map_and_the_filter(
    firms: dict[str, Account], bob: User, browse: Browse
) -> None:
    role = AccessRole.objects.create(name="가림", fields={"base.account": {"favour": HIDE}})
    roles.assign(bob, [role.pk])
    client = browse(bob)
    assert client.get(SCREEN).context["map"].is_hidden
    assert not client.get(SCREEN).context["map"].lines
    page = client.get("/base/accounts/?stood=2026-11-20 A B").content.decode()
    assert "“stood” 필터는 없어서" in page


def test_one_s_own_accounts_alone_stand_on_it_for_whoever_sees_no_others(
    firms: dict[str, Account], bob: User
) -> None:
    roles.assign(
        bob, [AccessRole.objects.create(name="내 것만", scopes={"base.account.view": 1}).pk]
    )
    shown = read(User.objects.get(pk=bob.pk), Asked())
    assert (shown.total, names(cell(shown, 1, 2))) == (1, ["나"])


def test_another_company_s_accounts_are_not_on_it(
    hanbit: Company, daon: Company, eve: User, browse: Browse
) -> None:
    with inside(hanbit):
        secret = accounts.create({"name": "한빛 거래처", "credit": 1, "favour": 1})
    with inside(daon):
        assert read(eve, Asked()).total == 0
    client = browse(eve)
    answer = client.post(f"/base/accounts/{secret.pk}/move", {"credit": "2", "favour": "2"})
    assert answer.status_code == 404
    assert "한빛" not in client.get(SCREEN).content.decode()
