"""Segments: two axes cut into grades, cells that are clubs, lists of exactly these (B33, B34)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from dangol.access import HIDE, Scope
from dangol.errors import RuleBroken
from dangol.records import Look
from dangol.records.lists.selection import read_selection
from modules.base.filters import SegmentFilter
from modules.base.models import Customer
from modules.base.records import customer_record
from modules.scoring.axes import AXES, PLANS
from modules.scoring.forms.segments import MatrixForm, _initial
from modules.scoring.matrices import MATRICES, Matrix, coded
from modules.scoring.models import Fact, RuleSet, Run
from modules.scoring.queries import current
from modules.scoring.queries.explaining import scores_of
from modules.scoring.queries.segments import Asked, Grid, Part, read
from modules.scoring.rules import Rules
from modules.scoring.rules import read as read_rules
from modules.scoring.services import rule_sets
from modules.scoring.tests.conftest import Buyer, computed
from tenants.people.models import AccessRole, AuditEntry, User
from tenants.services import roles

pytestmark = [pytest.mark.feature("B33"), pytest.mark.feature("B34")]
Browse = Callable[..., Client]
SCREEN = "/scoring/segments/"
CLUB, EQUITY = PLANS["club"], PLANS["equity"]
PLACES = [(100, 100), (75, 80), (74, 80), (75, 79), (90, 10), (50, 60), (49, 59), (None, None),
          (None, 90), (60, None)]  # fmt: skip
"""(profit, loyalty) of customers: at borders, below them, without any."""


def made(profit: int | None, loyalty: int | None, bought: int = 0, **values: Any) -> Customer:
    customer = Customer.objects.create(name="김하늘", profit=profit, loyalty=loyalty, **values)
    if bought:
        Fact.objects.create(customer_id=customer.pk, recent_amount=bought)
    return customer


@pytest.fixture
def people(ada: User, bob: User) -> list[Customer]:
    """Every other one is Bob's; what they bought rises."""
    return [
        made(*place, bought=number * 700_000, owner=bob if number % 2 else ada)
        for number, place in enumerate(PLACES)
    ]


def cells(grid: Grid) -> list[Part]:
    return [cell for _words, line in grid.lines for cell in line]


def opened(part: Part, user: User) -> set[Any]:
    """The customers of the list that a number opens; none where there is no number."""
    if not part.address:
        return set()
    asked = parse_qs(urlsplit(part.address).query)
    rows = read_selection(customer_record, user, asked, strict=True)
    return set(rows.of(customer_record.visible_to(user)).values_list("pk", flat=True))


def having(user: User, value: str, name: str = "segment") -> set[Any]:
    rows = read_selection(customer_record, user, {name: [value]}, strict=True)
    return set(rows.of(customer_record.visible_to(user)).values_list("pk", flat=True))


def limited(bob: User, *, scopes: Any = None, hidden: Any = None) -> User:
    role: AccessRole = roles.create("제한")
    roles.change(role, scopes=scopes or {}, fields=hidden or {})
    roles.assign(bob, [role.pk])
    return User.objects.get(pk=bob.pk)


def sent(code: str = "club", **others: Any) -> dict[str, Any]:
    found = _initial(MATRICES[code]) | others
    return {name: str(value) for name, value in found.items() if value is not None}


def cut(matrix: Matrix, code: str = "club") -> None:
    now = current.rules()
    rule_sets.save(replace(now, segments={**now.segments, code: matrix}), None)


@pytest.mark.parametrize("plan", PLANS.values(), ids=PLANS)
def test_every_number_is_that_of_the_list_it_opens(
    plan: Any, people: list[Customer], ada: User
) -> None:
    grid = read(ada, Asked(plan=plan))
    everybody = {each.pk for each in people}
    for parts in (cells(grid), grid.clubs):
        lists = [opened(part, ada) for part in parts]
        assert [part.count for part in parts] == [len(each) for each in lists]
        assert set().union(*lists) == everybody
        assert sum(map(len, lists)) == grid.total == len(everybody)
        assert sum(part.bought for part in parts) == grid.bought == 700_000 * 45


def test_who_reaches_a_border_is_above_it_and_who_has_none_is_lowest(ada: User) -> None:
    at, below, none = made(75, 80), made(74, 80), made(None, None)
    assert having(ada, "club.vip") == {at.pk}
    assert having(ada, "club:2.2") == {at.pk}
    assert having(ada, "club:1.2") == {below.pk}
    assert having(ada, "club:0.0") == {none.pk}
    assert having(ada, "club.vip", "segment.not") == {below.pk, none.pk}


def test_value_is_what_was_bought_and_who_never_bought_is_lowest(buyer: Buyer, ada: User) -> None:
    some = buyer(*(f"202{year}-10-01" for year in range(2, 7)), amount=1_000_000)
    more = buyer("2026-10-01", "2026-11-01", amount=1_000_000)
    never = buyer()
    computed()
    assert Fact.objects.get(pk=more.pk).recent_amount == 2_000_000
    assert having(ada, "equity.a1") == {some.pk}
    assert having(ada, "equity.b2") == {more.pk}
    assert having(ada, "equity.d4") == {never.pk}
    grid = read(ada, Asked(plan=EQUITY))
    assert [part.name for part in cells(grid)] == ["B (2)", "A (1)", "D", "C"]


