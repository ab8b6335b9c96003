"""Korean names as they are really borne: family names by frequency, given names by generation."""

from __future__ import annotations

from functools import cache

FAMILIES = (
    "김 2145 이 1470 박 842 최 468 정 434 강 237 조 211 윤 205 장 199 임 165 한 155 오 153"
    " 서 151 신 149 권 140 황 136 안 136 송 134 전 123 홍 111 유 107 고 97 문 93 양 88"
    " 손 84 배 80 백 76 허 65 남 57 심 53 노 46 하 46 곽 38 성 37 차 37 주 37"
    " 우 37 구 36 민 34 류 33 나 32 진 31 지 31 엄 29 채 26 원 26 천 24 방 19"
    " 공 18 현 18 함 18 여 16 변 16 염 15 석 14 선 9 남궁 4 황보 2"
)
"""Family name and bearers per ten thousand."""

GIVEN = {
    (1950, "m"): "영수 영호 영철 정수 영식 상철 종수 병철 광수 성호 영길 재호 기철 동수 순철 명수",
    (1950, "f"): "영자 정순 영순 영숙 영희 정자 정숙 순자 춘자 명자 경자 옥순 미자 순옥 정희 복순",
    (1960, "m"): "영수 성호 병철 영철 상훈 정호 재영 동수 종호 경수 진수 광호 승호 용호 인수 태식",
    (1960, "f"): "미숙 영숙 미경 경숙 정숙 은숙 명숙 영희 혜숙 은경 정희 현숙 미영 선희 순희 경희",
    (1970, "m"): "정훈 성호 상훈 성훈 재훈 영진 동훈 준호 진우 정호 성진 재호 승현 경호 태훈 민수",
    (1970, "f"): "은주 미경 은영 현주 은정 지영 미영 현정 수진 혜영 선영 정미 경희 윤정 미정 은희",
    (1980, "m"): "지훈 성민 현우 정훈 동현 준영 성훈 상현 민수 재현 진우 준호 정우 승현 현준 태훈",
    (1980, "f"): "지혜 지영 혜진 은지 수진 민정 지은 은영 보람 아름 현정 유진 은정 미영 소영 선영",
    (1990, "m"): "민준 지훈 현우 준혁 승현 성민 동현 재현 민수 준영 상현 지원 승민 태현 우진 정우",
    (1990, "f"): "유진 민지 수빈 지원 지현 은지 예진 예지 지은 수연 지윤 다은 소연 하은 혜원 서연",
    (2000, "m"): "민준 현우 동현 준혁 민재 도현 지훈 우진 승민 건우 예준 지호 준서 시우 서준 현준",
    (2000, "f"): "유진 서연 민서 수빈 지민 예은 지우 수민 예린 서현 지원 채원 다은 하은 민지 소율",
}
"""Given names by decade of birth and sex, the commoner first."""

LATIN = {
    "김": "kim", "이": "lee", "박": "park", "최": "choi", "조": "cho", "임": "lim", "신": "shin",
    "유": "yoo", "문": "moon", "우": "woo", "구": "koo", "노": "noh", "주": "joo",
}  # fmt: skip
"""Family names that people write in their own way."""

_INITIALS = [
    "g",
    "kk",
    "n",
    "d",
    "tt",
    "r",
    "m",
    "b",
    "pp",
    "s",
    "ss",
    "",
    "j",
    "jj",
    "ch",
    "k",
    "t",
    "p",
    "h",
]
_VOWELS = [
    "a",
    "ae",
    "ya",
    "yae",
    "eo",
    "e",
    "yeo",
    "ye",
    "o",
    "wa",
    "wae",
    "oe",
    "yo",
    "u",
    "wo",
    "we",
    "wi",
    "yu",
    "eu",
    "ui",
    "i",
]
_FINALS = [
    " ",
    *[
        "k",
        "k",
        "k",
        "n",
        "n",
        "n",
        "t",
        "l",
        "k",
        "m",
        "l",
        "l",
        "l",
        "p",
        "l",
        "m",
        "p",
        "p",
        "t",
        "t",
        "ng",
        "t",
        "t",
        "k",
        "t",
        "p",
        "t",
    ],
]


@cache
def families() -> tuple[list[str], list[int]]:
    """Family names and their cumulative weights, for `Random.choices`."""
    words = FAMILIES.split()
    weights: list[int] = []
    for count in words[1::2]:
        weights.append(int(count) + (weights[-1] if weights else 0))
    return words[::2], weights


@cache
def given(decade: int, sex: str) -> list[str]:
    """Given names of a decade (1950 to 2000), the commoner ones several times."""
    names = GIVEN[decade, sex].split()
    return [name for place, name in enumerate(names) for _ in range(1 + (len(names) - place) // 4)]


@cache
def romanised(hangul: str) -> str:
    """Hangul in Latin letters, syllable by syllable, as people write it in mail addresses."""
    letters = []
    for syllable in hangul:
        initial, rest = divmod(ord(syllable) - 0xAC00, 588)
        vowel, final = divmod(rest, 28)
        letters.append(_INITIALS[initial] + _VOWELS[vowel] + _FINALS[final].strip())
    return "".join(letters)


def family_in_latin(family: str) -> str:
    """A family name as its bearers write it: 이 is lee, not i."""
    return LATIN.get(family) or romanised(family)
