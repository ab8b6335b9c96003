"""The main job, end to end: sign up, invite, import, send, be charged, to the won.

Everything is real: the processes of `dangol up`, PostgreSQL, Redis, SMTP, Chromium. What the
invoice must say is computed here a second time, in plain Python that shares nothing with the
product.
"""

from __future__ import annotations

import csv
import io
import re
from datetime import date, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.journeys.conftest import log_in
from tests.journeys.stack import Stack, until

pytestmark = [
    pytest.mark.xdist_group("stack"),
    pytest.mark.feature("P2"),
    pytest.mark.feature("P3"),
    pytest.mark.feature("P5"),
    pytest.mark.feature("U5"),
    pytest.mark.feature("S2"),
    pytest.mark.feature("S9"),
    pytest.mark.feature("S7"),
    pytest.mark.feature("Q1"),
    pytest.mark.feature("Q3"),
    pytest.mark.feature("Q4"),
    pytest.mark.feature("Q5"),
    pytest.mark.feature("Q9"),
    pytest.mark.feature("X1"),
]

PASSWORD = "a-quiet-morning"
FIRM = {"id_company_name": "새봄식품", "id_address": "saebom", "id_admin_name": "김봄",
        "id_email": "bom@saebom.example", "id_password": PASSWORD}  # fmt: skip
GOOD, BAD = 1_000, 7
MAILS, TEXTS = 900, 100


def today() -> date:
    return datetime.now(ZoneInfo("Asia/Seoul")).date()  # noqa: TID251  (a clock of our own)


def test_the_main_job(visitor: BrowserContext, page: Page, stack: Stack, tmp_path: Path) -> None:
    sign_up(page, stack)
    founded = enter(page, stack)
    joined = invite(visitor, page, stack)
    import_customers(page, stack, tmp_path / "customers.csv")
    send(page, stack, medium="email", source="메일", count=MAILS)
    register_number(visitor, page, stack, tmp_path / "certificate.pdf")
    send(page, stack, medium="sms", source="문자", count=TEXTS)
    open_and_click(page, stack)
    check_invoice(page, stack, founded, joined)


def sign_up(page: Page, stack: Stack) -> None:
    page.goto(stack.url("", "/?campaign=2"))
    page.get_by_role("link", name="이 구성으로 시작").click()
    for field, value in FIRM.items():
        page.fill(f"#{field}", value)
    page.fill("#id_business_number", "120-81-47520")
    page.check("#id_terms")
    page.check("#id_privacy")
    page.get_by_role("button", name="확인 메일 받기").click()
    expect(page.locator("#id_business_number_field")).to_contain_text("사업자등록번호")
    page.fill("#id_business_number", "120-81-47521")
    page.fill("#id_password", PASSWORD)
    page.get_by_role("button", name="확인 메일 받기").click()
    expect(page.locator("main")).to_contain_text("bom@saebom.example")


def link_for(stack: Stack, address: str) -> str:
    """The first link of the first mail to this address."""
    (mail, *_rest) = until(lambda: stack.mail.to(address), 30, f"No mail to {address}.")
    text = mail.get_body(("plain",)).get_content()  # type: ignore[union-attr]
    return re.search(r"http://\S+", text).group()  # type: ignore[union-attr]


def enter(page: Page, stack: Stack) -> date:
    page.goto(link_for(stack, "bom@saebom.example"))
    page.locator("main form .btn-primary").click()
    expect(page).to_have_url(re.compile(r"http://saebom\.localhost"))
    return today()


def invite(visitor: BrowserContext, page: Page, stack: Stack) -> date:
    page.goto(stack.url("saebom", "/tenants/users/invite"))
    page.fill("#id_email", "min@saebom.example")
    page.fill("#id_name", "이민")
    page.check("input[name=plans][value=campaign]")
    page.locator("main form .btn-primary").click()
    expect(page.locator("table")).to_contain_text("min@saebom.example")
    colleague = visitor.browser.new_context(locale="ko-KR").new_page()  # type: ignore[union-attr]
    colleague.goto(link_for(stack, "min@saebom.example"))
    colleague.fill("#id_password", PASSWORD)
    colleague.locator("main form .btn-primary").click()
    expect(colleague.locator("nav").first).to_contain_text("고객")
    colleague.context.close()
    return today()


