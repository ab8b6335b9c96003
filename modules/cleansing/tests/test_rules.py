"""What the rules propose for a field, and what they leave alone (B22, B24)."""

from __future__ import annotations

import pytest

from modules.base.records import account_record, customer_record
from modules.cleansing.rules import RULES, Proposal, propose

pytestmark = [pytest.mark.feature("B22"), pytest.mark.feature("B24")]


def proposed(name: str, row: dict[str, str]) -> Proposal | None:
    return propose(name, customer_record.holds[name], row)


@pytest.mark.parametrize(
    ("name", "row", "rule", "new", "besides"),
    [
        ("name", {"name": "김 하늘"}, "person_spacing", "김하늘", {}),
        ("name", {"name": "김하늘 님"}, "person_spacing", "김하늘", {}),
        ("name", {"name": "김하늘님"}, "person_spacing", "김하늘", {}),
        ("name", {"name": "김하늘 과장"}, "person_title", "김하늘", {"title": "과장"}),
        ("name", {"name": "김하늘 과장", "title": "차장"}, "person_title", "김하늘", {}),
        (
            "name", {"name": "㈜한빛 김하늘"}, "person_company", "김하늘",
            {"company_name": "(주)한빛"},
        ),
        ("name", {"name": "김하늘(金하늘)"}, "", "", {}),
        ("name", {"name": "홍길동(洪吉東)"}, "person_characters", "홍길동", {}),
        ("company_name", {"company_name": "주식회사 한빛"}, "company_form", "(주)한빛", {}),
        ("mobile", {"mobile": "011-200-1234"}, "mobile_old", "010-5200-1234", {}),
        ("mobile", {"mobile": "01012345678"}, "phone_form", "010-1234-5678", {}),
        (
            "work_phone", {"work_phone": "010-1234-5678"}, "mobile_place", "",
            {"mobile": "010-1234-5678"},
        ),
        ("work_phone", {"work_phone": "02-123-4567/8"}, "phone_double", "02-123-4567", {}),
        ("email", {"email": "ha@gmial.com"}, "mail_domain", "ha@gmail.com", {}),
        (
            "home_line1", {"home_line1": "서울시강남구테헤란로12"}, "address_form",
            "서울특별시 강남구 테헤란로 12", {},
        ),
        (
            "home_line1", {"home_line1": "(우)06236 서울특별시 강남구 테헤란로 12"},
            "address_postcode", "서울특별시 강남구 테헤란로 12", {"home_postcode": "06236"},
        ),
        (
            "home_line1", {"home_line1": "서울특별시 강남구 테헤란로 12 한빛빌딩 3층"},
            "address_detail", "서울특별시 강남구 테헤란로 12", {"home_line2": "한빛빌딩 3층"},
        ),
        ("title", {"title": "영업  과장"}, "text_spacing", "영업 과장", {}),
    ],
)  # fmt: skip
def test_a_rule_proposes_a_better_text_and_where_the_rest_goes(
    name: str, row: dict[str, str], rule: str, new: str, besides: dict[str, str]
) -> None:
    found = proposed(name, row)
    assert (found.rule, found.new, dict(found.besides)) if found else (
        rule, new, besides,
    ) == ("", "", {})  # fmt: skip
    assert found is None or found.rule in RULES


@pytest.mark.parametrize(
    ("name", "row"),
    [
        ("name", {"name": "김하늘"}),
        ("name", {"name": "(주)한빛"}),
        ("name", {"name": "아" * 60}),
        ("name", {"name": ""}),
        ("company_name", {"company_name": "㈜한빛", "account_id": "x"}),
        ("mobile", {"mobile": "010-1234-5678"}),
        ("work_phone", {"work_phone": "010-1234-5678", "mobile": "010-9999-5678"}),
        ("email", {"email": "ha@mail.com"}),
        ("home_line1", {"home_line1": "우리집 옆 골목"}),
        ("home_line1", {"home_line1": "[06236] 서울 강남구 테헤란로 1", "home_postcode": "06237"}),
    ],
)
def test_what_is_right_or_cannot_be_told_is_left_alone(name: str, row: dict[str, str]) -> None:
    assert proposed(name, row) is None


def test_what_is_accepted_is_not_proposed_again() -> None:
    for name, text in (
        ("name", "㈜한빛 김 하늘 과장님"), ("company_name", "한빛 주식회사 서울지점"),
        ("home_line1", "경기성남시분당구판교역로10푸른마을105동803호"), ("email", "a@naver.co"),
    ):  # fmt: skip
        row = {name: text}
        for _round in range(4):
            found = proposed(name, row)
            if found is None:
                break
            row |= {name: found.new, **found.besides}
        assert proposed(name, row) is None, row


def test_the_account_s_name_is_a_company_and_its_representative_a_person() -> None:
    holds = account_record.holds
    assert propose("name", holds["name"], {"name": "㈜한빛"}) == Proposal(
        "company_form", "(주)한빛", 95
    )
    assert propose("representative", holds["representative"], {"representative": "김 하늘"})
