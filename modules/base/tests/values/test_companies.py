"""One company under all the spellings of its legal form (B24)."""

from __future__ import annotations

from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from modules.base.values import companies

pytestmark = pytest.mark.feature("B24")
CORES = st.text("한빛물산대우전자누리가온 &", min_size=2, max_size=40).filter(
    lambda text: text.strip() and not text.strip().startswith("&")
)


@pytest.mark.parametrize(
    ("written", "house"),
    [
        ("주식회사 한빛", "(주)한빛"),
        ("주식회사한빛", "(주)한빛"),
        ("㈜한빛", "(주)한빛"),
        ("㈜ 한빛", "(주)한빛"),
        ("(주) 한빛", "(주)한빛"),
        ("（주）한빛", "(주)한빛"),
        ("( 주 )한빛", "(주)한빛"),
        ("[주]한빛", "(주)한빛"),
        ("주)한빛", "(주)한빛"),
        ("株式會社 한빛", "(주)한빛"),
        ("(株)한빛", "(주)한빛"),
        ("한빛(주)", "한빛(주)"),
        ("한빛 ㈜", "한빛(주)"),
        ("한빛 주식회사", "한빛(주)"),
        ("한빛주식회사", "한빛(주)"),
        ("  한빛   주식회사  ", "한빛(주)"),
        ("한빛 주식회사 서울지점", "한빛(주) 서울지점"),
        ("유한회사 한빛", "(유)한빛"),
        ("㈲한빛", "(유)한빛"),
        ("유한책임회사 한빛", "(유책)한빛"),
        ("재단법인 누리", "(재)누리"),
        ("사단법인누리", "(사)누리"),
        ("농업회사법인 주식회사 들녘", "농업회사법인 (주)들녘"),
        ("농업회사법인(주)들녘", "농업회사법인 (주)들녘"),
        ("Hanbit Co.,Ltd", "Hanbit Co., Ltd."),
        ("HANBIT CO LTD", "HANBIT Co., Ltd."),
        ("Hanbit, Inc.", "Hanbit Inc."),
        ("Hanbit Corporation", "Hanbit Corp."),
        ("Ｈａｎｂｉｔ Inc", "Hanbit Inc."),
        ("한빛 Co.,Ltd.", "한빛 Co., Ltd."),
        ("한빛물산", "한빛물산"),
        ("주민센터", "주민센터"),
        ("Disco", "Disco"),
        ("주식회사", "주식회사"),
        ("", ""),
    ],
)
def test_every_spelling_of_a_form_becomes_the_one_of_the_house(written: str, house: str) -> None:
    assert companies.standard(written) == house


@pytest.mark.parametrize(
    "written",
    [
        "주식회사 한 빛",
        "㈜한빛",
        "(주) 한빛",
        "한빛(주)",
        "한빛 주식회사",
        "(유)한빛",
        "한·빛",
        "한빛 Inc.",
    ],
)
def test_spellings_of_one_company_have_one_key(written: str) -> None:
    assert companies.key(written) == "한빛"


def test_letters_of_any_size_and_width_have_one_key() -> None:
    assert companies.key("ＨＡＮＢＩＴ Co., Ltd.") == companies.key("hanbit") == "hanbit"


def test_names_of_nothing_but_a_form_are_not_equal_to_each_other() -> None:
    assert companies.key("주식회사") not in ("", companies.key("유한회사"))


@given(CORES, st.sampled_from(["㈜", "(주) ", "주식회사 ", "（주）", "유한회사 ", "재단법인 "]))
def test_a_form_before_or_behind_never_tells_companies_apart(core: str, form: str) -> None:
    key = companies.key(core)
    assert companies.key(form + core) == key
    assert companies.key(f"{core} {form.strip()}") == key


@given(st.text(max_size=60) | CORES)
def test_the_house_s_spelling_is_its_own_and_loses_no_company(text: str) -> None:
    house = companies.standard(text)
    assert companies.standard(house) == house
    assert companies.key(house) == companies.key(text)
    assert bool(house) == bool(text.strip())


def test_a_million_keys_take_seconds() -> None:
    started = process_time()
    for _ in range(20_000):
        companies.key("주식회사 한빛물산")
    assert process_time() - started < 0.4, "20,000 in 0.4 s are a million in 20 s on a busy machine"
