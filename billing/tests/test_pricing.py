"""The price law (Q1, Q5, P1): golden figures, and what must hold for any figures."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from billing.services.months import Month
from billing.services.pricing import (
    MODULE_PLANS,
    PLANS,
    PlanPrice,
    PriceBook,
    advise,
    estimate,
    half_up,
    month_charge,
    spread,
    vat_of,
)

pytestmark = pytest.mark.feature("Q1")

BOOK = PriceBook(
    number=1,
    threshold=5,
    plans={
        "base": PlanPrice(20_000, 10_000),
        "sales": PlanPrice(80_000, 50_000),
        "service": PlanPrice(80_000, 50_000),
        "campaign": PlanPrice(80_000, 50_000),
        "full": PlanPrice(200_000, 120_000),
    },
    messages={"email": 2, "sms": 25, "lms": 50},
    vat_basis_points=1_000,
)
users = st.integers(0, 300)
plans = st.sampled_from(PLANS)
months = st.builds(Month.read, st.from_regex(r"20[0-9]{2}-(0[1-9]|1[0-2])", fullmatch=True))


@pytest.mark.parametrize(
    ("plan", "price"), [("base", 150_000), ("sales", 650_000), ("full", 1_600_000)]
)
def test_ten_users_cost_what_the_price_list_says(plan: str, price: int) -> None:
    assert BOOK.grad(plan, 10) == price


@pytest.mark.parametrize(
    ("supply", "vat"),
    [
        (770_025, 77_003),
        (751_136, 75_114),
        (1_069_500, 106_950),
        (783_491, 78_349),
        (271_200, 27_120),
        (334_909, 33_491),
        (-770_025, -77_003),
    ],
)
def test_vat_is_a_tenth_with_halves_up(supply: int, vat: int) -> None:
    assert vat_of(supply, 1_000) == vat


def test_the_price_page_example_with_its_advice() -> None:
    seats = {"base": 12, "sales": 6, "service": 4, "campaign": 4}
    bill = estimate(BOOK, seats, {"email": 50_000, "sms": 4_000})
    assert (bill.supply, bill.vat, bill.total) == (1_460_000, 146_000, 1_606_000)
    advice = advise(BOOK, seats)
    assert advice is not None
    assert (advice.users, advice.saving) == (4, 130_000)


def test_two_module_plans_are_never_told_to_become_full() -> None:
    assert advise(BOOK, {"sales": 10, "service": 10}) is None
    assert advise(BOOK, {"sales": 10, "service": 10, "campaign": 10}, holders=0) is None


def test_the_invoice_of_the_design_spreads_its_vat_to_the_won() -> None:
    supplies = [170_000, 450_000, 320_000, 320_000, 192_824, 535_200, -1_575]
    vat = vat_of(sum(supplies), 1_000)
    assert vat == 198_645
    assert spread(vat, supplies, 1_000) == [17_000, 45_000, 32_000, 32_000, 19_282, 53_520, -157]


@given(plans, users)
def test_the_graduated_price_equals_adding_user_by_user(plan: str, count: int) -> None:
    price = BOOK.plans[plan]
    one_by_one = sum(price.listed if n < 5 else price.discounted for n in range(count))
    assert BOOK.grad(plan, count) == one_by_one


@given(plans, users, users)
def test_merging_two_groups_never_costs_more(plan: str, one: int, other: int) -> None:
    assert BOOK.grad(plan, one + other) <= BOOK.grad(plan, one) + BOOK.grad(plan, other)


@given(plans, users, months)
def test_constant_seats_cost_exactly_the_list_price(plan: str, count: int, month: Month) -> None:
    assert month_charge([BOOK.grad(plan, count)] * month.days) == BOOK.grad(plan, count)


@given(plans, st.data(), months)
def test_a_month_costs_between_its_cheapest_and_its_dearest_day(
    plan: str, data: st.DataObject, month: Month
) -> None:
    daily = [BOOK.grad(plan, n) for n in data.draw(st.lists(users, min_size=28, max_size=31))]
    assert min(daily) <= month_charge(daily) <= max(daily)
    assert month_charge(daily) == month_charge(sorted(daily))


@given(plans, st.lists(users, min_size=28, max_size=31), st.data())
def test_one_more_seat_on_one_day_never_costs_less(
    plan: str, counts: list[int], data: st.DataObject
) -> None:
    day = data.draw(st.integers(0, len(counts) - 1))
    more = [n + (i == day) for i, n in enumerate(counts)]
    assert month_charge([BOOK.grad(plan, n) for n in more]) >= month_charge(
        [BOOK.grad(plan, n) for n in counts]
    )


@given(st.integers(-(10**12), 10**12), st.integers(1, 10_000))
def test_half_up_is_the_nearest_whole_number_and_mirrors_at_zero(top: int, bottom: int) -> None:
    rounded = half_up(top, bottom)
    assert abs(2 * (rounded * bottom - top)) <= bottom
    assert half_up(-top, bottom) == -rounded
    if top > 0 and (2 * top) % (2 * bottom) == bottom:
        assert rounded * bottom > top


@given(st.lists(st.integers(-(10**9), 10**9), min_size=1, max_size=40), st.integers(0, 3_000))
def test_line_vat_adds_up_and_stays_within_a_won_of_its_share(
    supplies: list[int], rate: int
) -> None:
    vat = vat_of(sum(supplies), rate)
    parts = spread(vat, supplies, rate)
    assert sum(parts) == vat
    assert all(abs(p * 10_000 - s * rate) < 10_000 for p, s in zip(parts, supplies, strict=True))


@given(
    st.fixed_dictionaries({plan: st.integers(0, 25) for plan in PLANS}),
    st.none() | st.integers(0, 25),
)
def test_advice_is_the_best_of_all_moves_to_full(
    counts: dict[str, int], holders: int | None
) -> None:
    most = min(counts[plan] for plan in MODULE_PLANS)
    most = most if holders is None else min(most, holders)
    holders = None if holders is None else most

    def cost(moved: int) -> int:
        after = counts | {plan: counts[plan] - moved for plan in MODULE_PLANS}
        after["full"] = counts["full"] + moved
        return sum(BOOK.grad(plan, after[plan]) for plan in PLANS)

    best = max((cost(0) - cost(moved) for moved in range(1, most + 1)), default=0)
    advice = advise(BOOK, counts, holders)
    assert (advice.saving if advice else 0) == max(best, 0)
