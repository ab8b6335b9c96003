"""The screens of own fields and codes: added, changed, put in order, put away, told in words."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from dangol.records.forms.base import form_for
from modules.base.models import Customer
from modules.base.records import customer_record
from modules.campaign.records import campaign_record
from tenants.customising.models import CodeTable, FieldDefinition
from tenants.models import Company
from tenants.people.models import User
from tests.custom.conftest import Add

pytestmark = pytest.mark.feature("A15")
NEW = "/tenants/fields/new"


@pytest.fixture
def admin(inside_hanbit: Company, ada: User, browse: Callable[..., Client]) -> Client:
    return browse(ada)


def test_a_field_with_its_codes_is_added_in_two_steps(admin: Client, ada: User) -> None:
    kinds = admin.get(f"{NEW}?of=base.customer").content.decode()
    assert "여러 개 선택" in kinds
    sent = {"label": "회원 유형", "options": "개인\n\n 법인 \n", "in_list": "on", "is_sorted": "on"}
    answer = admin.post(f"{NEW}?of=base.customer&kind=choice", sent)
    assert answer.status_code == 302
    row = FieldDefinition.objects.get(label="회원 유형")
    assert [each.value for each in row.table.entries.order_by("position")] == ["개인", "법인"]
    assert row.index == FieldDefinition.Index.WANTED
    assert "회원 유형" in admin.get("/tenants/fields/?of=base.customer").content.decode()
    assert "회원 유형" in admin.get("/base/customers/new").content.decode()
    assert "회원 유형" in admin.get("/base/customers/").content.decode()


def test_other_record_types_get_fields_as_well(admin: Client, ada: User) -> None:
    admin.post(f"{NEW}?of=campaign.campaign&kind=text", {"label": "담당 대행사"})
    name = FieldDefinition.objects.get().name
    assert name in form_for(campaign_record, ada).fields
    assert name not in form_for(customer_record, ada).fields


@pytest.mark.parametrize(
    ("kind", "sent", "said"),
    [
        ("text", {"label": ""}, "필수"),
        ("text", {"label": "이름"}, "이미 있어요"),
        ("choice", {"label": "유형", "options": ""}, "고를 수 있는 값"),
        ("choice", {"label": "유형", "options": "가\n가"}, "두 번"),
        ("formula", {"label": "식", "formula": "{없음} * 2"}, "필드가 없어요"),
        ("number", {"label": "수", "rule_min": "열"}, "숫자"),
        ("text", {"label": "글", "shown_when_field": "grade"}, "비교할 값"),
        ("text", {"label": "글", "rule_shape": "(a+)+$("}, "9는 숫자"),
        (
            "text",
            {"label": "글", "shown_when_field": "grade", "shown_when_values": "Z"},
            "이 가운데 골라",
        ),
        ("date", {"label": "날", "default": "언젠가"}, "2026-11-22"),
    ],
    ids=range(10),
)
def test_what_cannot_be_is_said_and_nothing_is_lost(
    kind: str, sent: dict[str, Any], said: str, admin: Client
) -> None:
    answer = admin.post(f"{NEW}?of=base.customer&kind={kind}", {**sent, "help": "남아 있을 글"})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert said in page
    assert "남아 있을 글" in page
    assert not FieldDefinition.objects.exists()
    assert not CodeTable.objects.exists()


def test_a_condition_is_written_in_words_and_kept_as_codes(admin: Client) -> None:
    sent = {"label": "사유", "required_when_field": "grade", "required_when_values": "A+, A"}
    admin.post(f"{NEW}?of=base.customer&kind=text", sent | {"required_when_compare": "is_in"})
    row = FieldDefinition.objects.get()
    assert row.required_when == {"field": "grade", "compare": "is_in", "values": ["1", "2"]}
    assert "A+, A" in admin.get(f"/tenants/fields/{row.pk}/").content.decode()


def test_a_field_changes_and_keeps_its_name_and_values(admin: Client, add: Add) -> None:
    row = add("number", "면적", rules={"decimals": 1})
    answer = admin.post(f"/tenants/fields/{row.pk}/", {"label": "매장 면적", "rule_decimals": "2"})
    assert answer.status_code == 302
    changed = FieldDefinition.objects.get()
    assert (changed.name, changed.label) == (row.name, "매장 면적")
    assert changed.rules == {"decimals": 2}


def test_a_field_gets_a_name_for_programs(admin: Client, add: Add) -> None:
    row = add("text", "회원번호")
    form = admin.get(f"/tenants/fields/{row.pk}/").content.decode()
    assert f'placeholder="{row.name}"' in form
    answer = admin.post(f"/tenants/fields/{row.pk}/", {"label": "회원번호", "code": "Member No"})
    assert answer.status_code == 422
    assert "소문자" in answer.content.decode()
    admin.post(f"/tenants/fields/{row.pk}/", {"label": "회원번호", "code": "member_no"})
    assert "member_no" in admin.get("/tenants/fields/?of=base.customer").content.decode()
    assert "member_no" in admin.get("/tenants/api/base.customer").content.decode()


def test_formulas_are_written_with_labels(admin: Client, add: Add) -> None:
    area = add("number", "면적")
    admin.post(f"{NEW}?of=base.customer&kind=formula", {"label": "두 배", "formula": "{면적} * 2"})
    row = FieldDefinition.objects.get(label="두 배")
    assert row.formula == f"{{{area.name}}} * 2"
    assert "{면적} * 2" in admin.get(f"/tenants/fields/{row.pk}/").content.decode()


def test_fields_change_places(admin: Client, add: Add, ada: User) -> None:
    one, two = add("text", "하나"), add("text", "둘")
    admin.post(f"/tenants/fields/{two.pk}/move", {"with": one.name})
    names = [name for name in form_for(customer_record, ada).fields if name.startswith("x_")]
    assert names == [two.name, one.name]


def test_a_field_is_put_away_brought_back_and_removed_with_its_values(
    admin: Client, add: Add
) -> None:
    row = add("text", "회원 번호")
    customer = Customer.objects.create(name="김하늘", custom={row.name: "A-1"})
    admin.post(f"/tenants/fields/{row.pk}/retire")
    page = admin.get("/tenants/fields/?of=base.customer").content.decode()
    assert "기록 1건에 값이 있어요" in page
    admin.post(f"/tenants/fields/{row.pk}/restore")
    assert FieldDefinition.objects.get().retired_at is None
    admin.post(f"/tenants/fields/{row.pk}/retire")
    admin.post(f"/tenants/fields/{row.pk}/forget")
    customer.refresh_from_db()
    assert customer.custom == {}


def lines(*each: tuple[str, str, str, str]) -> dict[str, list[str]]:
    names = ("value", "words", "words_en", "offered")
    return {name: [line[place] for line in each] for place, name in enumerate(names)}


@pytest.mark.feature("A11")
def test_words_of_a_fixed_list_change_everywhere(admin: Client, ada: User) -> None:
    Customer.objects.create(name="김하늘", grade=2)
    sent = lines(
        ("2", "우수", "Good", "yes"), ("1", "최우수", "Best", "yes"), ("3", "보통", "", "yes"),
        ("4", "신규", "", "no"),
    )  # fmt: skip
    assert admin.post("/tenants/codes/base.grade/", sent).status_code == 302
    page = admin.get("/base/customers/").content.decode()
    assert "우수" in page
    choices = form_for(customer_record, ada).fields["grade"].choices
    assert [str(label) for _code, label in choices] == ["—", "우수", "최우수", "보통"]
    filtered = admin.get("/base/customers/?grade=2").content.decode()
    assert "김하늘" in filtered
    assert "우수" in filtered
    refused = admin.post("/tenants/codes/base.grade/", lines(("2", "우수", "", "yes")))
    assert refused.status_code == 422
    assert "정해져 있어요" in refused.content.decode()


@pytest.mark.feature("A11")
def test_a_browser_that_comes_back_gives_no_code_the_words_of_another(admin: Client) -> None:
    """It fills inputs of one name by their place, and codes change theirs."""
    page = admin.get("/tenants/codes/base.grade/").content.decode()
    form = page.partition('data-island="codes"')[0].rpartition("<form")[2]
    assert 'autocomplete="off"' in form


@pytest.mark.feature("A11")
def test_codes_that_records_have_cannot_be_removed(admin: Client, add: Add) -> None:
    row = add("choices", "관심", options=["골프", "등산"])
    Customer.objects.create(name="김하늘", custom={row.name: ["골프"]})
    address = f"/tenants/codes/{row.table.code}/"
    refused = admin.post(address, {"label": "관심", **lines(("등산", "등산", "", "yes"))})
    assert "“골프” 코드를 쓰는 기록이 있어요" in refused.content.decode()
    kept = lines(("골프", "골프 모임", "", "no"), ("", "낚시", "", "yes"))
    assert admin.post(address, {"label": "관심사", **kept}).status_code == 302
    entries = row.table.entries.order_by("position")
    assert [(each.value, each.label) for each in entries] == [
        ("골프", "골프 모임"),
        ("낚시", "낚시"),
    ]
    assert "관심사" in admin.get("/tenants/codes/").content.decode()


def test_members_do_not_manage_fields(
    inside_hanbit: Company, carol: User, browse: Callable[..., Client]
) -> None:
    for address in ("/tenants/fields/", NEW, "/tenants/codes/", "/tenants/codes/base.grade/"):
        assert browse(carol).get(address).status_code == 403
