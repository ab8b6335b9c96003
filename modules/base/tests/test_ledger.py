"""The consent ledger: every answer is a line that stays, whatever way it came (S8, V4)."""

from __future__ import annotations

import ast
import io
import zipfile
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.urls import reverse

from dangol import clock
from dangol.records.many.deeds import to_set, value_form
from messaging.ports import audience
from modules.base import consents
from modules.base.models import ConsentLine, Customer
from modules.base.models.consent import Said, Way
from modules.base.records import customer_record
from modules.base.records.consents import consent_record
from modules.base.services import created_customers, customers, ledger
from modules.base.services.consent_lines import lines
from tenants.attachments.models import Attachment
from tenants.importing.models import ImportRun
from tenants.importing.services import checks, reverts, runs
from tenants.journal.services import runs as journal
from tenants.models import Company
from tenants.people.models import AccessRole, User
from tenants.queries import grantable
from tenants.services import roles
from tests.api.program import CUSTOMERS, program
from tests.importing.import_files import csv_file

pytestmark = [pytest.mark.feature("S8"), pytest.mark.feature("V4")]
Browse = Callable[..., Client]
ROOT = Path(__file__).parents[3]
HTMX = {"HX-Request": "true"}


@pytest.fixture
def haneul(inside_hanbit: Company, ada: User) -> Customer:
    found: Customer = customers.create({"name": "김하늘", "owner_id": ada.pk})
    return found


def said(customer: Any, channel: str = "mail_ads") -> list[str]:
    """What the ledger has of a channel, oldest first."""
    rows = ConsentLine.objects.filter(customer=customer, channel=channel)
    return list(rows.order_by("created_at", "id").values_list("said", flat=True))


def ways(customer: Any) -> list[str]:
    rows = ConsentLine.objects.filter(customer=customer)
    return list(rows.order_by("created_at", "id").values_list("way", flat=True))


@pytest.fixture(autouse=True)
def agreeing(inside_hanbit: Company) -> Any:
    """After every test here the columns of all customers say what the newest lines say."""
    yield
    with connection.cursor() as cursor:
        cursor.execute(ledger.DIFFERING)
        assert cursor.fetchall() == []


def test_the_form_the_drawer_and_their_undo_write_a_line_each(
    browse: Browse, ada: User, haneul: Customer
) -> None:
    client = browse(ada)
    path = reverse("base:customer-edit", args=[haneul.pk])
    held = {"name": "김하늘", "mailing_place": "home", "kind": "customer"}
    answer = client.post(path, held | {"mail_ads": "on"}, follow=True)
    assert answer.status_code == 200
    assert said(haneul) == [Said.GIVEN]
    line = ConsentLine.objects.get()
    assert (line.way, line.actor_id, line.actor_name) == (Way.SCREEN, ada.pk, ada.name)
    client.post(path, held)
    assert said(haneul) == [Said.GIVEN, Said.WITHDRAWN]
    drawer = reverse("base:customer-consent", args=[haneul.pk, "sms_ads"])
    sent = {"state": "refused", "on": clock.today().isoformat(), "source": "전화"}
    client.post(drawer, sent, headers=HTMX)
    assert said(haneul, "sms_ads") == [Said.REFUSED]


def test_a_save_that_is_taken_back_leaves_both_lines(
    browse: Browse, ada: User, haneul: Customer
) -> None:
    client = browse(ada)
    path = reverse("base:customer-edit", args=[haneul.pk])
    held = {"name": "김하늘", "mailing_place": "home", "kind": "customer", "mail_ads": "on"}
    page = client.post(path, held, follow=True).content.decode()
    start = page.index("/base/customers/edits/")
    client.post(page[start : page.index('"', start)])
    haneul.refresh_from_db()
    assert haneul.mail_ads is False
    assert said(haneul) == [Said.GIVEN, Said.WITHDRAWN]