def test_cells_of_one_name_are_one_club(people: list[Customer], ada: User) -> None:
    club = next(part for part in read(ada, Asked(plan=CLUB)).clubs if part.name == "B 클럽")
    assert club.cells == 2
    assert opened(club, ada) == having(ada, "club:1.2") | having(ada, "club:1.1")


def test_one_statement_counts_the_grid(people: list[Customer], ada: User) -> None:
    read(ada, Asked(plan=CLUB))
    with CaptureQueriesContext(
        connection,
    ) as caught:
        read(ada, Asked(plan=CLUB))
    counting = [each["sql"] for each in caught if "base_customer" in each["sql"]]
    assert len(counting) == 1
    assert len(caught) == 1


def test_who_sees_only_own_customers_counts_only_them(people: list[Customer], bob: User) -> None:
    user = limited(bob, scopes={"base.customer.view": Scope.OWN})
    grid = read(user, Asked(plan=CLUB))
    assert grid.total == sum(part.count for part in grid.clubs) == 5
    assert all(part.count == len(opened(part, user)) for part in cells(grid))


def test_the_grid_of_one_person_opens_that_person_s_lists(
    people: list[Customer], browse: Browse, ada: User, bob: User
) -> None:
    grid = read(ada, Asked(plan=CLUB, people=[str(bob.pk)]))
    assert grid.total == 5
    assert all(part.count == len(opened(part, ada)) for part in cells(grid))
    client = browse(ada)
    assert client.get(SCREEN, {"whose": f"p:{bob.pk}"}).context["grid"].total == 5
    assert client.get(SCREEN, {"whose": "p:nobody"}).status_code == 422


def test_a_hidden_score_closes_page_list_and_block(
    people: list[Customer], browse: Browse, bob: User
) -> None:
    user = limited(bob, hidden={"base.customer": {"profit": HIDE}})
    assert read(user, Asked(plan=CLUB)).is_closed
    assert not read(user, Asked(plan=EQUITY)).is_closed
    page = browse(user).get(SCREEN)
    assert "내 역할에는 가려져" in page.content.decode()
    assert "VIP 다이아몬드" not in page.content.decode()
    offered = [value for value, _label in SegmentFilter().options(Customer, user)]
    assert offered
    assert not [value for value in offered if value.startswith("club")]
    with pytest.raises(RuleBroken):
        having(user, "club.vip")


def test_hidden_amounts_of_orders_close_what_is_made_of_them(
    people: list[Customer], bob: User
) -> None:
    user = limited(bob, hidden={"base.order": {"amount": HIDE}})
    assert read(user, Asked(plan=EQUITY)).is_closed
    grid = read(user, Asked(plan=CLUB))
    assert not grid.is_closed
    assert (grid.sees_orders, grid.bought) == (False, 0)
    with pytest.raises(RuleBroken):
        having(user, "equity.a1")


def test_what_was_bought_is_told_to_who_may_read_every_order(
    people: list[Customer], browse: Browse, ada: User, bob: User
) -> None:
    assert "₩31,500,000" in browse(ada).get(SCREEN).content.decode()
    user = limited(bob, scopes={"base.order.view": Scope.OWN})
    page = browse(user).get(SCREEN)
    assert page.status_code == 200
    assert "₩" not in page.content.decode()


def test_a_cell_or_club_that_is_not_there_is_refused(ada: User) -> None:
    for value in ("club.none", "club:3.0", "club:0", "club", "other.vip", "equity.vip"):
        with pytest.raises(RuleBroken):
            having(ada, value)


def test_rules_that_were_kept_before_have_the_usual_segments() -> None:
    old = Rules(new_months=3).kept()
    del old["segments"]
    assert read_rules(old) == Rules(new_months=3)
    part = {**old, "segments": {"equity": replace(MATRICES["equity"], down=(5,)).kept()}}
    assert read_rules(part).segments["equity"].down == (5,)
    assert read_rules(part).segments["club"] == MATRICES["club"]
    assert read_rules(read_rules(part).kept()) == read_rules(part)


def test_the_form_gives_back_what_it_shows() -> None:
    for code, plan in PLANS.items():
        form = MatrixForm(sent(code), plan=plan, now=MATRICES[code])
        assert form.is_valid(), form.errors
        assert form.matrix() == MATRICES[code]


