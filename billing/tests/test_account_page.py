"""The billing page tells what the rows say: seats by day, usage by send, holds by name (Q1, Q8)."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

import pytest
from django.test import Client

from billing.models import CompanyProfile, UsageDay, UsageEvent
from billing.queries import seats, usage
from billing.queries.wallet import wallet_of
from billing.services import forecast, prices, verification
from billing.services import seats as seat_history
from billing.services.months import Month
from billing.tests.test_meter import charge
from billing.tests.test_screens import issue
from billing.tests.travel import inside_at, travel
from dangol import clock
from messaging import ports
from messaging.models import Send
from messaging.ports import Charge
from tenants import context
from tenants.models import Company
from tenants.people.models import User
from tenants.services import licences

pytestmark = pytest.mark.feature("Q8")
Browse = Callable[..., Client]


def accepted(count: int, send: Send | None = None, channel: str = "sms") -> list[UUID]:
    """Has messages of a send accepted now, inside a company."""
    meter = ports.meter()
    price = meter.unit_price(channel)
    charges = [
        Charge(c.message_id, channel, price, clock.now(), "sink", "", send.pk if send else None)
        for c in (charge() for _ in range(count))
    ]
    key = f"hold-{charges[0].message_id}"
    meter.capture(meter.hold(key, price * count, purpose="Sale"), charges)
    return [each.message_id for each in charges]


def make_send(name: str) -> Send:
    return Send.objects.create(name=name, channel="sms")


def test_the_columns_are_the_seats_of_each_day_and_the_days_to_come_repeat_today(
    hanbit: Company, bob: User
) -> None:
    with inside_at(hanbit, "2027-03-12 10:00"):
        licences.assign(bob, ["campaign", "sales"])
    with inside_at(hanbit, "2027-03-20 10:00"):
        month = forecast.month_so_far(hanbit)
        drawn = seats.chart(month)
        daily = seat_history.daily(hanbit, Month.read("2027-03"))
    assert len(drawn.columns) == 31
    for place, (_name, values, total) in enumerate(drawn.rows):
        assert values == tuple(daily[plan.plan][place] for plan in month.plans)
        assert total == sum(values)
    assert [column.pale for column in drawn.columns] == [False] * 20 + [True] * 11
    assert {column.axis for column in drawn.columns} >= {"1", "12", "20", "31"}
    (sales,) = [row for row in seats.rows(month) if row.plan.plan == "sales"]
    assert [(c.day.day, c.before, c.after) for c in sales.changes] == [(12, 0, 1)]


def test_usage_is_told_by_send_dearest_first_with_refunds_as_lines_of_their_own(
    inside_hanbit: Company,
) -> None:
    small, large = make_send("Small"), make_send("Large")
    accepted(2, small)
    refunded = accepted(5, large)[0]
    accepted(3, large, "lms")
    accepted(1)
    ports.meter().refund(refunded, reason="failed")
    found = usage.by_send(inside_hanbit, Month.of(clock.today()))
    assert [(row.name, row.quantity, row.amount) for row in found.rows[:3]] == [
        ("Large", 3, 150),
        ("Large", 5, 125),
        ("Small", 2, 50),
    ]
    assert (found.rows[3].send_id, found.rows[3].amount) == (None, 25)
    assert found.rows[0].share == "100.0"
    assert [(line.quantity, line.amount) for line in found.refunds] == [(-1, -25)]
    assert found.amount == sum(UsageEvent.objects.values_list("amount", flat=True))
    assert found.quantity == 11


def test_days_are_korean_days_and_repeating_a_flush_adds_nothing(hanbit: Company) -> None:
    with inside_at(hanbit, "2027-03-10 23:59"):
        late = accepted(2)
    with inside_at(hanbit, "2027-03-11 00:01"):
        accepted(3)
        meter = ports.meter()
        again = [Charge(late[0], "sms", 25, clock.now(), "sink", "")]
        meter.capture(meter.hold("again", 25, purpose="x"), again)
        drawn = usage.month_chart(hanbit, Month.read("2027-03"), clock.today())
        assert [total for _name, _values, total in drawn.rows[8:12]] == [0, 2, 3, 0]
        assert [total for *_rest, total in usage.recent_chart(hanbit, clock.today()).rows][-2:] == [
            2,
            3,
        ]


def test_sums_by_day_that_were_tampered_with_are_found(hanbit: Company) -> None:
    with context.inside(hanbit):
        accepted(2)
    with context.platform("tests"):
        assert verification.verify(hanbit).findings == ()
        UsageDay.objects.update(quantity=3)
        (finding,) = verification.verify(hanbit).findings
    assert "sums of its usage" in str(finding)


def test_holds_are_named_and_the_parts_of_the_bar_are_the_whole(inside_hanbit: Company) -> None:
    meter = ports.meter()
    meter.hold("a:1", 10_000, purpose="Winter sale")
    meter.hold("a:2", 5_000, purpose="Winter sale")
    meter.hold("b:1", 1_000, purpose="Greeting")
    wallet = wallet_of(inside_hanbit)
    assert [(hold.purpose, hold.won) for hold in wallet.holds] == [
        ("Winter sale", 15_000),
        ("Greeting", 1_000),
    ]
    parts = (wallet.prepaid_share, wallet.credit_share, wallet.held_share)
    assert sum(map(float, parts)) == pytest.approx(100, abs=0.05)
    assert float(wallet.held_share) == 32


def test_the_page_shows_the_chart_the_sends_and_their_refunds_in_green(
    browse: Browse, hanbit: Company, ada: User
) -> None:
    with context.inside(hanbit):
        send = make_send("Winter sale <b>")
        first = accepted(3, send)[0]
        ports.meter().refund(first, reason="failed")
    text = browse(ada).get("/billing/").content.decode()
    assert text.count("<rect") > 30
    assert "Winter sale &lt;b&gt;" in text
    assert f"/messaging/sends/{send.pk}" in text
    assert 'text-ok">−₩25<' in text
    assert "₩50" in text


def test_a_company_without_anything_gets_a_page_that_says_so(
    browse: Browse, hanbit: Company, ada: User
) -> None:
    client = browse(ada)
    assert "아직 청구서가 없어요" in client.get("/billing/").content.decode()
    assert "아직 청구서가 없어요" in client.get("/billing/invoices/").content.decode()
    assert "이번 달 메시지가 없어요" in client.get("/billing/usage").content.decode()


def test_the_usage_of_a_month_is_chosen_among_those_as_a_customer(
    browse: Browse, hanbit: Company, ada: User
) -> None:
    client = browse(ada)
    now = Month.of(clock.today())
    with context.inside(hanbit):
        assert prices.first_day(hanbit)
    for asked in ("", "1999-01", "2999-01", "nonsense"):
        page = client.get("/billing/usage", {"month": asked} if asked else {})
        assert page.status_code == 200
        assert page.context["month"] == now


def test_an_empty_registration_is_counted(inside_hanbit: Company) -> None:
    profile = CompanyProfile.objects.get()
    assert profile.missing == 4
    profile.representative = "한가람"
    assert profile.missing == 3


def test_the_list_of_invoices_is_the_companys_own(
    browse: Browse, hanbit: Company, ada: User, eve: User
) -> None:
    invoice = issue(hanbit)
    assert invoice.number in browse(ada).get("/billing/invoices/").content.decode()
    assert invoice.number not in browse(eve).get("/billing/invoices/").content.decode()


def test_the_forecast_is_compared_with_last_months_invoice(
    browse: Browse, hanbit: Company, ada: User
) -> None:
    issue(hanbit)
    travel(hanbit, f"{Month.of(clock.today()).next.first} 10:00")
    with context.platform("tests"):
        hanbit.save(update_fields=["clock_shift"])
    assert "지난달보다 " in browse(ada).get("/billing/").content.decode()


def test_the_english_copy_is_a_file_of_another_name(
    browse: Browse, hanbit: Company, ada: User
) -> None:
    invoice = issue(hanbit)
    address = f"/billing/invoices/{invoice.pk}.pdf"
    client = browse(ada)
    english = client.get(address, {"language": "en"})
    assert f"invoice-{invoice.number}-en.pdf" in english["Content-Disposition"]
    assert english.content.startswith(b"%PDF")
    original = client.get(address)
    assert client.get(address, {"language": "xx"}).content == original.content != english.content