def test_a_proof_in_words_and_as_a_file_lies_with_the_line(
    browse: Browse, ada: User, haneul: Customer
) -> None:
    client = browse(ada)
    path = reverse("base:customer-consent", args=[haneul.pk, "mail_ads"])
    scan = SimpleUploadedFile("신청서.txt", "동의합니다".encode(), "text/plain")
    sent = {
        "state": "given", "on": "2026-03-02", "source": "전시회", "proof": "신청서 17번",
        "file": scan,
    }  # fmt: skip
    assert client.post(path, sent, headers=HTMX).status_code == 200
    line, file = ConsentLine.objects.get(), Attachment.objects.get()
    assert (line.proof, line.proof_file, line.proof_name) == ("신청서 17번", file.pk, "신청서.txt")
    tab = f"{reverse('base:customer-page', args=[haneul.pk])}?tab=consents"
    html = client.get(tab).content.decode()
    assert "신청서 17번" in html
    assert reverse("base:customer-file", args=[haneul.pk, file.pk]) in html


def test_a_file_that_cannot_be_kept_leaves_nothing(
    browse: Browse, ada: User, haneul: Customer
) -> None:
    path = reverse("base:customer-consent", args=[haneul.pk, "mail_ads"])
    bad = SimpleUploadedFile("동의.exe", b"MZ\x90\x00" * 50, "application/octet-stream")
    sent = {"state": "given", "on": clock.today().isoformat(), "source": "전시회", "file": bad}
    assert browse(ada).post(path, sent, headers=HTMX).status_code == 422
    assert not ConsentLine.objects.exists()


def test_many_at_once_and_taking_that_back(ada: User, haneul: Customer) -> None:
    other = customers.create({"name": "이바다"})
    customers.set_consent(
        other.pk, "mail_ads", given=True, on=clock.today() - timedelta(days=9), source="서면"
    )
    form = value_form(customer_record, ada, "mail_ads", {"mail_ads": "yes"})
    assert form.is_valid()
    asked = to_set(customer_record, "mail_ads", form.values())
    asked = replace(asked, chosen=[haneul.pk, other.pk])
    run = journal.begin(customer_record, ada, asked, lambda key: None)
    assert said(haneul) == [Said.GIVEN]
    assert said(other) == [Said.GIVEN], "who had agreed is not written again"
    journal.undo(customer_record, ada, run.pk, lambda key: None)
    assert said(haneul) == [Said.GIVEN, Said.VOID], "nobody had said anything"
    assert ways(haneul) == [Way.MANY, Way.MANY]


HEAD = ["이름", "핸드폰", "메일수신동의", "야간수신동의", "수신동의일", "동의경로", "동의증빙"]


def brought(user: User, rows: list[list[str]], head: list[str] = HEAD) -> ImportRun:
    run = runs.upload(customer_record, csv_file([head, *rows]), user=user)
    chosen = {column: field for field, column in run.mapping.items()}
    runs.choose(run, chosen, "update", lambda: None)
    checks.check(run.pk)
    run.refresh_from_db()
    return run


def stored(run: ImportRun) -> ImportRun:
    runs.start(run, lambda: None)
    runs.work(run.pk)
    run.refresh_from_db()
    return run


def test_a_file_brings_day_source_and_proof_of_consents(ada: User, haneul: Customer) -> None:
    run = stored(
        brought(
            ada,
            [
                ["이바다", "010-2000-0001", "Y", "N", "2026-03-02", "웹 양식", "로그 #31"],
                ["박산", "010-2000-0002", "", "", "", "", ""],
            ],
        )
    )
    assert (run.created, run.will_reject) == (2, 0)
    sea = Customer.objects.get(name="이바다")
    lines_ = {each.channel: each for each in ConsentLine.objects.filter(customer=sea)}
    assert {name: each.said for name, each in lines_.items()} == {
        "mail_ads": Said.GIVEN, "night": Said.REFUSED,
    }  # fmt: skip
    mail = lines_["mail_ads"]
    assert (mail.source, mail.proof, mail.way) == ("웹 양식", "로그 #31", Way.FILE)
    assert f"{mail.at.astimezone(clock.KOREA):%F}" == "2026-03-02"
    assert mail.due_on is None, "whoever kept the list before has told them"
    assert not ConsentLine.objects.filter(customer__name="박산").exists()


