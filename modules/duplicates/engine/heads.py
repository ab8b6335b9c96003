"""Which column holds what, from its heading and, where that says nothing, from its cells (B20)."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from modules.duplicates.engine.hangul import plain
from modules.duplicates.engine.kinds import Kind

WORDS: dict[Kind, str] = {
    Kind.PERSON: "이름 성명 성함 고객명 고객이름 고객성명 회원명 담당자명 대표자 대표자명 대표이사"
    " name fullname customername contactname personname contact person representative ceo",
    Kind.GIVEN: "givenname firstname forename given first fname",
    Kind.SURNAME: "성 surname lastname familyname family last lname",
    Kind.COMPANY: "회사 회사명 업체 업체명 상호 상호명 기업명 법인명 거래처 거래처명 직장 직장명"
    " 소속 company companyname organisation organization org business businessname account"
    " accountname firm",
    Kind.MOBILE: "핸드폰 휴대폰 휴대전화 핸드폰번호 휴대폰번호 휴대전화번호 이동전화 모바일 연락처"
    " hp mobile mobilephone mobileno cell cellphone",
    Kind.PHONE: "전화 전화번호 직장전화 회사전화 유선전화 대표전화 대표번호 사무실전화 집전화"
    " 자택전화 tel telephone phone phonenumber phoneno workphone homephone",
    Kind.MAIL: "이메일 메일 이메일주소 메일주소 전자우편 전자메일 email mail emailaddress",
    Kind.BUSINESS: "사업자번호 사업자등록번호 사업자 businessnumber brn vat vatnumber taxid",
    Kind.IDENTITY: "법인번호 법인등록번호 여권번호 외국인등록번호 socsecid ssn socialsecurity"
    " socialsecuritynumber nationalid passport identitynumber",
    Kind.BIRTH: "생년월일 생일 출생일 birthday birthdate dateofbirth dob birth",
    Kind.POSTCODE: "우편번호 자택우편번호 집우편번호 직장우편번호 회사우편번호 우편"
    " zip zipcode postcode postalcode",
    Kind.ADDRESS: "주소 자택주소 집주소 기본주소 도로명주소 지번주소 직장주소 회사주소 사업장주소"
    " 본사주소 상세주소 주소상세 나머지주소 address address1 address2 addr addr1 addr2 street"
    " streetname line1 line2 workaddress homeaddress addressline1 addressline2",
    Kind.TOWN: "시군구 읍면동 동 시 도시 지역 suburb town city locality district",
    Kind.HOUSE: "번지 건물번호 streetnumber streetno housenumber houseno",
    Kind.TEXT: "시도 도 state province region county",
}
IDS = (
    "id recid recordid rowid key no 번호 순번 고객번호 고객코드 회원번호 거래처코드 관리번호 code"
    " customerid customerno customercode"
)
_KIND_OF = {word: kind for kind, words in WORDS.items() for word in words.split()}
_GAP = re.compile(r"[^0-9a-z가-힣]+")
_SURNAMES = frozenset(
    "김이박최정강조윤장임한오서신권황안송전홍유고문양손배백허남심노하곽성차주우구민류나진지엄채원천방공현함여변염석선"
)
SHARE = 0.8
"""Share of the cells that must look alike before they say what a column holds."""
_PATTERNS: tuple[tuple[Kind, re.Pattern[str]], ...] = (
    (Kind.MAIL, re.compile(r"[^@\s]+@[^@\s]+\.[a-z]{2,}")),
    (Kind.MOBILE, re.compile(r"(?:\+?82[- .]?)?0?1[016789][- .]?\d{3,4}[- .]?\d{4}")),
    (Kind.BUSINESS, re.compile(r"\d{3}-\d{2}-\d{5}")),
    (Kind.PHONE, re.compile(r"(?:0\d{1,2}[- .)]\d{3,4}[- .]\d{4}|1[568]\d{2}[- .]\d{4})")),
    (Kind.BIRTH, re.compile(r"(?:19|20)\d\d[-./년 ]*[01]?\d[-./월 ]*[0-3]?\d[일.]?")),
    (Kind.POSTCODE, re.compile(r"\d{5}|\d{3}-\d{3}")),
    (Kind.ADDRESS, re.compile(r".*(?:[시군구도울산]\s|[로길동리]\s*\d).*\d.*")),
)  # fmt: skip
_FIRM = re.compile(
    r".*(?:\(주\)|주식회사|유한회사|\bco\b|\binc\b|\bltd\b|물산|상사|산업|전자|건설).*"
)
_FIRMS = 0.3


def word_of(head: str) -> str:
    """A heading as it is looked up: small letters and digits, without what stands in brackets."""
    return _GAP.sub("", plain(head).partition("(")[0])


def recognised(heads: Sequence[str], cells: Mapping[str, Sequence[str]]) -> dict[str, Kind]:
    """{heading: kind} of the columns that are worth comparing; `cells` are some rows of each."""
    found: dict[str, Kind] = {}
    for head in heads:
        kind = _KIND_OF.get(word_of(head)) or guessed(cells.get(head, ()))
        if kind:
            found[head] = kind
    return found


def guessed(cells: Sequence[str]) -> Kind | None:
    """What the cells look like; None when they look like nothing that is known."""
    filled = [text for cell in cells if (text := plain(cell).strip())]
    if len(filled) < 3:
        return None
    least = SHARE * len(filled)
    for kind, pattern in _PATTERNS:
        if sum(bool(pattern.fullmatch(text)) for text in filled) >= least:
            return kind
    if sum(bool(_FIRM.fullmatch(text)) for text in filled) >= _FIRMS * len(filled):
        return Kind.COMPANY
    if sum(_is_name(text) for text in filled) >= least and len(set(filled)) > len(filled) / 3:
        return Kind.PERSON
    return None


def _is_name(text: str) -> bool:
    return (
        2 <= len(text) <= 4 and text[0] in _SURNAMES and all("가" <= mark <= "힣" for mark in text)
    )


def id_of(heads: Sequence[str], is_unique: Mapping[str, bool]) -> str:
    """The heading of the column that names rows; "" when there is none."""
    words = set(IDS.split())
    return next((head for head in heads if word_of(head) in words and is_unique.get(head)), "")
