"""The register of sources of a demo company: where its customers come from (B25, B31)."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from modules.base.demo.people import SOURCES
from modules.base.models import Source

LAW = "개인정보 보호법 제15조 제1항 제4호 (계약 체결·이행)"
AGREED = "개인정보 수집·이용 동의서"
FACTS = {
    "홈페이지": ("web", "회원 가입과 문의 양식", "회원 가입 때 수집·이용 동의"),
    "전시회": ("response", "전시 부스에서 명함과 상담 신청서를 받음", AGREED),
    "소개": ("people", "거래 고객이 연락처를 알려 줌", ""),
    "전화 문의": ("voice", "대표 번호로 온 문의", LAW),
    "세미나": ("response", "세미나 참가 신청", AGREED),
    "명함": ("people", "영업 사원이 받은 명함", ""),
    "이벤트": ("survey", "경품 응모와 설문", "응모할 때 수집·이용·광고 수신 동의"),
}
"""{name: kind, how it is obtained, legal basis}."""
MORE = (
    ("제휴 카드", "card", "카드사 제휴 회원 (2024년 종료)", "제3자 제공 동의", False),
    ("주문·매장", "dealings", "온라인 주문과 매장 계산대", LAW, True),
    (
        "업종 협회 명부",
        "lists",
        "협회가 공개한 회원사 명부",
        "공개된 정보 (정정 요청 때 삭제)",
        False,
    ),
    ("공동 판촉", "partner", "제휴사와 함께 연 판촉", "제3자 제공 동의", True),
)
"""Sources of which no customer is there yet, or no more."""


def fill_sources(staff: Sequence[UUID]) -> int:
    """Writes the register; what stands there is kept."""
    rows = [(name, *FACTS[name], True) for name in dict.fromkeys(SOURCES)]
    made = [
        Source(
            name=name, kind=kind, obtained=obtained, legal_basis=basis, is_active=is_active,
            owner_id=staff[place % len(staff)] if staff else None,
        )
        for place, (name, kind, obtained, basis, is_active) in enumerate([*rows, *MORE])
    ]  # fmt: skip
    return len(Source.objects.bulk_create(made, ignore_conflicts=True))
