"""The audit tells in words: every deed, every field, every value that a service can keep (V3).

Nothing here is a list of fields: subjects, actions and facts are read out of the services, fields
and choices out of the models that the vocabularies name.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.db import models
from django.test import Client
from django.utils import translation

from dangol import clock
from messaging.models import Send
from messaging.services import sends, steering
from modules.base.models import Account, AccountGroup, Customer, Order, Product
from modules.base.services import customers
from modules.boards.models import Board
from modules.campaign.models import Campaign
from modules.campaign.services import campaigns
from modules.innovation.models import Task
from tenants import audit, context
from tenants.models import Company
from tenants.people.models import AuditEntry, Department, User
from tenants.queries import audit as reading
from tenants.queries import telling
from tenants.services import holidays
from tenants.vocabulary import Fact, Vocabulary, deeds, vocabularies
from tests.audited import Line, lines
from tests.test_architecture import sources

pytestmark = pytest.mark.feature("V3")

CODE = re.compile(
    r"[{}]|\[[\['\"\d]|\bTrue\b|\bFalse\b|\bNone\b|\d{4}-\d\d-\d\d|\d\d:\d\d:\d\d|[a-z]+_[a-z]+"
)
"""What no value shows: JSON, the braces of merge fields, Python, bare dates, names of columns."""
HANGUL = re.compile(r"[가-힣]")
EVERYTHING = [(kind, name) for kind in vocabularies().values() for name in kind.names]
KINDS = {f"{kind.subject} {name}": (kind, name) for kind, name in EVERYTHING}


def written() -> Iterator[Line]:
    """Every place in the sources that adds a line to the audit."""
    for path in sources():
        yield from lines(path)


def test_every_deed_in_the_sources_has_a_noun_and_a_verb() -> None:
    found = {action for line in written() for action in line.actions}
    assert len(found) > 50, "the sources are read"
    for code in sorted(found):
        noun, _dot, verb = code.rpartition(".")
        assert code in deeds() or (noun in vocabularies() and verb in reading.VERBS), code
        with translation.override("ko"):
            assert HANGUL.search(reading.deed(code)), code
            assert not re.search(r"[a-z]", reading.deed(code)), code


def test_every_fact_that_a_service_keeps_has_a_label() -> None:
    facts = 0
    for line in written():
        for subject in line.subjects:
            assert subject in vocabularies(), line.place
            missing = line.facts - set(vocabularies()[subject].names)
            assert missing == set(), f"{line.place}: {subject} {missing}"
            facts += len(line.facts)
    assert facts > 30, "the sources are read"


@pytest.mark.parametrize("key", KINDS)
def test_every_field_of_the_audit_has_its_label_in_both_languages(key: str) -> None:
    kind, name = KINDS[key]
    fact = kind.fact(name)
    assert fact is not None
    with translation.override("ko"):
        assert HANGUL.search(str(fact.label)), f"{key}: “{fact.label}”"
    with translation.override("en"):
        assert str(fact.label), key
        assert not CODE.search(str(fact.label)), f"{key}: “{fact.label}”"


@pytest.mark.parametrize("key", KINDS)
def test_every_value_of_a_field_is_told_in_words(
    key: str, inside_hanbit: Company, ada: User
) -> None:
    """From the value in the model, through what the services keep, to what the screen shows."""
    kind, name = KINDS[key]
    fact = kind.fact(name)
    assert fact is not None
    with translation.override("ko"):
        for value in examples(kind, name, fact, ada):
            for changes in ({name: [None, value]}, {name: [value, None]}, {name: value}):
                kept = AuditEntry(subject=kind.subject, changes=changes)
                for change in telling.changes([kept])[kept.pk]:
                    assert change.label == str(fact.label)
                    for text in (change.before or "", change.after):
                        assert not CODE.search(text), f"{key}: {value!r} is told as “{text}”"
                        assert text != str(value) or is_plain(kind, name, fact, value), (
                            f"{key}: {value!r} is shown as it is kept"
                        )


def examples(kind: Vocabulary, name: str, fact: Fact, ada: User) -> list[Any]:
    """Values as the audit keeps them: all choices, both sides of a switch, else one that is like
    those of the field's type."""
    if fact.words is not None:
        codes = [code for code in fact.words if code != ""]
        return [codes, codes[:2]] if fact.is_list else codes
    if kind.facts.get(name, Fact()).like is not None:
        return [kind.facts[name].like]
    if kind.model is None or name not in kind.fields:
        assert fact.say is None, f"{name} needs `like`: nothing tells what its values look like"
        return [["10.0.0.0/8", "192.0.2.0/24"]] if fact.is_list else ["글"]
    before, after = kind.model(), kind.model()
    pairs = []
    for value in of_type(kind.model._meta.get_field(name), ada):
        setattr(after, name, value)
        pairs.append(audit.differences(before, after, [name]).get(name, [None, None])[1])
    return [value for value in pairs if value is not None]