def test_saving_counts_at_once_is_audited_and_computes_nothing(
    people: list[Customer], browse: Browse, ada: User
) -> None:
    address = f"{SCREEN}club/rules"
    others = {"down_grades": 2, "across_grades": 4, "down_0": 60, "across_2": 20}
    answer = browse(ada).post(address, sent(**others, name_0_0=" 골드  클럽 ", down_1="하나"))
    assert (answer.status_code, answer["Location"]) == (302, f"{SCREEN}?matrix=club")
    matrix = current.rules().segments["club"]
    assert (matrix.down, matrix.across) == ((60,), (80, 60, 20))
    assert matrix.cells[0][0] == "vip", "a club that is renamed stays the same club"
    assert having(ada, "club.vip") == {people[0].pk, people[1].pk, people[2].pk}
    assert not Run.objects.exists()
    entry = AuditEntry.objects.get(action="scoring.rules.edit")
    before, after = entry.changes["segments_club"]
    assert before.startswith("75 · 50 × 80 · 60: VIP 다이아몬드 클럽 · A 클럽 · 세이브 클럽 / ")
    assert after.startswith("60 × 80 · 60 · 20: 골드")
    assert browse(ada).get("/tenants/audit/").status_code == 200
    page = browse(ada).get(SCREEN).content.decode()
    assert "골드" in page
    browse(ada).post(address, sent(**others, name_0_0=matrix.name("vip")))
    assert RuleSet.objects.count() == 1, "the same rules are not saved twice"


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("down_1", "75", "75보다 작은"),
        ("down_0", "칠십", "1부터 100까지"),
        ("across_0", "101", "1부터 100까지"),
        ("across_1", "", "정수를 써 주세요"),
        ("across_grades", "5", "2, 3, 4등급"),
        ("name_0_0", " \u200b ", "이름을 써 주세요"),
        ("name_2_2", "가" * 41, "40자"),
    ],
)
def test_what_cannot_be_is_told_at_its_place_and_nothing_is_lost(
    field: str, value: str, sentence: str, browse: Browse, ada: User
) -> None:
    answer = browse(ada).post(f"{SCREEN}club/rules", sent(**{field: value}, name_1_1="내 클럽"))
    assert answer.status_code == 422
    assert sentence in answer.context["form"].errors[field][0]
    page = answer.content.decode()
    assert sentence in page
    assert "내 클럽" in page
    assert not RuleSet.objects.exists()


def test_rules_of_segments_are_the_administrator_s(browse: Browse, ada: User, bob: User) -> None:
    assert browse(bob).get(SCREEN).status_code == 200
    assert f"{SCREEN}club/rules" not in browse(bob).get(SCREEN).content.decode()
    assert browse(bob).get(f"{SCREEN}club/rules").status_code == 403
    assert browse(ada).get(f"{SCREEN}nothing/rules").status_code == 404
    for code in PLANS:
        assert browse(ada).get(f"{SCREEN}{code}/rules").status_code == 200


def test_other_rules_of_scores_leave_segments_and_their_scores_alone(
    buyer: Buyer, ada: User
) -> None:
    customer = buyer("2026-10-31")
    computed()
    cut(replace(MATRICES["club"], down=(10, 5)))
    look = Look(user=ada, instance=Customer.objects.get(pk=customer.pk), hidden=frozenset())
    assert not scores_of(look)["is_old"], "segments are no reason to compute scores anew"


def test_the_customer_s_tab_names_both_segments_with_their_rules(
    buyer: Buyer, browse: Browse, ada: User, bob: User
) -> None:
    customer = buyer("2026-10-31", "2026-09-01", amount=1_500_000)
    computed()
    page = f"/base/customers/{customer.pk}/?tab=scores"
    text = browse(ada).get(page).content.decode()
    found = Customer.objects.get(pk=customer.pk)
    club = current.rules().segments["club"]
    grades = [
        sum(value >= border for border in borders)
        for value, borders in ((found.profit or 0, club.down), (found.loyalty or 0, club.across))
    ]
    assert having(ada, f"club:{grades[0]}.{grades[1]}") == {customer.pk}
    assert club.name(club.club_at(*grades)) in text
    assert "B (2)" in text
    assert "구매액 ₩2,000,000 이상, 충성도 60점 미만" in text
    user = limited(bob, hidden={"base.customer": {"loyalty": HIDE}})
    assert "세그먼트" not in str(browse(user).get(page).context["panel"].get("blocks"))


def test_clubs_keep_their_codes_by_name_and_by_place() -> None:
    now = Matrix(down=(50,), across=(50,), cells=(("a", "b"), ("b", "c")), names={})
    cells, names = coded(now, [["A 클럽", "C 클럽"], ["C 클럽", "B 클럽"]])
    assert (cells, names) == ((("a", "c"), ("c", "b")), {}), "by name, wherever it stands"
    cells, names = coded(now, [["금", "B 클럽"], ["은", "B 클럽"]])
    assert cells == (("a", "b"), ("n1", "b"))
    assert names == {"a": "금", "n1": "은"}
    cells, names = coded(
        Matrix(down=(50,), across=(50,), cells=cells, names=names),
        [["금", "동", "동"], ["금", "은", "B 클럽"]],
    )
    assert cells == (("a", "n2", "n2"), ("a", "n1", "b"))


def test_another_axis_is_one_entry() -> None:
    words = AXES["profit"].words
    assert [words((75, 50), grade) for grade in (2, 1, 0)] == [
        "75점 이상", "50점 이상 75점 미만", "50점 미만",
    ]  # fmt: skip