def register_number(visitor: BrowserContext, page: Page, stack: Stack, file: Path) -> None:
    """By law a number is registered with a document before texts come from it (S1, T7)."""
    file.write_bytes(b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n")
    page.goto(stack.url("saebom", "/messaging/senders/numbers/new"))
    page.fill("#id_number", "+82 2 2345 6789")
    page.set_input_files("#id_documents", file)
    page.locator("main form .btn-primary").click()
    expect(page.locator("#id_number_field")).to_contain_text("국가번호")
    page.fill("#id_number", "02-2345-6789")
    page.set_input_files("#id_documents", file)
    page.locator("main form .btn-primary").click()
    expect(page.locator("main")).to_contain_text("심사 중")
    staff = visitor.browser.new_context(locale="ko-KR").new_page()  # type: ignore[union-attr]
    log_in(staff, stack, "operator@dangol.example", site="ops")
    staff.goto(stack.url("ops", "/sending/numbers/"))
    staff.get_by_role("link", name="02-2345-6789").click()
    with staff.expect_download() as started:
        staff.get_by_role("link", name=file.name).click()
    assert started.value.path().read_bytes() == file.read_bytes()
    staff.get_by_role("button", name="승인").click()
    expect(staff.locator("main")).not_to_contain_text("02-2345-6789")
    staff.context.close()
    page.goto(stack.url("saebom", "/messaging/senders/"))
    expect(page.locator("main")).to_contain_text("승인됨")


def list_of_customers() -> bytes:
    """1,000 good rows and 7 bad ones between them, as a Korean office would save them."""
    out = io.StringIO()
    sheet = csv.writer(out)
    sheet.writerow(["이름", "회사명", "핸드폰", "이메일", "출처", "메일수신동의", "문자수신동의"])
    for n in range(GOOD):
        source = "메일" if n < MAILS else "문자"
        sheet.writerow(
            [f"고객{n:04d}", "똠방상사", f"010-3{n:03d}-{5000 + n}", f"c{n}@buyer.example", source,
             "동의", "동의"]
        )  # fmt: skip
        if n % 140 == 139:
            sheet.writerow(["", "이름없는회사", "", f"bad{n}@buyer.example", source, "", ""])
    return out.getvalue().encode("cp949")


def import_customers(page: Page, stack: Stack, file: Path) -> None:
    file.write_bytes(list_of_customers())
    assert file.read_bytes().count(b"\n") == 1 + GOOD + BAD
    page.goto(stack.url("saebom", "/base/customers/import"))
    page.set_input_files("input[type=file]", file)
    page.locator("main form .btn-primary").click()
    expect(page.locator("main")).to_contain_text("똠방상사")
    page.locator("main .btn-primary").first.click()
    page.get_by_role("button", name=re.compile(f"{GOOD:,}명")).click(timeout=60_000)
    expect(page.locator("main")).to_contain_text("1,000", timeout=60_000)
    expect(page.locator("a[href$='rejected.csv']")).to_be_visible(timeout=60_000)
    with page.expect_download() as started:
        page.locator("a[href$='rejected.csv']").first.click()
    rejected = started.value.path().read_bytes().decode("cp949")
    assert len(rejected.strip().splitlines()) == 1 + BAD


def send(page: Page, stack: Stack, *, medium: str, source: str, count: int) -> None:
    page.goto(stack.url("saebom", "/campaign/campaigns/new"))
    page.fill("#id_name", f"가을 인사 {source}")
    page.locator("main .btn-primary").click()
    page.locator(f"a[href*='medium={medium}']").first.click()
    page.get_by_role("button", name="다음: 받는 사람").click()
    page.locator(".conditions-foot summary").click()
    page.locator("button[name=add][value=source]").click()
    box = f"[name='source.is'][value='{source}']"
    page.wait_for_selector(box, state="attached")
    if page.locator(".condition .picker").count():
        page.locator(".condition .picker summary").click()
    page.check(box)
    page.get_by_role("button", name="다음: 내용").click()
    page.fill("#id_sender_name", "새봄식품")
    if medium == "email":
        expect(page.locator("#id_sender_address")).to_have_value("saebom@dangol.example")
        page.fill("#id_subject", "{{ name }}님, 가을 소식이에요")
        page.fill("#id_body", "{{ name }}님 안녕하세요.\n새 소식: https://saebom.example/autumn")
    else:
        page.select_option("#id_sender_number", "0223456789")
        page.uncheck("#id_advertising")  # advertising would rest from 21:00 to 08:00
        page.fill("#id_body", "{{ name }}님, 가을 소식이에요.")
    page.locator("main .btn-primary").first.click()
    page.get_by_role("button", name="승인").click()
    expect(page.locator("main")).to_contain_text(f"{count:,}")
    page.get_by_role("button", name=re.compile("명에게 발송")).click()
    page.fill("dialog[open] [name=confirmed]", str(count))
    page.locator("dialog[open] [data-when-typed]").click()
    expect(page.locator("#send-badge")).to_have_text("완료", timeout=90_000)
    expect(page.locator("main")).to_contain_text(f"{count:,}")


def open_and_click(page: Page, stack: Stack) -> None:
    """The first recipient's own mail: its picture is fetched, its link followed."""
    mails = [m for n in range(MAILS) for m in stack.mail.to(f"c{n}@buyer.example")]
    assert len(mails) == MAILS, "each address got one mail"
    html = mails[0].get_body(("html",)).get_content()  # type: ignore[union-attr]
    pixel = re.search(r'<img[^>]+src="([^"]+/messaging/o/[^"]+)"', html).group(1)  # type: ignore[union-attr]
    link = re.search(r'href="([^"]+/messaging/c/[^"]+)"', html).group(1)  # type: ignore[union-attr]
    assert stack.fetch(pixel).status == 200
    followed = stack.fetch(link)
    assert followed.status in (302, 303)
    assert followed.getheader("Location") == "https://saebom.example/autumn"


def check_invoice(page: Page, stack: Stack, founded: date, joined: date) -> None:
    first = founded.replace(day=1)
    following = (first + timedelta(days=32)).replace(day=1)
    done = stack.dangol("company", "advance", "saebom", "--to", following.isoformat())
    assert done.returncode == 0, done.stderr
    month = f"{first:%Y-%m}"
    invoice = stack.json("invoice", "close", "--company", "saebom", "--month", month)
    supply = seats_of(first, following, [founded, joined]) + MAILS * 2 + TEXTS * 25
    vat = (supply * 10 + 50) // 100
    assert (invoice["supply"], invoice["vat"], invoice["total"]) == (supply, vat, supply + vat)
    assert stack.json("ledger", "verify")
    page.goto(stack.url("saebom", "/billing/"))
    page.locator("a[href*='/billing/invoices/']").first.click()
    expect(page.locator("main")).to_contain_text(f"{supply + vat:,}")


def seats_of(first: date, following: date, starts: list[date]) -> int:
    """Won of the campaign seats: 80,000 each a month, by the day, one rounding (half up)."""
    days = (following - first).days
    numerator = sum(
        80_000 * sum(start <= first + timedelta(days=n) for start in starts) for n in range(days)
    )
    return (2 * numerator + days) // (2 * days)
