"""Every record type comes in from files: by its form, with what it points at by key (U5)."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from dangol.errors import RuleBroken
from dangol.imports.columns import guess
from dangol.imports.singly import SinglyIntake
from dangol.imports.types import importable
from dangol.records import Record
from modules.base.models import Account, ContactHistory, Customer, Order, OrderLine, Product
from modules.base.records import (
    account_record,
    contact_record,
    customer_record,
    line_record,
    order_record,
    product_record,
)
from tenants.context import inside
from tenants.importing.models import ImportRun
from tenants.importing.queries import problems
from tenants.importing.services import checks, repairs, reverts, runs
from tenants.models import Company
from tenants.people.models import AccessRole, Assignment, AuditEntry, User

pytestmark = pytest.mark.feature("U5")

Rows = list[list[str]]


def csv_of(rows: Rows) -> SimpleUploadedFile:
    text = io.StringIO()
    csv.writer(text).writerows(rows)
    return SimpleUploadedFile("목록.csv", text.getvalue().encode("cp949"))


def checked(record: Record, user: User, rows: Rows, policy: str = "skip", **how: Any) -> ImportRun:
    """The run after its dry run, with the columns as they were guessed."""
    run = runs.upload(record, csv_of(rows), user=user)
    chosen = {column: name for name, column in run.mapping.items()}
    runs.choose(run, chosen, policy, lambda: None, **how)
    checks.check(run.pk)
    run.refresh_from_db()
    return run


def brought(record: Record, user: User, rows: Rows, policy: str = "skip", **how: Any) -> ImportRun:
    run = checked(record, user, rows, policy, **how)
    runs.start(run, lambda: None)
    runs.work(run.pk)
    run.refresh_from_db()
    return run


def forecast(run: ImportRun) -> tuple[int, int, int, int]:
    return run.will_create, run.will_update, run.will_skip, run.will_reject


def outcome(run: ImportRun) -> tuple[int, int, int, int]:
    return run.created, run.updated, run.skipped, run.rejected


def taken_back(run: ImportRun, user: User) -> tuple[int, int]:
    reverts.ask(run, lambda: None)
    reverts.work(run.pk)
    run.refresh_from_db()
    reverts.start(run, user, lambda: None)
    reverts.work(run.pk)
    run.refresh_from_db()
    return run.reverted, run.kept


ACCOUNTS = [
    ["거래처명", "사업자등록번호", "거래 상태", "업종", "직원 수", "담당자"],
    ["㈜한빛물산", "124-81-00998", "거래 중", "무역", "1,240명", "에이다"],
    ["새봄상사", "", "가망", "식품", "12", "ada@hanbit.example"],
]


def test_accounts_come_in_as_if_somebody_had_typed_them(inside_hanbit: Any, ada: User) -> None:
    run = checked(account_record, ada, ACCOUNTS)
    assert forecast(run) == (2, 0, 0, 0)
    assert not Account.objects.exists(), "the dry run took everything back"
    runs.start(run, lambda: None)
    runs.work(run.pk)
    run.refresh_from_db()
    assert outcome(run) == (2, 0, 0, 0)
    first = Account.objects.get(name="㈜한빛물산")
    assert (first.business_number, first.state, first.employees) == ("1248100998", "active", 1240)
    assert first.owner == ada
    made = AuditEntry.objects.filter(action="base.account.create")
    assert {(each.actor_id, each.summary) for each in made} == {
        (ada.pk, "㈜한빛물산"), (ada.pk, "새봄상사"),
    }  # fmt: skip


def test_of_rows_that_go_through_the_form_all_bad_cells_are_known(
    inside_hanbit: Any, ada: User
) -> None:
    run = checked(
        account_record, ada, [ACCOUNTS[0], ["한빛", "123", "거래 중", "", "많음", "없는 사람"]]
    )
    (row,) = problems.lines(run, "bad", "", 0)
    assert {each.reason.partition(":")[2] for each in row.faults} == {
        "business_number", "employees", "owner",
    }  # fmt: skip
    assert all(each.sentence for each in row.faults)


def test_a_key_of_the_type_finds_what_is_here_however_it_is_written(
    inside_hanbit: Any, ada: User
) -> None:
    brought(account_record, ada, ACCOUNTS)
    again = [ACCOUNTS[0][:4], ["한빛", "1248100998", "휴면", "유통"]]
    assert outcome(brought(account_record, ada, again)) == (0, 0, 1, 0)
    assert outcome(brought(account_record, ada, again, "update")) == (0, 1, 0, 0)
    account = Account.objects.get(business_number="1248100998")
    assert (account.name, account.state, account.industry) == ("한빛", "dormant", "유통")
    filled = [["사업자등록번호", "업종", "대표자"], ["124-81-00998", "제조", "김한빛"]]
    assert outcome(brought(account_record, ada, filled, "only")) == (0, 1, 0, 0)


def test_filling_gaps_leaves_what_stands(inside_hanbit: Any, ada: User) -> None:
    brought(account_record, ada, ACCOUNTS)
    rows = [
        ["거래처명", "사업자등록번호", "업종", "대표자"],
        ["x", "124-81-00998", "제조", "김한빛"],
    ]
    assert outcome(brought(account_record, ada, rows, "fill")) == (0, 1, 0, 0)
    account = Account.objects.get(business_number="1248100998")
    assert (account.name, account.industry, account.representative) == (
        "㈜한빛물산", "무역", "김한빛",
    )  # fmt: skip


def test_every_row_that_the_form_refuses_says_why(inside_hanbit: Any, ada: User) -> None:
    rows = [
        ["거래처명", "사업자등록번호", "거래 상태", "설립 연도", "담당자", "상위 거래처"],
        ["하나", "123-45-67890", "", "", "", ""],
        ["둘", "", "친구", "", "", ""],
        ["셋", "", "", "3026", "", ""],
        ["넷", "", "", "", "홍길동", ""],
        ["다섯", "", "", "", "", "없는 회사"],
        ["=여섯", "", "", "", "", ""],
        ["", "124-81-00998", "", "", "", ""],
        ["일곱", "", "", "", "", "", "남는 칸"],
    ]
    run = checked(account_record, ada, rows)
    assert forecast(run) == (0, 0, 0, 8)
    reasons = dict(run.problems.values_list("number", "reason"))
    assert reasons == {
        1: "business_number_wrong:business_number",
        2: "choice_unknown:state",
        3: "year_range:founded",
        4: "person_unknown:owner",
        5: "link_unknown:parent",
        6: "formula:name",
        7: "required:name",
        8: "too_many_cells",
    }
    said = dict(run.problems.values_list("number", "said"))
    assert "네 자리" in said[3], "the form's own sentence, in the user's language"


def test_a_bad_cell_is_mended_and_the_row_comes_in(inside_hanbit: Any, ada: User) -> None:
    rows = [["거래처명", "거래 상태"], ["하나", "거래중이요"], ["둘", "거래 중"]]
    run = checked(account_record, ada, rows)
    assert forecast(run) == (1, 0, 0, 1)
    assert repairs.mend_alike(run, "choice_unknown:state") == 1
    run.refresh_from_db()
    assert forecast(run) == (2, 0, 0, 0)
    runs.start(run, lambda: None)
    runs.work(run.pk)
    assert set(Account.objects.values_list("state", flat=True)) == {"active"}


def test_a_head_that_may_mean_two_fields_means_the_one_that_no_other_names(ada: User) -> None:
    labels = {"company_name": "회사 이름", "account": "거래처", "name": "이름"}
    for header, wanted in (
        (["이름", "거래처"], {"name": 0, "company_name": 1}),
        (["이름", "거래처", "회사 이름"], {"name": 0, "account": 1, "company_name": 2}),
        (["회사 이름", "거래처", "이름"], {"name": 2, "account": 1, "company_name": 0}),
    ):
        assert guess(customer_record, labels, header) == wanted


def test_contacts_orders_and_lines_name_what_they_belong_to(inside_hanbit: Any, ada: User) -> None:
    brought(account_record, ada, ACCOUNTS)
    brought(
        customer_record, ada,
        [
            ["이름", "핸드폰", "고객 코드", "사업자등록번호"],
            ["김하늘", "010-1111-2222", "C-1", "124-81-00998"],
            ["김하늘", "010-3333-4444", "C-2", ""],
        ],
    )  # fmt: skip
    customer = Customer.objects.get(code="C-1")
    assert (customer.account.name, customer.company_name) == ("㈜한빛물산", "㈜한빛물산")
    rows = [
        ["고객", "매체", "접촉 일시", "제목"],
        ["C-1", "전화", "2026.11.03 오후 2:30", "견적 문의"],
        ["01033334444", "메모", "2026-11-04", "여행 중"],
        ["김하늘", "전화", "2026-11-04 09:00", "누구인지 모름"],
    ]
    run = brought(contact_record, ada, rows)
    assert outcome(run) == (2, 0, 0, 1)
    assert run.rows.get(number=3).reason == "link_several:customer"
    contact = ContactHistory.objects.get(subject="견적 문의")
    assert contact.customer == customer
    assert f"{contact.contacted_at:%Y-%m-%d %H:%M}" == "2026-11-03 05:30"
    customer.refresh_from_db()
    assert customer.last_contacted_at == contact.contacted_at, "what follows from it follows"

    brought(product_record, ada, [["상품명", "상품 코드", "단가"], ["참기름", "P-1", "12,000원"]])
    brought(order_record, ada, [["고객", "주문 번호"], ["C-1", "A-1"], ["C-2", "A-2"]])
    lines = [
        ["주문", "상품", "수량"],
        ["A-1", "P-1", "3개"],
        ["A-2", "참기름", "1"],
        ["A-9", "P-1", "1"],
    ]
    run = brought(line_record, ada, lines)
    assert outcome(run) == (2, 0, 0, 1)
    assert dict(Order.objects.values_list("number", "amount")) == {"A-1": 36_000, "A-2": 12_000}
    assert OrderLine.objects.filter(product=Product.objects.get()).count() == 2


def test_a_rule_of_the_service_rejects_its_row_already_in_the_dry_run(
    inside_hanbit: Any, ada: User
) -> None:
    brought(customer_record, ada, [["이름", "고객 코드"], ["김하늘", "C-1"]])
    brought(order_record, ada, [["고객", "주문 번호"], ["C-1", "A-1"]])
    rows = [
        ["주문", "품목명", "수량", "단가", "할인"],
        ["A-1", "기름", "1", "100", "500"],
        ["A-1", "깨", "1", "100", ""],
    ]
    run = checked(line_record, ada, rows)
    assert forecast(run) == (1, 0, 0, 1)
    problem = run.problems.get()
    assert problem.reason == "discount_too_high:discount"
    assert "할인" in problem.said


def test_two_rows_of_one_file_are_one_record(
    inside_hanbit: Any, ada: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Also when they stand in different parts, whose dry runs know nothing of each other."""
    rows = [
        ["상품명", "상품 코드", "단가"],
        ["참기름", "P-1", "12,000"],
        ["들기름", "P-2", "15,000"],
        ["참기름 1L", "P-1", ""],
    ]
    for part in (1, 200):
        monkeypatch.setattr(SinglyIntake, "part", part)
        run = checked(product_record, ada, rows, "update")
        assert forecast(run) == (2, 1, 0, 0)
    runs.start(run, lambda: None)
    runs.work(run.pk)
    assert set(Product.objects.values_list("code", "name")) == {
        ("P-1", "참기름 1L"), ("P-2", "들기름"),
    }  # fmt: skip
    run.refresh_from_db()
    assert outcome(run) == (2, 1, 0, 0)
    assert taken_back(run, ada) == (2, 0)
    assert not Product.objects.present().exists()


