"""A report's file: its records, and its subtotals so that nothing is counted twice (A17, U6)."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

import pytest
from django.test import Client
from python_calamine import CalamineWorkbook

from dangol.access import HIDE
from modules.base.models import Customer, Order
from tenants.exports.models import Export
from tenants.exports.services import making
from tenants.exports.tasks import make_file
from tenants.models import Company
from tenants.people.models import User
from tests.test_reports import SCREEN, clerk, fresh, report

pytestmark = [pytest.mark.feature("A17"), pytest.mark.feature("U6")]
Browse = Callable[..., Client]


@pytest.fixture
def orders(inside_hanbit: Company, ada: User, bob: User) -> None:
    """100 and 200 by Ada, 300 by Bob, 50 by nobody; one is done, the others are paid."""
    customer = Customer.objects.create(name="=김하늘", owner=bob)
    for number, (owner, amount, state) in enumerate(
        [(ada, 100, "paid"), (ada, 200, "done"), (bob, 300, "paid"), (None, 50, "paid")]
    ):
        Order.objects.create(
            customer=customer, owner=owner, amount=amount, state=state, number=f"주문{number}"
        )


def address(client: Client, **facts: Any) -> str:
    """Where the file of a new report is asked for."""
    found = report(facts.pop("by"), share="all", **facts)
    page = client.get(f"{SCREEN}{found.pk}/").content.decode()
    link = re.search(r'href="(/base/orders/export[^"]*)"', page)
    assert link
    return link[1].replace("&amp;", "&")


def taken(client: Client, path: str, **sent: str) -> bytes:
    answer = client.post(path, {"reason": "report", **sent})
    assert answer.status_code == 200
    return b"".join(answer.streaming_content)  # type: ignore[attr-defined]


def table(content: bytes) -> tuple[list[str], list[dict[str, str]]]:
    """The heads of a CSV file, and its lines by head."""
    _watermark, heads, *lines = csv.reader(io.StringIO(content.decode("utf-8-sig")))
    return heads, [dict(zip(heads, line, strict=True)) for line in lines]


def test_a_csv_file_says_of_each_line_what_it_is_and_each_kind_adds_up_to_the_whole(
    orders: None, ada: User, bob: User, browse: Browse
) -> None:
    path = address(browse(ada), by=ada, levels=["state", "owner"])
    assert "소계" in browse(ada).get(path).content.decode(), "it is told beforehand"
    heads, lines = table(taken(browse(ada), path))
    assert (heads[0], heads[-1]) == ("구분", "건수")
    kinds = list(dict.fromkeys(line["구분"] for line in lines))
    assert kinds == ["기록", "소계: 주문 상태", "소계: 담당자", "합계"]
    for kind in kinds:
        assert sum(int(line["금액"]) for line in lines if line["구분"] == kind) == 650, kind
    assert [line["구분"] for line in lines[:4]] == ["기록"] * 4, "nothing stands between them"
    paid = ("소계: 담당자", str(Order.State.PAID.label))
    told = {
        line["담당자"]: (line["금액"], line["건수"])
        for line in lines
        if (line["구분"], line["주문 상태"]) == paid
    }
    assert told[ada.name] == ("100", "1")
    assert told[bob.name] == ("300", "1")
    assert (lines[-1]["금액"], lines[-1]["건수"]) == ("650", "4")


def test_a_workbook_keeps_the_records_pure_and_has_a_sheet_of_numbers(
    orders: None, ada: User, browse: Browse
) -> None:
    path = address(browse(ada), by=ada, levels=["customer", "ordered_at.month"])
    content = taken(browse(ada), path, kind="xlsx")
    book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    assert book.sheet_names[1:] == ["소계"]
    records = book.get_sheet_by_index(0).to_python()
    assert "구분" not in records[1]
    assert len(records) == 2 + 4
    _watermark, heads, outer, inner, whole = book.get_sheet_by_index(1).to_python()
    assert heads == ["구분", "고객", "주문일", "건수", "금액 (합계)"]
    assert outer[:2] == ["소계: 고객", "'=김하늘"], "no cell is a formula"
    assert inner[0] == "소계: 주문일"
    assert re.search(r"\d+년 \d+월", inner[2])
    assert (outer[3:], inner[3:], whole[3:]) == ([4, 650],) * 3
    assert whole[0] == "합계"


def test_what_is_no_sum_says_so_and_without_groups_there_is_one_line(
    orders: None, ada: User, browse: Browse
) -> None:
    path = address(browse(ada), by=ada, levels=[], hows={"amount": "max"})
    _heads, lines = table(taken(browse(ada), path))
    assert [line["구분"] for line in lines] == ["기록"] * 4 + ["합계"]
    assert lines[-1]["금액"] == "가장 큰 값 300"
    plain, _lines = table(taken(browse(ada), "/base/orders/export"))
    assert "구분" not in plain, "a list's file is as it was"


@pytest.mark.feature("P5")
def test_subtotals_reach_no_further_than_the_reader_s_rights(
    orders: None, ada: User, bob: User, browse: Browse
) -> None:
    path = address(browse(ada), by=ada)
    clerk(bob, order__view=1)
    _heads, lines = table(taken(browse(fresh(bob)), path))
    assert [line["금액"] for line in lines] == ["300"] * 3, "a record, its group, the whole"
    clerk(bob, closed={"base.order": {"amount": HIDE}})
    text = taken(browse(fresh(bob)), path).decode("utf-8-sig")
    assert "650" not in text
    assert "소계: 담당자" in text
    clerk(bob, closed={"base.order": {"owner": HIDE}})
    text = taken(browse(fresh(bob)), path).decode("utf-8-sig")
    assert "담당자" not in text
    assert ada.name not in text.partition("\n")[2]


def test_a_long_one_has_them_as_well_and_none_when_they_are_closed_meanwhile(
    orders: None, ada: User, bob: User, browse: Browse, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("dangol.records.lists.taken.NOW", 1)
    monkeypatch.setattr(make_file, "ring", lambda *_args: None)
    clerk(bob)
    path = address(browse(ada), by=ada)
    for _time in range(2):
        browse(fresh(bob)).post(path, {"reason": "report"})
    export = Export.objects.get()
    making.make(export.pk)
    export.refresh_from_db()
    assert export.state == Export.State.READY
    file = browse(fresh(bob)).get(f"/tenants/exports/{export.pk}/file")
    content = b"".join(file.streaming_content).decode("utf-8-sig")  # type: ignore[attr-defined]
    assert content.count("소계: 담당자") == 3
    browse(fresh(bob)).post(path, {"reason": "report"})
    export = Export.objects.latest("asked_at")
    clerk(bob, closed={"base.order": {"owner": HIDE}})
    making.make(export.pk)
    export.refresh_from_db()
    assert export.state == Export.State.FAILED


def test_more_groups_than_anybody_reads_are_refused_in_a_sentence(
    orders: None, ada: User, browse: Browse, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("dangol.records.looks.subtotals.MOST_GROUPS", 2)
    answer = browse(ada).post(address(browse(ada), by=ada), {"reason": "report"})
    assert answer.status_code == 422
    assert "2개가 넘어요" in answer.content.decode()


def test_nonsense_in_the_address_is_left_out(orders: None, ada: User, browse: Browse) -> None:
    for text in ("nothing;x:sum", ";amount:none", "owner.week;number:sum", ";;;", "\x00"):
        asked = urlencode({"only": "number", "subtotals": text})
        content = taken(browse(ada), f"/base/orders/export?{asked}")
        assert "소계" not in content.decode("utf-8-sig")