def test_a_file_that_is_taken_back_takes_its_answers_back(ada: User, haneul: Customer) -> None:
    old = customers.create({"name": "이바다", "mobile": "010-2000-0001"})
    row = ["이바다", "010-2000-0001", "Y", "", clock.today().isoformat(), "웹 양식", ""]
    run = stored(brought(ada, [row]))
    assert ConsentLine.objects.get(customer=old).due_on is not None, "answered today"
    reverts.ask(run, lambda: None)
    reverts.work(run.pk)
    run.refresh_from_db()
    reverts.start(run, ada, lambda: None)
    reverts.work(run.pk)
    assert said(old) == [Said.GIVEN, Said.VOID]


def test_a_consent_without_its_day_or_source_is_refused_before_anything_is_written(
    ada: User, haneul: Customer, browse: Browse
) -> None:
    run = brought(
        ada,
        [
            ["이바다", "010-2000-0001", "Y", "", "", "웹 양식", ""],
            ["박산", "010-2000-0002", "Y", "", "2026-03-02", "", ""],
            ["최들", "010-2000-0003", "Y", "", "2099-01-01", "웹 양식", ""],
        ],
    )
    assert run.will_reject == 3
    reasons = set(run.problems.values_list("reason", flat=True))
    assert reasons == {
        "consent_undated:consent_on", "consent_untold:consent_source", "consent_day:consent_on",
    }  # fmt: skip
    page = browse(ada).get(reverse("base:customer-import-page", args=[run.pk])).content.decode()
    assert "어느 날" in page
    assert not ConsentLine.objects.exists()


def test_a_file_without_days_sources_and_proofs_is_said_to_lack_them(
    ada: User, haneul: Customer, browse: Browse
) -> None:
    run = brought(ada, [["이바다", "010-2000-0001", "Y"]], ["이름", "핸드폰", "메일수신동의"])
    assert run.will_reject == 0
    page = browse(ada).get(reverse("base:customer-import-page", args=[run.pk])).content.decode()
    for words in ("동의한 날이 없어", "동의 경로가 없어", "증빙이 없어"):
        assert words in page


def test_programs_write_lines_one_by_one_and_many_together(
    hanbit: Company, ada: User, haneul: Customer
) -> None:
    client, _key = program(hanbit, ada)
    made = client.send("POST", CUSTOMERS, {"name": "이바다", "mail_ads": True})
    assert made.status_code == 201, made.content
    pk = made.json()["id"]
    changed = client.send("PATCH", f"{CUSTOMERS}/{pk}", {"mail_ads": False})
    assert changed.status_code == 200, changed.content
    assert said(pk) == [Said.GIVEN, Said.WITHDRAWN]
    assert ways(pk) == [Way.PROGRAM, Way.PROGRAM]
    created_customers.create_many([{"name": "ㄱ", "sms_ads": True}, {"name": "ㄴ"}])
    assert ConsentLine.objects.filter(channel="sms_ads").count() == 1


def test_a_program_notes_a_consent_with_its_proof(
    hanbit: Company, ada: User, haneul: Customer
) -> None:
    client, _key = program(hanbit, ada)
    told = {
        "customer": str(haneul.pk), "purpose": "advertising", "channel": "sms_ads", "said": "given",
        "at": "2026-03-02T10:00:00+09:00", "source": "쇼핑몰", "proof": "주문 1004",
    }  # fmt: skip
    answer = client.send("POST", "/api/v1/base/consent", told)
    assert answer.status_code == 201, answer.content
    line = ConsentLine.objects.get()
    assert (line.way, line.proof, line.source) == (Way.PROGRAM, "주문 1004", "쇼핑몰")
    haneul.refresh_from_db()
    assert haneul.sms_ads is True


