"""Money on the command line: one JSON object, one sentence, the right exit status (Q5, Q9)."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import override_settings

from billing.models import Invoice
from billing.services.months import Month
from billing.tests.test_meter import charge
from billing.tests.travel import moment
from dangol import clock
from dangol.cli import program
from messaging import ports
from tenants import context
from tenants.models import Company

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def dangol(db: None, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> Run:
    """`dangol("price", "base=10")`: exit status, standard output, standard error."""

    def run(*arguments: str) -> tuple[int, str, str]:
        monkeypatch.setattr(sys, "argv", ["dangol", *arguments])
        with pytest.raises(SystemExit) as ended:
            program.main()
        out, err = capsys.readouterr()
        return int(ended.value.code or 0), out, err

    return run


def read(answer: tuple[int, str, str]) -> Any:
    status, out, err = answer
    assert status == 0, err
    return json.loads(out)


@pytest.mark.feature("P1")
@pytest.mark.parametrize(
    ("users", "supply"), [("base=10", 150_000), ("service=10", 650_000), ("full=10", 1_600_000)]
)
def test_price_of_ten_users(dangol: Run, users: str, supply: int) -> None:
    bill = read(dangol("price", users, "--json"))
    assert (bill["supply"], bill["vat"]) == (supply, supply // 10)


@pytest.mark.feature("P1")
def test_price_names_lines_supply_vat_and_total(dangol: Run) -> None:
    bill = read(
        dangol("price", "base=10", "sales=3", "--emails", "100000", "--sms", "2000", "--json")
    )
    assert bill["total"] == bill["supply"] + bill["vat"] == 704_000
    assert [(line["item"], line["supply"]) for line in bill["lines"]] == [
        ("seat.base", 150_000),
        ("seat.sales", 240_000),
        ("message.email", 200_000),
        ("message.sms", 50_000),
    ]
    assert set(bill) == {"lines", "supply", "vat", "total"}


@pytest.mark.feature("P1")
@pytest.mark.parametrize("wrong", ["gold=1", "base", "base=-1", "base=x", "base=99999999"])
def test_a_wrong_plan_is_named_with_the_right_ones(dangol: Run, wrong: str) -> None:
    status, _, err = dangol("price", wrong, "--json")
    assert status == 2
    assert wrong in err
    assert "base, sales, service, campaign, full" in err


@pytest.mark.feature("Q5")
def test_a_running_month_ends_with_status_two_and_one_sentence(
    dangol: Run, hanbit: Company
) -> None:
    month = f"{clock.today():%Y-%m}"
    status, out, err = dangol("invoice", "close", "--company", "hanbit", "--month", month, "--json")
    assert (status, out, err.count("\n")) == (2, "", 1)
    assert month in err
    with context.platform("tests"):
        assert not Invoice.objects.exists()


@pytest.mark.feature("Q5")
def test_close_as_of_prints_the_issued_invoice_and_show_repeats_it(
    dangol: Run, hanbit: Company
) -> None:
    with context.inside(hanbit):
        meter = ports.meter()
        meter.capture(meter.hold("send", 75, purpose="test"), [charge() for _ in range(3)])
    month = f"{clock.today():%Y-%m}"
    close = ("invoice", "close", "--company", hanbit.name, "--month", month)
    closed = read(dangol(*close, "--as-of", "2031-01-01T00:10", "--json"))
    assert closed["number"] == f"{month}-00001"
    assert {"item": "message.sms", "supply": 75}.items() <= closed["lines"][-1].items()
    assert closed["total"] == closed["supply"] + closed["vat"]
    shown = read(dangol("invoice", "show", "--company", "hanbit", "--month", month, "--json"))
    assert shown == closed


@pytest.mark.feature("Q5")
def test_as_of_is_for_development_only(dangol: Run, hanbit: Company) -> None:
    with override_settings(DEVELOPMENT=False):
        for command in (
            (
                "invoice",
                "close",
                "--company",
                "hanbit",
                "--month",
                "2026-11",
                "--as-of",
                "2031-01-01",
            ),
            ("company", "advance", "hanbit", "--to", "2031-01-01"),
        ):
            status, _, err = dangol(*command)
            assert (status, err.count("\n")) == (2, 1)


@pytest.mark.feature("Q5")
@pytest.mark.parametrize(
    ("company", "month", "said"),
    [
        ("nobody", "2026-11", "nobody"),
        ("hanbit", "2026-13", "2026-11"),
        ("hanbit", "1999-01", "1999"),
        ("ops", "2026-10", "."),
    ],
)
def test_what_cannot_be_closed_gets_one_sentence(
    dangol: Run, hanbit: Company, company: str, month: str, said: str
) -> None:
    status, _, err = dangol("invoice", "close", "--company", company, "--month", month)
    assert (status, err.count("\n")) == (2, 1)
    assert said in err


@pytest.mark.feature("Q4")
def test_verify_proves_every_book_and_names_the_altered_entry(dangol: Run, hanbit: Company) -> None:
    with context.inside(hanbit):
        meter = ports.meter()
        meter.capture(meter.hold("send", 25, purpose="test"), [charge()])
    proof = read(dangol("ledger", "verify", "--json"))
    assert (proof["ok"], proof["entries"], proof["companies"]) == (True, 1, 3)
    with context.platform("tests"), connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE billing_ledgertx DISABLE TRIGGER append_only")
        cursor.execute("UPDATE billing_ledgertx SET at = at + interval '1 day'")
    status, out, _ = dangol("ledger", "verify", "--json")
    finding = json.loads(out)["findings"][0]
    assert (status, finding["company"], finding["seq"]) == (1, hanbit.name, 1)
    assert "altered" in finding["problem"]
    status, out, _ = dangol("ledger", "verify")
    assert status == 1
    assert "entry 1" in out


@pytest.mark.feature("Q9")
def test_advance_takes_a_company_through_its_month_ends_and_never_back(
    dangol: Run, hanbit: Company, daon: Company
) -> None:
    start = clock.today()
    third = Month.of(start).next.next.next
    to = third.first.replace(day=2).isoformat()
    done = read(dangol("company", "advance", "hanbit", "--to", to, "--json"))
    assert len(done["drafted"]) == 3
    assert done["time"] == f"{to}T09:00:00+09:00"
    with context.platform("tests"):
        drafts = Invoice.objects.filter(company=hanbit).order_by("month")
        assert drafts.count() == 3
        assert not Invoice.objects.filter(company=daon).exists()
        first = drafts[0].drafted_at.astimezone(clock.KOREA)
        assert (first.day, first.hour, first.minute) == (1, 0, 10)
    hanbit.refresh_from_db()
    with context.inside(hanbit):
        assert clock.today().isoformat() == to
    status, _, err = dangol("company", "advance", "hanbit", "--to", start.isoformat())
    assert (status, err.count("\n")) == (2, 1)


@pytest.mark.feature("T1")
def test_list_shows_every_customer_with_its_own_time(dangol: Run, hanbit: Company) -> None:
    with context.platform("tests"):
        hanbit.clock_shift = moment("2030-05-01 09:00") - clock.real_now()
        hanbit.save()
    rows = {row["address"]: row for row in read(dangol("company", "list", "--json"))["companies"]}
    assert set(rows) == {"hanbit", "daon"}
    assert rows["hanbit"]["time"].startswith("2030-05-01T09:00")
    assert rows["hanbit"]["seats"] == 3
