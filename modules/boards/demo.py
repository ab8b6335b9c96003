"""Boards and posts of a demo company (X1)."""

from __future__ import annotations

from datetime import timedelta

from dangol import clock
from modules.boards.models import Board, Helpful, Kind, Post, Reading
from modules.boards.services.boards import boards
from modules.boards.services.posts import posts
from tenants.notes.models import Note
from tenants.people.models import User

BOARDS = (
    ("공지사항", Kind.NOTICE, "회사의 모든 사람이 알아야 하는 소식", Board.Writing.MANAGERS),
    ("업무 지식", Kind.KNOWLEDGE, "다시 찾아볼 업무 방법과 자료", Board.Writing.READERS),
    ("묻고 답하기", Kind.QUESTION, "모르는 것을 묻는 곳", Board.Writing.READERS),
    ("자유 게시판", Kind.FREE, "무엇이든 편하게", Board.Writing.READERS),
    ("정보 일람", Kind.INFORMATION, "전화번호, 계좌, 서식 모음", Board.Writing.MANAGERS),
)
POSTS = (
    (0, "11월 30일 월 마감 일정 안내", True, True,
     "<p>11월 매출과 경비는 <strong>30일 18시</strong>까지 올려 주세요.</p>"
     "<ul><li>경비: 증빙을 붙여 결재 요청</li><li>주문: 반품까지 반영</li></ul>"),
    (0, "신규 단가표 12월 적용분 공유", False, False,
     "<p>12월 1일 주문부터 새 단가를 적용해요. 기존 견적은 그대로예요.</p>"),
    (0, "개인정보 보호 교육 수강 안내", False, True,
     "<p>연말까지 온라인 교육을 마쳐 주세요. 약 40분 걸려요.</p>"),
    (1, "주소가 반송되었을 때 고치는 순서", False, False,
     "<h3>순서</h3><ol><li>반송 사유를 확인해요.</li><li>고객에게 전화로 새 주소를 여쭤요.</li>"
     "<li>고객 화면에서 우편 받을 곳을 바꿔요.</li></ol>"),
    (1, "정기 점검 계약을 갱신할 때 확인할 것", False, False,
     "<p>계약 만료 <strong>두 달 전</strong>에 먼저 연락드려요. 단가와 점검 횟수를 확인해요.</p>"),
    (2, "세금계산서 담당자가 바뀌면 어디에 적나요?", False, False,
     "<p>거래처와 고객 중 어디를 고쳐야 하는지 궁금해요.</p>"),
    (3, "12월 송년 모임 날짜 투표", False, False, "<p>18일과 19일 가운데 골라 주세요.</p>"),
    (4, "부서별 대표 전화", True, False,
     "<ul><li>영업 02-3397-0200</li><li>서비스 02-3397-0210</li></ul>"),
)  # fmt: skip


def fill() -> int:
    """Adds boards with posts unless there are any; how many posts it added."""
    people = list(User.objects.filter(is_active=True).order_by("created_at", "pk")[:8])
    if not people or Board.objects.exists():
        return 0
    made = [
        boards.create({"name": name, "kind": kind, "about": about, "writing": writing})
        for name, kind, about, writing in BOARDS
    ]
    for number, (board, title, is_pinned, must_read, body) in enumerate(POSTS):
        post = posts.create(
            {
                "board": made[board], "title": title, "body": body, "is_pinned": is_pinned,
                "must_read": must_read, "owner": people[number % len(people)],
                "category": Post.Category.WORK if board else Post.Category.GENERAL,
                "review_on": clock.today() + timedelta(days=60) if board == 1 else None,
            }
        )  # fmt: skip
        _read(post, people[: 2 + number % 5], number)
    question = Post.objects.get(kind=Kind.QUESTION)
    Note.objects.create(
        record=Post.record_code, object_id=question.pk, author=people[-1],
        text="거래처의 담당자 칸을 바꾸고, 예전 담당자는 고객 화면에서 부서를 비워 두면 돼요.",
    )  # fmt: skip
    return len(POSTS)


def _read(post: Post, people: list[User], number: int) -> None:
    at = clock.now() - timedelta(days=number)
    Reading.objects.bulk_create(Reading(post=post, user=user, read_at=at) for user in people[1:])
    Helpful.objects.bulk_create(Helpful(post=post, user=user) for user in people[2:])
    placed = post.placed_at if post.is_pinned else at
    Post.objects.filter(pk=post.pk).update(
        published_at=at, placed_at=placed, read_count=len(people) - 1, helpful_count=len(people[2:])
    )