@pytest.mark.parametrize("source", ["unsubscribe_page", "one_click"])
def test_the_link_in_a_message_is_the_customer_s_own_word(haneul: Customer, source: str) -> None:
    for name in ("mail_ads", "sms_ads", "night"):
        customers.set_consent(haneul.pk, name, given=True, on=clock.today(), source="서면")
    audience().withdraw(haneul.pk, "email", source=source)
    audience().withdraw(haneul.pk, "sms", source=source)
    for name in ("mail_ads", "sms_ads", "night"):
        assert said(haneul, name) == [Said.GIVEN, Said.WITHDRAWN]
        assert ConsentLine.objects.filter(channel=name).latest("id").way == Way.OWN


def test_a_purpose_of_the_company_s_own_stands_in_the_ledger_alone(
    ada: User, haneul: Customer
) -> None:
    given = {
        "customer": haneul, "purpose": "x_partner", "channel": "", "at": clock.now(),
        "source": "서면",
    }  # fmt: skip
    lines.create({**given, "said": "given"})
    lines.create({**given, "said": "refused"})
    assert said(haneul, consents.OTHER) == [Said.GIVEN, Said.WITHDRAWN]


def test_nobody_rewrites_or_removes_a_line(haneul: Customer) -> None:
    customers.set_consent(haneul.pk, "mail_ads", given=True, on=clock.today(), source="서면")
    line = ConsentLine.objects.get()
    for change in ({"said": "refused"}, {"at": clock.now()}, {"proof": "다른 것"}, {"source": "x"}):
        with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
            ConsentLine.objects.filter(pk=line.pk).update(**change)
    with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
        ConsentLine.objects.filter(pk=line.pk).delete()
    ConsentLine.objects.filter(pk=line.pk).update(told_at=clock.now())


def test_the_screens_neither_change_nor_remove_a_line(
    browse: Browse, ada: User, haneul: Customer
) -> None:
    customers.set_consent(haneul.pk, "mail_ads", given=True, on=clock.today(), source="서면")
    line, client = ConsentLine.objects.get(), browse(ada)
    for view, method in (("edit", "get"), ("edit", "post"), ("delete", "post")):
        path = reverse(f"base:consent-{view}", args=[line.pk])
        assert getattr(client, method)(path).status_code == 403
    assert client.get("/base/consents/").context["deeds"] == []
    assert ConsentLine.objects.get() == line


def test_the_list_finds_by_channel_answer_source_day_and_what_is_still_to_tell(
    browse: Browse, ada: User, haneul: Customer
) -> None:
    today = clock.today()
    customers.set_consent(haneul.pk, "mail_ads", given=True, on=today, source="전시회")
    late = today - timedelta(days=20)
    customers.set_consent(haneul.pk, "sms_ads", given=True, on=late, source="웹 양식")
    customers.set_consent(haneul.pk, "post_ads", given=False, on=today, source="전화")
    ConsentLine.objects.filter(channel="mail_ads").update(told_at=clock.now())
    client = browse(ada)

    def found(query: str) -> set[str]:
        rows = client.get(f"/base/consents/?{query}").context["listing"].page.rows
        return {row.channel for row in rows}

    assert found("channel=sms_ads&channel=post_ads") == {"sms_ads", "post_ads"}
    assert found("said=refused") == {"post_ads"}
    assert found("source=전시") == {"mail_ads"}
    assert found(f"at.from={late}&at.to={late}") == {"sms_ads"}
    assert found("telling=open") == {"sms_ads"}
    assert found("telling=overdue") == {"sms_ads"}
    assert found("telling=told") == {"mail_ads"}
    assert found("telling=none") == {"post_ads"}, "the law asks it of no letter"


