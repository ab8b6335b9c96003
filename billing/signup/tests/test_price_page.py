"""The price page computes with the invoices' engine (P1)."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest
from click.testing import CliRunner
from django.test import Client
from django.urls import reverse
from django.utils import translation
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from billing.commands import price
from billing.services import prices, pricing
from billing.signup.quote import quote
from billing.signup.selection import MOST_MESSAGES, MOST_USERS, Selection
from dangol import clock
from tenants import context

pytestmark = [
    pytest.mark.feature("P1"),
    pytest.mark.feature("A33"),
    pytest.mark.django_db,
]

LAW = "?base=12&sales=6&service=4&campaign=4&email=50000&sms=4000"
USERS = st.fixed_dictionaries({plan: st.integers(0, MOST_USERS) for plan in pricing.PLANS})
FEW_USERS = st.fixed_dictionaries({plan: st.integers(0, 30) for plan in pricing.PLANS})
MESSAGES = st.fixed_dictionaries({c: st.integers(0, MOST_MESSAGES) for c in pricing.CHANNELS})
MANY = settings(max_examples=150)


def todays_book() -> pricing.PriceBook:
    with context.platform("test"):
        return prices.newest_book(clock.today())


BOOK = pricing.PriceBook(
    number=1,
    threshold=5,
    plans={
        "base": pricing.PlanPrice(20_000, 10_000),
        "sales": pricing.PlanPrice(80_000, 50_000),
        "service": pricing.PlanPrice(80_000, 50_000),
        "campaign": pricing.PlanPrice(80_000, 50_000),
        "full": pricing.PlanPrice(200_000, 120_000),
    },
    messages={"email": 2, "sms": 25, "lms": 50},
    vat_basis_points=1_000,
)


def by_the_law(users: dict[str, int], messages: dict[str, int]) -> int:
    """Decision 3, 8 and 10 once more, in plain arithmetic: the total with VAT."""
    supply = sum(
        min(n, 5) * BOOK.plans[plan].listed + max(n - 5, 0) * BOOK.plans[plan].discounted
        for plan, n in users.items()
    )
    supply += messages["email"] * 2 + messages["sms"] * 25 + messages["lms"] * 50
    return supply + (supply + 5) // 10


def test_twelve_six_four_four_seats_cost_what_the_law_says(browse: Callable[..., Client]) -> None:
    """12 base, 6 sales, 4 service, 4 campaign, 50,000 mails, 4,000 text messages, with VAT."""
    page = browse().get("/" + LAW)
    answer = page.context["quote"]
    assert answer.bill.total == 1_606_000
    assert answer.advice.saving == 130_000
    assert [row.month for row in answer.plans] == [170_000, 450_000, 320_000, 320_000, 0]
    assert "₩1,606,000" in page.content.decode()
    assert "₩130,000" in page.content.decode()


def test_the_page_shows_the_price_book_that_companies_sign_up_to() -> None:
    assert todays_book().plans == BOOK.plans
    assert todays_book().messages == BOOK.messages


@given(users=USERS, messages=MESSAGES)
@MANY
def test_any_choice_costs_what_the_law_says(
    users: dict[str, int], messages: dict[str, int]
) -> None:
    with translation.override("en"):
        answer = quote(BOOK, Selection.of(users, messages))
    assert answer.bill.total == by_the_law(users, messages)
    shown = sum(row.month for row in (*answer.plans, *answer.messages))
    assert shown == answer.bill.supply, "the rows add up to the receipt"


@given(users=FEW_USERS, messages=MESSAGES)
@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_page_and_command_and_engine_agree(
    browse: Callable[..., Client], users: dict[str, int], messages: dict[str, int]
) -> None:
    chosen = Selection.of(users, messages)
    shown = browse().get("/" + chosen.query()).context["quote"].bill
    said = CliRunner().invoke(
        price,
        [
            *[f"{plan}={n}" for plan, n in users.items()],
            *["--emails", str(messages["email"]), "--sms", str(messages["sms"])],
            *["--lms", str(messages["lms"]), "--json"],
        ],
    )
    assert shown.total == pricing.estimate(todays_book(), users, messages).total
    assert shown.total == json.loads(said.output)["total"]


@given(users=FEW_USERS)
@MANY
def test_the_advice_is_the_best_of_all_moves(users: dict[str, int]) -> None:
    """Every number of moved people is tried; the advice is as good as the best of them."""
    nothing = dict.fromkeys(pricing.CHANNELS, 0)
    now = pricing.estimate(BOOK, users, nothing).supply
    chosen = Selection.of(users, nothing)
    most = min(users[plan] for plan in pricing.MODULE_PLANS)
    savings = [
        now - pricing.estimate(BOOK, chosen.moved_to_full(n).users, nothing).supply
        for n in range(1, most + 1)
    ]
    with translation.override("en"):
        answer = quote(BOOK, chosen)
    best = max(savings, default=0)
    if best <= 0:
        assert answer.advice is None
        assert answer.better is None
    else:
        assert answer.advice is not None
        assert answer.better is not None
        assert answer.advice.saving == best
        after = pricing.estimate(BOOK, answer.better.users, nothing).supply
        assert now - after == best, "taking the advice saves what it said"


def test_the_advice_is_one_click(browse: Callable[..., Client]) -> None:
    before = browse().get("/" + LAW)
    better = before.context["quote"].better.query()
    assert f'href="/{better.replace("&", "&amp;")}"' in before.content.decode()
    after = browse().get("/" + better).context["quote"]
    assert before.context["quote"].bill.supply - after.bill.supply == 130_000
    assert after.advice is None
    assert after.selection.messages["sms"] == 4_000, "the messages stay"


@given(users=USERS, messages=MESSAGES)
@MANY
def test_an_address_keeps_the_whole_choice(users: dict[str, int], messages: dict[str, int]) -> None:
    chosen = Selection.of(users, messages)
    pairs = (pair.split("=") for pair in chosen.query()[1:].split("&"))
    again = Selection.read(dict(pairs))  # type: ignore[arg-type]
    assert (again.users, again.messages, again.problems) == (users, messages, {})


@pytest.mark.parametrize("name", ["base", "sms"])
@pytest.mark.parametrize(
    "typed", ["abc", "-1", "1.5", "٣", "열", "123456789012345", "1e3", "<b>1</b>"]
)
def test_what_is_no_number_gets_a_sentence_and_is_kept(
    name: str, typed: str, browse: Callable[..., Client]
) -> None:
    page = browse().get("/", {"base": "2", "sales": "3", "sms": "10", name: typed})
    answer, text = page.context["quote"], page.content.decode()
    assert page.status_code == 422
    assert list(answer.selection.problems) == [name]
    assert str(answer.selection.problems[name]) in text
    row = next(row for row in (*answer.plans, *answer.messages) if row.code == name)
    assert (row.typed, row.count, row.month) == (typed, 0, 0)
    assert 'aria-invalid="true"' in text
    assert "<b>1</b>" not in text
    assert next(row for row in answer.plans if row.code == "sales").month == 240_000


@pytest.mark.parametrize("typed", ["", " ", "0", "1,200", "1 200", " 7 "])
def test_an_empty_field_is_nothing_and_groups_of_three_are_understood(
    typed: str, browse: Callable[..., Client]
) -> None:
    page = browse().get("/", {"base": "1", "email": typed})
    wanted = int(typed.replace(",", "").replace(" ", "") or 0)
    assert page.status_code == 200
    assert page.context["quote"].selection.messages["email"] == wanted


@pytest.mark.parametrize(
    ("query", "users"),
    [
        ("?base=5&more=base", 6),
        ("?base=5&less=base", 4),
        ("?base=0&less=base", 0),
        (f"?base={MOST_USERS}&more=base", MOST_USERS),
        ("?base=5&more=nonsense", 5),
    ],
)
def test_steppers_work_without_script(
    query: str, users: int, browse: Callable[..., Client]
) -> None:
    assert browse().get("/" + query).context["quote"].selection.users["base"] == users


def test_a_script_gets_the_calculator_alone_and_the_address_to_show(
    browse: Callable[..., Client],
) -> None:
    answer = browse().get("/?base=0&sales=7&service=0", headers={"hx-request": "true"})
    assert answer["HX-Replace-Url"] == "/?sales=7"
    assert answer.content.decode().lstrip().startswith("<form")
    assert len(answer.content) < 30_000


def test_nothing_chosen_is_an_answer_of_its_own(browse: Callable[..., Client]) -> None:
    page = browse().get("/?base=0")
    assert page.context["quote"].bill.total == 0
    assert (
        browse()
        .get("/" + page.context["quote"].selection.query())
        .context["quote"]
        .selection.is_empty
    ), "the address of nothing does not come back as the start"


def test_bulk_mail_without_anybody_who_could_send_it_is_told(
    browse: Callable[..., Client],
) -> None:
    def told(query: str) -> bool:
        return browse().get("/" + query).context["quote"].mail_needs_campaign

    assert told("?base=3&email=10")
    assert not told("?base=3&campaign=1&email=10")
    assert not told("?full=1&email=10")
    assert not told("?base=3&sms=10")


def test_the_choice_goes_along_to_sign_up(browse: Callable[..., Client]) -> None:
    page = browse().get("/?base=3&campaign=1&sms=500")
    form = browse().get(page.context["start"])
    assert '"campaign": 1' in form.context["form"]["seats"].value()
    assert form.context["quote"].bill == page.context["quote"].bill
    assert "₩167,750" in form.content.decode()
    assert browse().get(reverse("signup", urlconf="dangol.urls.public")).context["quote"] is None
