"""The timeline of every record type: notes, files, changes, pinned lines (U2, U9)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.db.models import Model
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.translation import override

from dangol import clock
from dangol.access import HIDE
from dangol.errors import RuleBroken
from dangol.records import Look, Record
from dangol.records.timeline import read_mark
from dangol.records.timeline.notes import notes
from dangol.records.timeline.pins import pins
from dangol.records.timeline.reading import by_day, count_kinds, read_entries, read_top
from dangol.records.timeline.tab import timeline
from dangol.records.types import records
from modules.base.models import ContactHistory, Customer
from modules.base.records import account_record, customer_record
from modules.base.services import accounts, contacts, customers
from tenants import audit
from tenants.attachments.models import Attachment
from tenants.journal.services import bins
from tenants.models import Company
from tenants.notes.models import Note, Pin
from tenants.notices.models import Notice
from tenants.notices.queries import centre
from tenants.people.models import AccessRole, AuditEntry, User
from tenants.services import roles
from tests.every_type import one_of_each, page_of

pytestmark = pytest.mark.feature("U2")
Browse = Callable[..., Client]
HTMX = {"HX-Request": "true"}


@pytest.fixture
def every(inside_hanbit: Company) -> dict[str, Model]:
    return one_of_each()


@pytest.fixture
def account(every: dict[str, Model]) -> Any:
    return every["base.account"]


def look(user: User, instance: Model, record: Record = account_record) -> Look:
    fresh = User.objects.get(pk=user.pk)
    return Look(user=fresh, instance=instance, hidden=record.hidden_from(fresh))


def add(by: User, instance: Any, text: str) -> Note:
    with audit.acting(audit.Actor(id=by.pk, name=by.name)):
        notes().add(instance.record_code, instance.pk, text, by=by, title="x")
    return Note.objects.latest("written_at")


def test_every_type_has_a_timeline_with_notes_files_and_changes(
    every: dict[str, Model], ada: User, bob: User, browse: Browse
) -> None:
    client = browse(ada)
    assert set(every) == set(records())
    for code, instance in every.items():
        page = page_of(code, instance)
        answer = client.post(f"{page}notes", {"kind": "note", "memo": "@밥 봐 주세요"})
        assert answer.status_code == 302, code
        Attachment.objects.create(
            record=code, object_id=instance.pk, name="도면.pdf", kind="pdf", size=9, added_by=ada
        )
        audit.record(f"{code}.edit", subject=code, subject_id=instance.pk, changes={})
        html = client.get(f"{page}?tab=timeline").content.decode()
        assert '<span class="mention">@밥</span> 봐 주세요' in html, code
        assert "도면.pdf" in html, code
        assert "timeline-entry system" in html, code
        chips = client.get(f"{page}timeline/kinds").context["panel"]["kinds"]
        assert {"note", "file", "change"} <= {kind for kind, *_rest in chips}, code
        one = client.get(f"{page}?tab=timeline&kind=note", headers=HTMX)
        kinds = {i.entry.kind for d in one.context["tab"]["panel"]["days"] for i in d.items}
        assert kinds == {"note"}, code
    unseen = {
        code
        for code, instance in every.items()
        if not records()[code].visible_to(bob).filter(pk=instance.pk).exists()
    }
    assert unseen == {"expenses.expense"}, "another's expense is not his to see, nor to be told of"
    told = Notice.objects.filter(user=bob, kind="tenants.note.mention").count()
    assert told == len(every) - len(unseen)


def test_the_whole_line_is_read_by_one_statement(account: Any, ada: User) -> None:
    add(ada, account, "하나")
    with CaptureQueriesContext(connection) as asked:
        entries, onward = read_entries(account_record, look(ada, account))
    assert len([each for each in asked if "UNION ALL" in each["sql"]]) == 1
    assert {entry.kind for entry in entries} == {"note", "order", "phone"}
    assert onward == ""


def test_paging_goes_on_where_it_stopped_over_all_sources(account: Any, ada: User) -> None:
    moment = clock.now() - timedelta(days=1)
    Note.objects.bulk_create(
        Note(record="base.account", object_id=account.pk, text=str(n), written_at=moment)
        for n in range(25)
    )
    for number in range(12):
        AuditEntry.objects.create(
            at=moment + timedelta(seconds=number), action="base.account.edit",
            subject="base.account", subject_id=str(account.pk),
        )  # fmt: skip
    seen, mark = [], None
    while True:
        entries, onward = read_entries(account_record, look(ada, account), mark=mark, size=7)
        seen += [(entry.at, entry.key) for entry in entries]
        if not onward:
            break
        mark = read_mark(onward)
    assert len(seen) == 25 + 12 + 2
    assert seen == sorted(set(seen), reverse=True)


def test_values_are_told_and_hidden_ones_are_not(account: Any, ada: User, bob: User) -> None:
    accounts.accounts.edit(account, {"industry": "기계", "credit": 1, "representative": "장"}, "")
    role = AccessRole.objects.create(name="영업", fields={"base.account": {"industry": HIDE}})
    roles.assign(bob, [role.pk])
    with override("ko"):
        open_to = str(read_entries(account_record, look(ada, account)))
        told = str(read_entries(account_record, look(bob, account)))
    assert "— → 기계" in open_to
    assert "기계" not in told
    assert "업종" not in told
    assert "장" in told


def test_a_new_owner_is_told_by_name(account: Any, ada: User, bob: User, carol: User) -> None:
    accounts.accounts.edit(account, {"owner": bob}, "")
    accounts.accounts.edit(account, {"owner": carol}, "")
    with override("ko"):
        told = str(read_entries(account_record, look(ada, account)))
    assert f"담당자 {bob.name} → {carol.name}" in told


def test_many_changes_in_a_row_fold_into_one_line(account: Any, ada: User) -> None:
    with audit.acting(audit.Actor(id=ada.pk, name=ada.name)):
        for number in range(4):
            accounts.accounts.edit(account, {"industry": f"업종{number}"}, "")
    entries, _onward = read_entries(account_record, look(ada, account), kind="change")
    (day,) = by_day(entries)
    assert [(item.entry.kind, len(item.folded)) for item in day.items] == [("change", 3)]
    (day,) = by_day(entries[:2])
    assert [len(item.folded) for item in day.items] == [0, 0]


def test_what_many_records_went_through_is_told_as_the_system_s(
    every: dict[str, Model], ada: User
) -> None:
    customer: Any = every["base.customer"]
    Customer.objects.update(mail_ads=True)
    customers.withdraw_consent(customer.pk, ("mail_ads",), source="one_click")
    here = look(ada, customer, customer_record)
    assert count_kinds(customer_record, here)["system"] == 1
    entries, _onward = read_entries(customer_record, here, kind="system")
    assert {entry.kind for entry in entries} == {"system"}


@pytest.mark.parametrize(
    ("text", "folds"), [("짧은 메모", False), ("가" * 1_300, True), ("줄\n" * 20, True)]
)
def test_a_long_text_leaves_room_for_what_else_happened(
    text: str, folds: bool, account: Any, ada: User, browse: Browse
) -> None:
    add(ada, account, text)
    page = browse(ada).get(page_of("base.account", account)).content.decode()
    assert ("timeline-rest" in page) is folds
    assert text.strip()[-10:].replace("\n", "<br>") in page, "all of it is there"


def test_a_note_is_changed_and_deleted_by_its_author_alone(
    account: Any, ada: User, bob: User, carol: User, browse: Browse
) -> None:
    note = add(bob, account, "@캐럴 첫 글")
    page = page_of("base.account", account)
    role = AccessRole.objects.create(name="지우지 않음", scopes={"base.account.delete": 0})
    roles.assign(carol, [role.pk])
    hers = browse(carol)
    assert hers.get(f"{page}notes/{note.pk}").status_code == 403
    assert hers.post(f"{page}notes/{note.pk}", {"memo": "남의 글"}).status_code == 403
    assert hers.post(f"{page}notes/{note.pk}/delete").status_code == 403
    his = browse(bob)
    assert "@캐럴 첫 글" in his.get(f"{page}notes/{note.pk}").content.decode()
    assert his.post(f"{page}notes/{note.pk}", {"memo": "@캐럴 @에이다 고친 글"}).status_code == 302
    note.refresh_from_db()
    assert (note.text, note.edited_at is not None) == ("@캐럴 @에이다 고친 글", True)
    told = Notice.objects.filter(kind="tenants.note.mention").order_by("at")
    assert [each.user_id for each in told] == [carol.pk, ada.pk], "who is new is told, nobody twice"
    with override("ko"):
        line = centre.lines(User.objects.get(pk=carol.pk), [told[0]])[0]
        assert line.sentence == "밥 님이 ㈜한빛물산 메모에서 나를 불렀어요."
        assert line.detail == "@캐럴 @에이다 고친 글"
    his.post(f"{page}notes/{note.pk}/delete")
    assert "고친 글" not in his.get(f"{page}?tab=timeline").content.decode()
    assert not Notice.objects.filter(read_at=None, kind="tenants.note.mention").exists()
    his.post(f"{page}notes/{note.pk}/restore")
    assert "고친 글" in his.get(f"{page}?tab=timeline").content.decode()
    deeds = AuditEntry.objects.filter(subject="tenants.note").order_by("at")
    assert [each.action.rpartition(".")[2] for each in deeds] == [
        "add",
        "edit",
        "remove",
        "restore",
    ]
    assert deeds[1].changes["text"] == ["@캐럴 첫 글", "@캐럴 @에이다 고친 글"]


def test_who_may_delete_the_record_may_delete_others_notes(
    account: Any, ada: User, bob: User, browse: Browse
) -> None:
    note = add(bob, account, "남의 글")
    page = page_of("base.account", account)
    assert browse(ada).get(f"{page}notes/{note.pk}").status_code == 403
    assert browse(ada).post(f"{page}notes/{note.pk}/delete").status_code == 302
    note.refresh_from_db()
    assert note.deleted_at is not None


@pytest.mark.parametrize("text", ["", "  \u200b ", "800517-1234568", "가" * 4_001])
@pytest.mark.parametrize("headers", [{}, HTMX], ids=["plain", "htmx"])
def test_a_text_that_cannot_be_kept_is_said_so_and_not_lost(
    account: Any, ada: User, browse: Browse, text: str, headers: dict[str, str]
) -> None:
    page = page_of("base.account", account)
    answer = browse(ada).post(f"{page}notes", {"kind": "note", "memo": text}, headers=headers)
    assert answer.status_code == 422
    html = answer.content.decode()
    assert 'class="field-error"' in html
    assert text.strip(" \u200b")[:50] in html
    assert not Note.objects.exists()


def test_who_may_change_no_record_of_the_type_writes_no_notes(
    account: Any, bob: User, browse: Browse
) -> None:
    role = AccessRole.objects.create(name="보기만", scopes={"base.account.edit": 0})
    roles.assign(bob, [role.pk])
    client, page = browse(bob), page_of("base.account", account)
    assert 'id="composer"' not in client.get(page).content.decode()
    assert client.post(f"{page}notes", {"kind": "note", "memo": "x"}).status_code == 403
    assert not Note.objects.exists()


def test_a_call_is_noted_where_the_role_lets_note_contacts_and_not_change_customers(
    every: dict[str, Model], bob: User, browse: Browse
) -> None:
    role = AccessRole.objects.create(name="상담", scopes={"base.customer.edit": 0})
    roles.assign(bob, [role.pk])
    page = page_of("base.customer", every["base.customer"])
    client = browse(bob)
    sent = {"kind": "phone", "memo": "통화함"}
    assert client.post(f"{page}notes", sent | {"kind": "note"}).status_code == 422
    assert client.post(f"{page}notes", sent).status_code == 302
    assert ContactHistory.objects.filter(memo="통화함", staff=bob).exists()


def test_a_pinned_line_stands_above_the_others_until_it_is_taken_down(
    account: Any, ada: User, browse: Browse
) -> None:
    note = add(ada, account, "먼저 읽기")
    client, page = browse(ada), page_of("base.account", account)
    sent = {"source": "note", "key": str(note.pk)}
    answer = client.post(f"{page}timeline/pin", sent, headers=HTMX)
    assert [each.key for each in answer.context["tab"]["panel"]["pinned"]] == [note.pk]
    client.post(f"{page}timeline/pin", sent)
    assert Pin.objects.count() == 1
    assert "timeline-pinned" in client.get(f"{page}?tab=timeline").content.decode()
    client.post(f"{page}timeline/pin", sent | {"pinned": "yes"})
    assert read_top(account_record, look(ada, account))[0] == []
    told = AuditEntry.objects.filter(subject="tenants.pin").order_by("at")
    assert [each.action for each in told] == ["tenants.pin.add", "tenants.pin.remove"]


def test_only_lines_of_this_record_can_be_pinned_and_a_few_of_them(
    every: dict[str, Model], account: Any, ada: User, browse: Browse
) -> None:
    elsewhere = add(ada, every["base.product"], "딴 데")
    client, page = browse(ada), page_of("base.account", account)
    for sent in (
        {"source": "note", "key": str(elsewhere.pk)},
        {"source": "note", "key": str(uuid4())},
        {"source": "note", "key": "x"},
        {"source": "nothing", "key": str(elsewhere.pk)},
        {},
    ):
        assert client.post(f"{page}timeline/pin", sent).status_code == 404, sent
    for number in range(5):
        note = add(ada, account, f"메모 {number}")
        pins().pin("base.account", account.pk, "note", note.pk, title="x")
    with pytest.raises(RuleBroken, match="5"):
        pins().pin("base.account", account.pk, "note", uuid4(), title="x")
    sixth = add(ada, account, "여섯째")
    answer = client.post(
        f"{page}timeline/pin", {"source": "note", "key": str(sixth.pk)}, headers=HTMX
    )
    assert "toast" in answer["HX-Trigger"]
    assert Pin.objects.count() == 5


def test_a_pinned_line_is_seen_by_those_alone_who_may_know_of_it(
    every: dict[str, Model], ada: User, bob: User
) -> None:
    customer: Any = every["base.customer"]
    call = contacts.add(customer, staff=ada, medium="phone", memo="비밀 통화")
    pins().pin("base.customer", customer.pk, "contact", call.pk, title="x")
    role = AccessRole.objects.create(name="내 접촉만", scopes={"base.contact.view": 1})
    roles.assign(bob, [role.pk])
    assert "비밀 통화" in str(timeline(customer_record, look(ada, customer, customer_record)))
    told = timeline(customer_record, look(bob, customer, customer_record))
    assert "비밀 통화" not in str(told)
    assert told["pinned"] == []


@pytest.mark.feature("U4")
@pytest.mark.feature("V4")
def test_what_lies_with_a_record_goes_for_good_with_it(every: dict[str, Model], ada: User) -> None:
    stays = add(ada, every["base.product"], "남는 메모")
    for code in ("base.customer", "base.order", "base.contact"):
        instance: Any = every[code]
        note = add(ada, instance, "지워질 메모")
        pins().pin(code, instance.pk, "note", note.pk, title="x")
        Attachment.objects.create(
            record=code, object_id=instance.pk, name="도면.pdf", kind="pdf", size=9
        )
    customer: Any = every["base.customer"]
    customers.remove(customer)
    bins.remove(customer_record, [customer.pk])
    assert list(Note.objects.all()) == [stays]
    assert not Pin.objects.exists()
    assert not Attachment.objects.exists()