def test_the_ledger_is_taken_away_as_a_workbook(
    browse: Browse, ada: User, haneul: Customer
) -> None:
    customers.set_consent(haneul.pk, "mail_ads", given=True, on=clock.today(), source="전시회")
    client = browse(ada)
    answer = client.post("/base/consents/export", {"kind": "xlsx", "reason": "report"})
    parts = zipfile.ZipFile(io.BytesIO(answer.getvalue()))  # type: ignore[attr-defined]
    words = b"".join(parts.read(name) for name in parts.namelist()).decode(errors="ignore")
    for each in ("김하늘", "메일", "전시회"):
        assert each in words


def test_who_does_not_see_a_customer_or_a_channel_sees_no_line_of_it(
    browse: Browse, bob: User, ada: User, haneul: Customer
) -> None:
    mine = customers.create({"name": "이바다", "owner_id": bob.pk})
    for pk in (haneul.pk, mine.pk):
        for name in ("mail_ads", "sms_ads"):
            customers.set_consent(pk, name, given=True, on=clock.today(), source="서면")
    scopes = dict.fromkeys(grantable.permissions(), 3) | {"base.customer.view": 1}
    role = AccessRole.objects.create(
        name="상담", scopes=scopes, fields={"base.customer": {"sms_ads": "hide"}}
    )
    roles.assign(bob, [role.pk])
    rows = browse(bob).get("/base/consents/").context["listing"].page.rows
    assert [(row.customer_id, row.channel) for row in rows] == [(mine.pk, "mail_ads")]
    assert consent_record.visible_to(ada).count() == 4


def test_a_customer_who_is_gone_for_good_leaves_lines_without_a_name(
    ada: User, haneul: Customer
) -> None:
    customers.set_consent(haneul.pk, "mail_ads", given=True, on=clock.today(), source="서면")
    Customer.objects.filter(pk=haneul.pk).delete()
    line = consent_record.listed(consent_record.visible_to(ada)).get()
    assert line.customer_id == haneul.pk


def test_no_other_code_writes_the_columns_of_a_consent() -> None:
    """Whoever sets one stands in this list, and calls `ledger.settle` in the same transaction."""
    allowed = {
        "modules/base/services/customers.py", "modules/base/services/many_customers.py",
        "modules/base/imports/answers.py", "modules/base/imports/suggestions.py",
        "modules/base/samples.py", "modules/base/demo/people.py", "modules/base/models/customer.py",
    }  # fmt: skip
    columns = {c for n in consents.NAMES for c in (n, f"{n}_at", f"{n}_source")}
    found = {
        str(path.relative_to(ROOT))
        for folder in ("modules", "messaging", "tenants", "billing")
        for path in (ROOT / folder).rglob("*.py")
        if "tests" not in path.parts and "migrations" not in path.parts
        if _written(ast.parse(path.read_text())) & columns
    }
    assert found <= allowed, found - allowed


def _written(tree: ast.AST) -> set[str]:
    """Names that are assigned as attributes, or set by keyword where rows are written."""
    found: set[str] = set()
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Store):
            found.add(node.attr)
        elif isinstance(node, ast.Call) and getattr(node.func, "attr", "") in WRITERS:
            found |= {each.arg or "" for each in node.keywords}
    return found


WRITERS = {"update", "create", "bulk_update", "get_or_create", "update_or_create"}


def test_many_lines_cost_one_statement(haneul: Customer, django_assert_num_queries: Any) -> None:
    now = clock.now()
    several = Customer.objects.bulk_create(
        Customer(name=f"{n}", mail_ads=True, mail_ads_at=now, mail_ads_source="x")
        for n in range(500)
    )
    with django_assert_num_queries(1):
        assert ledger.settle([each.pk for each in several], way=Way.FILE) == 500
    assert ledger.settle([each.pk for each in several], way=Way.FILE) == 0
    assert ConsentLine.objects.count() == 500