def named(model: type[models.Model]) -> models.Model:
    """A record that another one points at."""
    by_model: dict[str, Callable[[], models.Model]] = {
        "Board": lambda: Board.objects.create(name="공지사항"),
        "Account": lambda: Account.objects.create(name="한빛정밀"),
        "AccountGroup": lambda: AccountGroup.objects.create(name="수도권"),
        "Customer": lambda: Customer.objects.create(name="김하늘"),
        "Department": lambda: Department.objects.create(name="고객지원팀"),
        "Order": lambda: Order.objects.create(customer=named(Customer), number="주문 하나"),
        "Task": lambda: Task.objects.create(name="반품률 낮추기"),
        "Product": lambda: Product.objects.create(name="베어링"),
    }
    return by_model[model.__name__]()


def of_type(field: Any, ada: User) -> list[Any]:
    if isinstance(field, models.ForeignKey):
        return [ada.pk if field.related_model is User else named(field.related_model).pk]
    by_type: list[tuple[type, list[Any]]] = [
        (models.BooleanField, [True, False]),
        (models.DateTimeField, [datetime(2026, 11, 28, 1, tzinfo=clock.KOREA)]),
        (models.DateField, [date(2026, 11, 28)]),
        (models.DurationField, [timedelta(hours=1)]),
        (models.IntegerField, [1_234_567]),
        (models.DecimalField, [Decimal("12.50")]),
        (models.JSONField, [{"grade": ["1"], "mail_ads": ["yes"]}, {"grade": ["gone"]}, {}]),
        (models.CharField | models.TextField, ["글", "글 " * 99]),  # type: ignore[list-item]
    ]
    return next(values for kind, values in by_type if isinstance(field, kind))


def is_plain(kind: Vocabulary, name: str, fact: Fact, value: Any) -> bool:
    """Whether the value is what people wrote, a small number, or a code that is its own word."""
    if fact.names is not None or isinstance(value, list | dict | bool):
        return False
    if isinstance(value, int):
        return (value < 1000 and fact.say is None) or fact.say is str or fact.words is not None
    return fact.words is None or bool(HANGUL.search(value) and fact.words.get(value) == value)


def test_a_text_that_people_wrote_may_look_like_anything(inside_hanbit: Company) -> None:
    """The control of the test above: a field of plain text shows what was written."""
    entry = AuditEntry(subject="base.customer", changes={"memo": ["", "{'a': 1}"]})
    assert telling.changes([entry])[entry.pk][0].after == "{'a': 1}"


def test_the_screen_tells_a_send_in_words(
    hanbit: Company, ada: User, browse: Callable[..., Client]
) -> None:
    with context.inside(hanbit):
        send = sends.create(by=ada, name="문자", channel="sms", sender_number="0215771577")
        sends.update(
            send,
            audience={"grade": ["1"], "mail_ads": ["yes"]},
            body="{{ name }}님, 안녕하세요",
            opt_out_number="0808701234",
        )
        at = datetime(2026, 11, 28, 10, tzinfo=clock.KOREA) + timedelta(days=3650)
        Send.objects.filter(pk=send.pk).update(scheduled_at=at)
        holidays.work_on(date(2026, 5, 5), works=True)
    page = browse(ada).get("/tenants/audit/").content.decode()
    told = " ".join(re.sub(r"<[^>]+>", " ", page).split())
    assert "받는 사람 모든 고객 → 등급: A+ · 메일 광고: 예" in told
    assert "내용 — → (이름)님, 안녕하세요" in told
    assert "무료 수신 거부 번호(080) — → 080-870-1234" in told
    assert "날짜 5월 5일" in told or "날짜 2026년 5월 5일" in told
    assert "opt_out" not in page
    assert "{{" not in page


