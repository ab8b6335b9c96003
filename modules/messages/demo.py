"""Messages between the colleagues of a demo company (X1)."""

from __future__ import annotations

from datetime import timedelta

from dangol import clock
from modules.messages.models import Message
from modules.messages.services import reading, sending
from modules.messages.services.sending import Draft
from tenants import audit
from tenants.people.models import User

LETTERS = (
    ("주간 회의 시간 변경", "이번 주 회의는 목요일 10시로 옮겨요. 참석이 어려우면 답장 주세요."),
    (
        "도담소프트 방문 결과",
        "담당자가 12월 견적을 다시 요청했어요. 금요일까지 보내 주시면 좋겠어요.",
    ),
    ("연차 사용 계획", "12월 연차 계획을 이번 주까지 적어 주세요."),
    (
        "박람회 명함 정리",
        "박람회에서 받은 명함을 가져오기로 올려 두었어요. 담당자 배정 부탁드려요.",
    ),
)


def fill() -> int:
    """Adds messages unless there are any, the last one reserved; how many it added."""
    people = list(User.objects.filter(is_active=True).order_by("created_at", "pk")[:6])
    if len(people) < 2 or Message.objects.exists():
        return 0
    for number, (subject, text) in enumerate(LETTERS):
        sender = people[(number + 1) % len(people)]
        others = [each for each in people if each != sender]
        is_last = number == len(LETTERS) - 1
        draft = Draft(
            to=[f"u{each.pk}" for each in others[: 2 + number]],
            subject=subject,
            text=text,
            reserved_at=clock.now() + timedelta(days=2) if is_last else None,
        )
        with audit.acting(audit.Actor(id=sender.pk, name=sender.name)):
            made = sending.send(sender, draft).message
        for each in others[1 : 2 + number]:
            reading.read(each, made.pk)
    return len(LETTERS)