def test_an_import_is_taken_back_by_the_services(inside_hanbit: Any, ada: User) -> None:
    brought(account_record, ada, ACCOUNTS)
    before = list(Account.objects.present().order_by("name").values("name", "industry", "state"))
    rows = [
        ["거래처명", "사업자등록번호", "업종", "거래 상태"],
        ["한빛", "124-81-00998", "유통", "거래 종료"],
        ["여름상사", "", "", ""],
    ]
    run = brought(account_record, ada, rows, "update")
    assert outcome(run) == (1, 1, 0, 0)
    assert taken_back(run, ada) == (2, 0)
    now = list(Account.objects.present().order_by("name").values("name", "industry", "state"))
    assert now == before
    assert AuditEntry.objects.filter(action="base.account.delete", summary="여름상사").exists()


def test_what_was_changed_or_used_since_stays(inside_hanbit: Any, ada: User) -> None:
    run = brought(account_record, ada, ACCOUNTS)
    account = Account.objects.get(name="새봄상사")
    account_record.edit(account, {"industry": "서비스"}, "")
    Customer.objects.create(name="김하늘", account=Account.objects.get(name="㈜한빛물산"))
    assert taken_back(run, ada) == (0, 2)
    kept = dict(run.kept_records.values_list("record_id", "reason"))
    assert sorted(kept.values()) == ["edited", "used"]


