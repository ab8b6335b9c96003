"""What is found, compared with an oracle that knows neither keys nor patterns (U8)."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from dangol.search.indexes import SearchText
from dangol.search.lookup import lookup, narrowed_to
from dangol.search.meaning import marks, plain
from dangol.search.tests import oracle
from modules.base.models import Customer
from modules.base.records import customer_record
from tenants.models import Company
from tenants.people.models import User

pytestmark = pytest.mark.feature("U8")

SYLLABLES = "김하늘느한나학값갑사고과곡빛비츠가까각강ㄱㅎㄴ"
TEXTS = st.text(f"{SYLLABLES}abK3 -.​é字😀", max_size=9)
MAILS = st.text("abk3.@-", max_size=9)
NUMBERS = st.text("0123", max_size=9)
TYPED = st.text(f"{SYLLABLES}aabkK33 -.%_\\'\"​[(*é字😀", max_size=7)


def found(user: User, text: str) -> set[str]:
    rows = Customer.objects.filter(lookup(customer_record, user, text).condition)
    return set(rows.values_list("memo", flat=True))


def fields_of(row: Customer) -> list[oracle.Field]:
    kinds = {"text": (row.name, row.company_name, row.code), "ascii": (row.email_key,)}
    fields = [(kind, value) for kind, values in kinds.items() for value in values]
    return [*fields, ("digits", row.mobile_key)]


@st.composite
def customers(draw: st.DrawFn) -> list[Customer]:
    return [
        Customer(
            name=draw(TEXTS),
            company_name=draw(TEXTS),
            code=draw(st.sampled_from(["", f"C-{number}30", f"각{number}"])),
            email_key=draw(MAILS),
            mobile_key=draw(NUMBERS),
            memo=str(number),
        )
        for number in range(5)
    ]


@pytest.fixture
def own(inside_hanbit: Company, ada: User) -> User:
    Customer.objects.all().delete()
    return ada


@settings(max_examples=300, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=customers(), typed=st.lists(TYPED, min_size=1, max_size=12))
@example(rows=[Customer(name="값", memo="0")], typed=["갑", "가", "ㄱ", "값"])
@example(rows=[Customer(name="가 까", memo="0")], typed=["각", "갂", "가ㄲ"])
@example(rows=[Customer(name="ㄱㅎ", memo="0")], typed=["ㄱㅎ", "ㄱ", "ㄱ하"])
@example(rows=[Customer(name="a", email_key="kim.ha@b", memo="0")], typed=["ha", "kim.h", "im"])
def test_what_is_found_is_what_the_oracle_finds(
    own: User, rows: list[Customer], typed: list[str]
) -> None:
    Customer.objects.all().delete()
    Customer.objects.bulk_create(rows)
    for text in typed:
        meant = {row.memo for row in rows if oracle.finds(fields_of(row), text)}
        assert found(own, text) == meant, text


@settings(max_examples=200, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.text(f"{SYLLABLES}ÀÉΣσ字Ａ①㈜.-_ ​\ufeffß", max_size=12))
def test_python_and_postgresql_compare_alike(own: User, text: str) -> None:
    Customer.objects.all().delete()
    Customer.objects.create(name=text)
    from_database = Customer.objects.annotate(compared=SearchText("name")).get().compared
    assert from_database == plain(text)


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("ㄱㅎㄴ", "김하늘"),
        ("김ㅎ", "김하늘"),
        ("김하느", "김하늘"),
        ("김한", "김하늘"),
        ("ㅎㅏ", "하늘"),
        ("ㅎㅏㄴ", "하늘"),
        ("ㅎㅏㄴㅂㅣㅊ", "한빛물산"),
        ("ㄳ", "가사"),
        ("ㅄ", "백승수"),
        ("고", "과천상사"),
        ("갑", "값진식품"),
        ("주)한빛", "㈜한빛"),
        ("한빛전자", "한빛 전자"),
        ("한 빛", "한별과 빛나"),
        ("sk하이", "SK하이닉스"),
        ("ＳＫ", "SK하이닉스"),
        ("skh", "S.K. Hynix"),
        ("김하늘", "김하늘"),
        ("3월", "3월의 꽃"),
    ],
)
def test_a_name_is_found_as_it_is_typed(own: User, typed: str, name: str) -> None:
    Customer.objects.create(name=name, memo="this")
    Customer.objects.create(name="문도준", memo="other")
    assert found(own, typed) == {"this"}


@pytest.mark.parametrize(
    "typed",
    ["7701", "4821", "010-4821", "010 4821 7701", "+82 10-4821-7701", "82 10 4821 7701", "48217"],
)
def test_a_telephone_number_is_found_by_its_parts(own: User, typed: str) -> None:
    Customer.objects.create(name="김하늘", mobile_key="01048217701", memo="this")
    Customer.objects.create(name="박도현", mobile_key="01099990000", memo="other")
    assert found(own, typed) == {"this"}


@pytest.mark.parametrize("typed", ["haneul", "HANEUL.KIM", "kim", "haneul.kim@hanbit.ex", "hanbit"])
def test_a_mail_address_is_found_by_its_parts(own: User, typed: str) -> None:
    Customer.objects.create(name="김하늘", email_key="haneul.kim@hanbit.example", memo="this")
    Customer.objects.create(name="박도현", email_key="dohyun@daon.example", memo="other")
    assert found(own, typed) == {"this"}


def test_people_are_found_by_their_company_and_a_word_of_their_own(own: User) -> None:
    Customer.objects.create(name="김하늘", company_name="㈜한빛물산", memo="1")
    Customer.objects.create(name="박도현", company_name="한빛 물산", memo="2")
    assert found(own, "한빛물산") == {"1", "2"}
    assert found(own, "한빛물산 ㅂㄷ") == {"2"}


ODD = [
    "", " ", "%", "_", "\\", "'", '"', "''", "\x00", "​", "‮", "(", "[", "*", "a|b&!c:*", "^", "$",
    "{", "\ud7ff", "\U0010ffff", "😀", "ᆨ", "ㅏ", "ㅏㅏㅏ", "가" * 500, "a" * 5000, "0" * 999,
    "ㄱ" * 300, "a b " * 60, "힣 " * 90, "é́́́", "\\m", "\\x41", "..", "--", ":*", "&", "!",
]  # fmt: skip


@pytest.mark.parametrize("text", ODD)
def test_odd_texts_find_nothing_and_break_nothing(own: User, text: str) -> None:
    Customer.objects.create(name="김하늘", company_name="100% _확실\\한'곳", memo="this")
    assert found(own, text) == set()
    assert "".join(piece for piece, _hit in marks("김하늘 100%", text)) == "김하늘 100%"


def test_signs_between_letters_do_not_matter(own: User) -> None:
    Customer.objects.create(name="100% _확실\\한'곳", memo="this")
    for text in ("100%", "_확실", "확실\\한", "확실한곳", "(100)", "확*실"):
        assert found(own, text) == {"this"}, text


@settings(max_examples=300, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=customers(), typed=st.lists(TYPED, min_size=1, max_size=12))
@example(
    rows=[Customer(name="가", company_name="한 빛K3물산(주)", mobile_key="01012", memo="1")],
    typed=["한 빛", "빛K3", "K3물", "물산(주)", "(주)", "산(", "101", "k3", "한빛"],
)
def test_what_a_field_contains_is_among_what_the_index_narrows_it_down_to(
    own: User, rows: list[Customer], typed: list[str]
) -> None:
    Customer.objects.all().delete()
    Customer.objects.bulk_create(rows)
    for text in typed:
        for field in ("name", "company_name", "code", "mobile_key", "email_key"):
            within = Customer.objects.filter(narrowed_to(Customer, field, text))
            fitting = {row.memo for row in rows if text in getattr(row, field)}
            assert fitting <= set(within.values_list("memo", flat=True)), (field, text)


def test_an_index_narrows_down_what_is_looked_for_in_its_fields_alone() -> None:
    assert narrowed_to(Customer, "company_name", "한빛")
    assert narrowed_to(Customer, "mobile_key", "4821")
    for field, text in (("company_name", "한"), ("mobile_key", "48"), ("source", "전시회"),
                        ("company_name", "cafe\u0301"), ("email_key", "kim")):  # fmt: skip
        assert not narrowed_to(Customer, field, text), (field, text)
