"""Products, orders and their lines of a demo company, drawn from a seed (C9, X1)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from random import Random
from typing import Any

from dangol.copying import line_of
from modules.base.demo.calendar import LAST, Calendar
from modules.base.demo.history import BUSY, moment, whom_and_when
from modules.base.demo.people import Drawn, drawer, identifier

PRODUCT_COLUMNS = (
    "id", "created_at", "updated_at", "deleted_at", "code", "name", "category", "price", "unit",
    "is_active", "memo",
)  # fmt: skip
ORDER_COLUMNS = (
    "id", "created_at", "updated_at", "deleted_at", "customer_id", "account_id", "number", "state",
    "ordered_at", "due_on", "amount", "product", "owner_id", "memo",
)  # fmt: skip
LINE_COLUMNS = (
    "id", "created_at", "updated_at", "deleted_at", "order_id", "product_id", "name", "quantity",
    "unit_price", "discount", "amount", "memo",
)  # fmt: skip
PRODUCTS = (
    ("베어링 세트", "부품", 184_000, "세트"), ("감속기", "부품", 1_240_000, "대"),
    ("산업용 필터", "소모품", 36_500, "개"), ("안전화", "안전용품", 58_000, "켤레"),
    ("포장 상자 100매", "소모품", 42_000, "묶음"), ("라벨 프린터", "사무기기", 389_000, "대"),
    ("토너 카트리지", "소모품", 97_000, "개"), ("사무용 의자", "가구", 215_000, "개"),
    ("전동 드릴", "공구", 164_000, "대"), ("작업 장갑 50켤레", "안전용품", 27_500, "묶음"),
    ("정수기 필터", "소모품", 31_000, "개"), ("LED 조명", "조명", 48_000, "개"),
    ("모니터 암", "사무기기", 73_000, "개"), ("서버 점검", "서비스", 550_000, "회"),
)  # fmt: skip
LATELY = 12
"""Days until nearly every order is delivered."""
UNDER_WAY = ("received", "received", "paid", "paid", "shipped")
MEMOS = ("오전 배송 요청", "세금계산서는 월말에 한 번에", "지게차 하차 필요")


@cache
def product_id(seed: int, number: int) -> str:
    return identifier(drawer(f"{seed} product {number}"), number)


def draw_products(seed: int, calendar: Calendar) -> list[str]:
    """What is sold, as lines for COPY."""
    added = calendar.moment(0, 0.1)
    return [
        line_of(
            [
                product_id(seed, number), added, added, None, f"P-{number + 1:03}", name, category,
                price, unit, True, "",
            ]
        )
        for number, (name, category, price, unit) in enumerate(PRODUCTS)
    ]  # fmt: skip


def draw_orders(
    random: Random, people: Sequence[Drawn], numbers: range, calendar: Calendar, seed: int,
    accounts: Mapping[str, str],
) -> tuple[list[str], list[str]]:  # fmt: skip
    """Orders with these numbers and their lines, both as lines for COPY.

    `accounts` is {customer: account}. A few customers order much, as with contacts.
    """
    busy = people[:: max(1, len(people) // BUSY)]
    orders: list[str] = []
    lines: list[str] = []
    for number in numbers:
        person, day = whom_and_when(random, people, busy, 1.8, calendar)
        order_id = identifier(random, number)
        ordered = moment(random, person, day, calendar)
        bought = _lines(random, number, order_id, ordered, seed)
        lines += [line_of(line) for line in bought]
        state, due = _state(random, day), calendar.day(min(LAST, day + 5))
        amount = sum(line[10] for line in bought)
        first, more = bought[0][6], len(bought) - 1
        what = f"{first} 외 {more}건" if more else first
        memo = MEMOS[number % len(MEMOS)] if number % 9 == 0 else ""
        name = f"O-{calendar.day(day).replace('-', '')}-{number:07}"
        account = accounts.get(person.id)
        orders.append(
            line_of(
                [
                    order_id, ordered, ordered, None, person.id, account, name, state, ordered,
                    due, amount, what, person.owner, memo,
                ]
            )
        )  # fmt: skip
    return orders, lines


def _lines(random: Random, number: int, order_id: str, ordered: str, seed: int) -> list[list[Any]]:
    """Most orders have one line, some two or three, each of another product."""
    roll = random.random
    count = 1 if roll() < 0.6 else 2 if roll() < 0.75 else 3
    place = int(roll() * len(PRODUCTS))
    found = []
    for line in range(count):
        product = (place + line * 5) % len(PRODUCTS)
        name, _category, price, _unit = PRODUCTS[product]
        pieces = 1 + int(roll() ** 3 * 30)
        discount = price * pieces // 20_000 * 1_000 if roll() < 0.15 else 0
        found.append(
            [
                identifier(random, number * 3 + line), ordered, ordered, None, order_id,
                product_id(seed, product), name, pieces, price, discount,
                price * pieces - discount, "",
            ]
        )  # fmt: skip
    return found


def _state(random: Random, day: int) -> str:
    """What is old is delivered, as a rule; the last days are still under way."""
    if random.random() < 0.04:
        return "cancelled" if random.random() < 0.7 else "returned"
    if LAST - day < LATELY and random.random() < 0.8:
        return UNDER_WAY[int(random.random() * len(UNDER_WAY))]
    return "done"
