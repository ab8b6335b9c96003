"""Names of people: one spelling, and what stood around them: titles, firms, characters (B22).

A name is one field in Korea and is not split into family and given name. What is no Hangul name is
left as it was written, but for spaces and full-width letters.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from modules.base.values import companies
from modules.base.values.letters import bare, one_spaced, plain

_FAMILIES = (
    "가 간 갈 감 강 견 경 계 고 곡 공 곽 교 구 국 궁 권 근 금 기 길 김 "
    "나 난 남 노 뇌 누 단 당 대 도 독 동 두 라 란 랑 려 로 류 리 마 만 "
    "매 맹 명 모 목 묘 묵 문 미 민 박 반 방 배 백 범 변 복 봉 부 비 빈 "
    "빙 사 삼 상 서 석 선 설 섭 성 소 손 송 수 순 승 시 신 심 아 안 애 "
    "야 양 어 엄 여 연 염 엽 영 예 오 옥 온 옹 왕 요 용 우 운 원 위 유 "
    "육 윤 은 음 이 인 임 자 장 전 점 정 제 조 종 좌 주 준 지 진 차 창 "
    "채 천 초 최 추 탁 탄 태 판 팽 편 평 포 표 피 필 하 학 한 함 해 허 "
    "현 형 호 홍 화 환 황"
)
FAMILIES = frozenset(_FAMILIES.split())
_DOUBLE_FAMILIES = "남궁 황보 제갈 사공 선우 서문 독고 동방 어금 망절 장곡 강전"
DOUBLE_FAMILIES = frozenset(_DOUBLE_FAMILIES.split())
TITLES = (
    "대표이사", "부사장", "부회장", "본부장", "연구소장", "지점장", "센터장", "선임연구원",
    "책임연구원", "수석연구원", "연구원", "사무국장", "편집장", "공장장",
    "회장", "사장", "대표", "전무", "상무", "이사", "감사", "부장", "차장", "과장", "대리", "주임",
    "사원", "실장", "팀장", "소장", "원장", "국장", "처장", "계장", "고문", "교수", "박사", "선생",
    "변호사", "회계사", "세무사", "기자", "간사", "반장", "총무", "위원장", "위원", "매니저",
    "책임", "선임", "수석",
)  # fmt: skip
_POLITE = re.compile(r"^(.*\S?)\s*(?:님|귀하|귀중)$")
_MISTER = re.compile(r"^(.*\S)\s+씨$")
_TITLE = re.compile(rf"^(.+?)(\s*)({'|'.join(sorted(TITLES, key=len, reverse=True))})$")
_CHARACTERS = re.compile(r"\s*\(\s*([\u3400-\u9fff\uf900-\ufaff\s]{1,12})\s*\)\s*")
_HANGUL = re.compile(r"[가-힣]+")
_LEGAL = re.compile(
    r"\((?:주|유|재|사|합자|유책)\)|주식회사|유한회사|재단법인|사단법인|\bco\.|\binc\b|\bltd\b",
    re.I,
)
_LONE_FORM = re.compile(rf"(?:(?<=\s)|^)({_LEGAL.pattern})\s+(?=\S)", re.I)
"""A form with a space behind it: the firm's name is the next word."""


@dataclass(frozen=True)
class Name:
    """A name taken apart; `name` is never empty when the text was not."""

    name: str
    title: str = ""
    company: str = ""
    characters: str = ""
    """The name in Chinese characters that stood in brackets (漢字)."""


def parse(text: str) -> Name:
    """What a field for a person's name really holds: 김 하늘 부장님 is 김하늘, 부장."""
    written = one_spaced(plain(text))
    company, rest = _split_company(written)
    if company and not rest:
        return Name(companies.standard(written), company=companies.standard(written))
    rest, characters = _split_characters(rest)
    rest = _without_politeness(rest)
    rest, title = _split_title(rest)
    return Name(
        name=_joined(rest) or written,
        title=title,
        company=companies.standard(company),
        characters=characters,
    )


def standard(text: str) -> str:
    """The name as the house writes it: Hangul names in one word, nothing around them."""
    return parse(text).name


def key(text: str) -> str:
    """Letters and digits of the name alone, small: one for all its spellings."""
    return bare(standard(text)) or bare(text)


def is_company(text: str) -> bool:
    """Whether a firm with its legal form stands where a person's name belongs."""
    found = parse(text)
    return bool(found.company) and found.name == found.company


def _split_company(text: str) -> tuple[str, str]:
    """(firm, person): the firm is the word with a legal form; no person if nobody is left."""
    if text.isascii() or _LEGAL.search(text) is None:
        return "", text
    words = _LONE_FORM.sub(r"\1", text).split(" ")
    for firm, person in ((words[0], words[1:]), (words[-1], words[:-1])):
        if person and _LEGAL.search(firm) and _is_person(person):
            return firm, " ".join(person)
    return text, ""


def _is_person(words: list[str]) -> bool:
    name = _split_title(_without_politeness(_split_characters(" ".join(words))[0]))[0]
    return _is_korean_name(name.replace(" ", ""))


def _split_characters(text: str) -> tuple[str, str]:
    found = _CHARACTERS.search(text)
    if found is None:
        return text, ""
    rest = one_spaced(f"{text[: found.start()]} {text[found.end() :]}")
    return (rest, found[1].replace(" ", "")) if rest else (text, "")


def _without_politeness(text: str) -> str:
    for pattern in (_POLITE, _MISTER):
        while (found := pattern.match(text)) and _outlives(text, found[1].rstrip()):
            text = found[1].rstrip()
    return text


def _outlives(text: str, rest: str) -> bool:
    """Whether a name is left: 김예님 is called so, 김하늘님 is spoken to."""
    return len(rest) >= (2 if " " in text else 3)


def _split_title(text: str) -> tuple[str, str]:
    """A title in a word of its own, or stuck to a name of three syllables."""
    found = _TITLE.match(text)
    if found is None:
        return text, ""
    name, space, title = found[1].strip(), found[2], found[3]
    whole = name.replace(" ", "")
    is_name = _is_korean_name(whole) and (bool(space) or len(whole) >= 3)
    is_name = is_name or (bool(space) and name in FAMILIES)
    return (name, title) if is_name else (text, "")


def _is_korean_name(text: str) -> bool:
    if not _HANGUL.fullmatch(text):
        return False
    if text[:2] in DOUBLE_FAMILIES and 3 <= len(text) <= 4:
        return True
    return text[0] in FAMILIES and 2 <= len(text) <= 4


def _joined(text: str) -> str:
    """홍 길 동 and 홍 길동 in one word; a name of several words that is none of these stays."""
    words = text.split(" ")
    whole = "".join(words)
    if len(words) == 1 or not _is_korean_name(whole):
        return text
    by_syllable = all(len(word) == 1 for word in words)
    with_family = len(words) == 2 and (words[0] in FAMILIES or words[0] in DOUBLE_FAMILIES)
    return whole if by_syllable or with_family else text