def test_the_way_of_a_send_is_told_by_its_words_and_hours(
    hanbit: Company, ada: User, browse: Callable[..., Client]
) -> None:
    with context.inside(hanbit):
        customers.create({"name": "김하늘", "email": "sky@buyer.example", "mail_ads": True})
        send = sends.create(
            by=ada, name="소식", channel="email", subject="소식", body="안녕하세요",
            sender_name="한빛", sender_address="news@hanbit.example",
        )  # fmt: skip
        steering.reserve(send, clock.now() + timedelta(days=2))
    page = browse(ada).get("/tenants/audit/", {"action": "messaging.send.move"}).content.decode()
    told = " ".join(re.sub(r"<[^>]+>", " ", page).split())
    assert "상태 초안 → 예약" in told
    assert re.search(r"예약 시각 — → (\d+년 )?\d+월 \d+일\([월화수목금토일]\) \d\d:\d\d ", told), (
        told
    )
    assert not re.search(r"\b(draft|reserved|scheduled_at)\b", told)


def test_who_did_it_is_never_left_open(
    hanbit: Company, ada: User, browse: Callable[..., Client]
) -> None:
    with context.inside(hanbit):
        haneul = customers.create({"name": "김하늘"})
        guest = audit.Actor(address="192.0.2.7")
        with audit.acting(guest):
            customers.withdraw_consent(haneul.pk, ("mail_ads",), source="one_click")
    rows = browse(ada).get("/tenants/audit/").context["rows"]
    assert [row["who"] for row in rows][:2] == ["로그인하지 않은 사람", "시스템"]
    withdrawn = {change.name: change.after for change in rows[0]["changes"]}
    assert withdrawn["consent_source"] == "메일 프로그램의 버튼"


def test_a_reference_is_told_by_its_name_and_once_for_a_page(
    inside_hanbit: Company, ada: User, bob: User, django_assert_num_queries: Any
) -> None:
    found = [customers.create({"name": f"고객 {n}", "owner_id": ada.pk}) for n in range(5)]
    for customer in found:
        customers.edit(customer, {"owner_id": bob.pk}, "")
    entries = list(AuditEntry.objects.filter(action="base.customer.edit"))
    with django_assert_num_queries(1):
        told = telling.changes(entries)
    assert {(one.before, one.after) for lines in told.values() for one in lines} == {
        (ada.name, bob.name)
    }
    gone = AuditEntry(subject="base.customer", changes={"owner_id": [None, str(found[0].pk)]})
    with translation.override("ko"):
        assert telling.changes([gone])[gone.pk][0].after == "지금은 없음"


def test_a_long_text_is_told_where_it_differs() -> None:
    start = "앞이 같은 긴 글. " * 20
    entry = AuditEntry(subject="base.customer", changes={"memo": [f"{start}아침", f"{start}저녁"]})
    (change,) = telling.changes([entry])[entry.pk]
    assert change.before is not None
    assert change.before.endswith("아침")
    assert change.after.endswith("저녁")
    assert len(change.after) < 100


def test_an_export_tells_what_the_list_showed(
    hanbit: Company, ada: User, bob: User, browse: Callable[..., Client]
) -> None:
    with context.inside(hanbit):
        customers.create({"name": "김하늘", "owner_id": ada.pk})
    client = browse(ada)
    address = "/base/customers/export?owner=me&sort=name"
    answer = client.post(address, {"reason_text": "결산"})
    assert answer.status_code == 200
    (row,) = client.get("/tenants/audit/", {"action": "base.customer.export"}).context["rows"]
    told = {change.name: change.after for change in row["changes"]}
    assert told["query"] == f"담당자: {ada.name}", "whoever reads it is another `me`"
    assert told["rows"] == "1"


def test_the_history_of_a_campaign_tells_old_and_new_values(
    hanbit: Company, ada: User, browse: Callable[..., Client]
) -> None:
    with context.inside(hanbit):
        campaign = campaigns.create({"name": "가을 소식"})
        campaigns.edit(campaign, {"budget": 1_000_000, "owner_id": ada.pk}, "")
        campaigns.move(campaign, Campaign.State.APPROVED)
    page = browse(ada).get(f"/campaign/campaigns/{campaign.pk}/?tab=changes").content.decode()
    told = " ".join(re.sub(r"<[^>]+>", " ", page).split())
    assert "시스템 상태 바뀜" in told
    assert "상태 기획 → 승인" in told
    assert "예산비용 — → ₩1,000,000" in told
    assert f"담당자 — → {ada.name}" in told


def test_all_models_that_are_audited_exist(inside_hanbit: Company) -> None:
    """A vocabulary that names a field which its model lost would fail on the first old entry."""
    for kind in vocabularies().values():
        for name in kind.fields:
            assert kind.model is not None
            assert kind.model._meta.get_field(name), f"{kind.subject} {name}"
    assert Path(settings.ROOT, "tenants", "words.py").is_file()
    assert Customer in {kind.model for kind in vocabularies().values()}