def test_without_the_fields_it_needs_no_record_is_made(inside_hanbit: Any, ada: User) -> None:
    run = runs.upload(contact_record, csv_of([["메모", "제목"], ["x", "1"]]), user=ada)
    with pytest.raises(RuleBroken, match="고객") as refusal:
        runs.choose(run, {0: "memo"}, "skip", lambda: None)
    assert refusal.value.code == "import_needed"
    with pytest.raises(RuleBroken) as refusal:
        runs.choose(run, {0: "deleted_at"}, "skip", lambda: None)
    assert refusal.value.code == "import_column"


@pytest.mark.parametrize("record", importable(), ids=lambda record: record.code)
def test_every_type_offers_its_import_in_the_list_and_the_screens_answer(
    record: Record, hanbit: Company, ada: User, browse: Callable[..., Client]
) -> None:
    client = browse(ada)
    with inside(hanbit):
        address, listed = reverse(record.url_name("import")), reverse(record.url_name("list"))
    assert address in client.get(listed).content.decode()
    assert client.get(address).status_code == 200
    title = str(record.label_of(record.title))
    page = client.post(address, {"file": csv_of([[title], ["하나"]])})["Location"]
    assert "하나" in client.get(page).content.decode()


def test_rows_of_a_file_are_hidden_from_those_who_may_not_read_their_fields(
    hanbit: Company, ada: User, bob: User, browse: Callable[..., Client]
) -> None:
    """Bob may import customers, but mobile numbers are closed to him: so is Ada's file."""
    with inside(hanbit):
        role = AccessRole.objects.create(
            name="가져오기", scopes={"base.customer.view": 3, "base.customer.import": 3},
            fields={"base.customer": {"mobile": "hide"}},
        )  # fmt: skip
        Assignment.objects.create(user=bob, role=role)
        run = checked(customer_record, ada, [["이름", "핸드폰"], ["김하늘", "x"]])
        own = runs.upload(customer_record, csv_of([["이름", "핸드폰"], ["이바다", "1"]]), user=bob)
        assert "mobile" not in own.mapping
    client = browse(bob)
    for tail in ("", "rejected.csv", "rows"):
        assert client.get(f"/base/customers/import/{run.pk}/{tail}").status_code == 404
    assert client.get(f"/base/customers/import/{own.pk}/").status_code == 200
    assert run.file_name not in client.get("/base/customers/import").content.decode().replace(
        own.file_name, "", 1
    )


def test_an_account_is_looked_for_once_however_many_rows_name_it(
    inside_hanbit: Any, ada: User
) -> None:
    Account.objects.create(name="㈜한빛물산", business_number="1248100998")
    counts = []
    for rows in (1, 5, 50):  # the first one warms what is kept for all, such as who hears of deeds
        lines = [[f"고객{rows}-{n}", "124-81-00998", "딴 이름"] for n in range(rows)]
        run = checked(customer_record, ada, [["이름", "사업자등록번호", "회사명"], *lines])
        runs.start(run, lambda: None)
        with CaptureQueriesContext(connection) as asked:
            runs.work(run.pk)
        counts.append(len(asked))
    assert counts[1] == counts[2]
    assert set(Customer.objects.values_list("company_name", flat=True)) == {"㈜한빛물산"}
