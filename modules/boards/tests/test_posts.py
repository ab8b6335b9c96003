"""Posts on boards: who reads and writes where, what a text may hold, reading, answers, versions."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from dangol import clock
from dangol.errors import RuleBroken
from dangol.portal import board as status_board
from dangol.records.many.runs import Asked
from modules.boards import content, demo, widgets
from modules.boards.models import Board, Kind, Post, Reading
from modules.boards.records.posts import post_record
from modules.boards.services import reading
from modules.boards.services.boards import boards
from modules.boards.services.posts import posts
from tenants import audit
from tenants.journal.services import runs
from tenants.notes.models import Note
from tenants.notices.models import Notice
from tenants.people.models import Share, User

pytestmark = [pytest.mark.feature("A24"), pytest.mark.usefixtures("inside_hanbit")]
HTML = "<p>내용이 <strong>있어요</strong>.</p>"


@pytest.fixture
def board() -> Board:
    return boards.create({"name": "공지사항", "kind": Kind.NOTICE})  # type: ignore[no-any-return]


def put(board: Board, by: User, **values: Any) -> Post:
    with audit.acting(audit.Actor(by.pk, by.name)):
        return posts.create(
            {"board": board, "title": "점검 안내", "body": HTML, "owner": by} | values
        )  # type: ignore[no-any-return]


def page(client: Client, post: Post) -> str:
    return client.get(f"/boards/posts/{post.pk}/").content.decode()


def test_a_text_keeps_a_few_elements_and_nothing_that_acts() -> None:
    kept = content.cleaned(
        '<p onclick="x()">가<script>alert(1)</script> <a href="javascript:x()">나</a>'
        ' <a href="https://dangol.example">다</a><img src=x onerror=x()></p><style>p{}</style>'
    )
    assert "onclick" not in kept
    assert "javascript" not in kept
    assert "alert" not in kept
    assert "<img" not in kept
    assert 'href="https://dangol.example"' in kept
    assert content.plain(kept) == "가 나 다"


def test_plain_text_becomes_paragraphs() -> None:
    assert content.cleaned("가 < 나\n\n다") == "<p>가 &lt; 나</p>\n\n<p>다</p>"
    assert content.cleaned("<p> </p>") == ""


def test_a_member_writes_by_the_form_and_the_text_is_clean(
    carol: User, board: Board, browse: Callable[..., Client]
) -> None:
    form = {
        "board": str(board.pk), "title": "점검", "body": "<p>가<script>x</script></p>",
        "category": "general", "state": "published",
    }  # fmt: skip
    answer = browse(carol).post("/boards/posts/new", form)
    assert answer.status_code == 302, answer.content.decode()[:2000]
    post = Post.objects.get()
    assert (post.body, post.words, post.owner_id, post.kind) == (
        "<p>가</p>",
        "가",
        carol.pk,
        "notice",
    )
    assert "<p>가</p>" in page(browse(carol), post)
    refused = browse(carol).post("/boards/posts/new", form | {"body": "<p></p>"})
    assert refused.status_code == 422
    assert "내용을 써 주세요" in refused.content.decode()


@pytest.mark.feature("A13")
def test_a_shared_board_is_open_to_those_whom_it_is_shared_with_alone(
    ada: User, bob: User, carol: User, board: Board, browse: Callable[..., Client]
) -> None:
    post = put(board, ada, title="비밀 점검")
    boards.edit(board, {"reach": Board.Reach.SHARED}, "")
    Share.objects.create(record="boards.board", object_id=board.pk, user=bob)
    assert "비밀 점검" in page(browse(bob), post)
    hers = browse(carol)
    assert hers.get(f"/boards/posts/{post.pk}/").status_code == 404
    for verb in ("read", "confirm", "helpful"):
        assert hers.post(f"/boards/posts/{post.pk}/{verb}").status_code == 404
    for address in ("/boards/posts/", "/search?q=비밀", "/portal/tiles/boards.notices"):
        assert str(post.pk) not in hers.get(address).content.decode(), address
        assert str(post.pk) in browse(bob).get(address).content.decode(), address


def test_a_board_of_managers_takes_no_post_of_others(
    ada: User, carol: User, board: Board, browse: Callable[..., Client]
) -> None:
    board = boards.edit(board, {"writing": Board.Writing.MANAGERS}, "")
    with pytest.raises(RuleBroken, match="관리자만"):
        put(board, carol)
    form = {"board": str(board.pk), "title": "점검", "body": "가", "category": "general",
            "state": "published"}  # fmt: skip
    assert browse(carol).post("/boards/posts/new", form).status_code == 422
    assert put(board, ada).pk


@pytest.mark.feature("A13")
def test_of_many_posts_those_of_others_are_left_out_and_told(
    bob: User, carol: User, ada: User, board: Board
) -> None:
    own, others = put(board, carol), put(board, bob)
    asked = Asked(deed="trash", verb="delete", columns={"deleted_at": clock.now()},
                  decides=("deleted_at",), query="", chosen=(own.pk, others.pk))  # fmt: skip
    with audit.acting(audit.Actor(carol.pk, carol.name)):
        run = runs.begin(post_record, carol, asked, ring=str)
    assert (run.changed, run.left) == (1, 1)
    assert not Post.objects.get(pk=others.pk).deleted_at


@pytest.mark.feature("A13")
def test_others_posts_are_not_changed_and_drafts_not_seen(
    bob: User, carol: User, ada: User, board: Board, browse: Callable[..., Client]
) -> None:
    post, draft = put(board, bob), put(board, bob, state=Post.State.DRAFT, title="초안 글")
    hers = browse(carol)
    assert hers.get(f"/boards/posts/{post.pk}/edit").status_code == 403
    assert hers.post(f"/boards/posts/{post.pk}/delete").status_code == 403
    assert f"/boards/posts/{post.pk}/edit" not in page(hers, post)
    assert hers.get(f"/boards/posts/{draft.pk}/").status_code == 404
    assert "초안 글" not in hers.get("/boards/posts/").content.decode()
    assert "초안 글" in browse(bob).get("/boards/posts/?state=draft").content.decode()
    assert browse(ada).get(f"/boards/posts/{post.pk}/edit").status_code == 200


def test_reading_is_counted_once_for_each_reader(
    ada: User, bob: User, board: Board, browse: Callable[..., Client]
) -> None:
    post = put(board, ada)
    for client in (browse(bob), browse(bob), browse(ada)):
        assert client.post(f"/boards/posts/{post.pk}/read").status_code == 204
    post.refresh_from_db()
    assert post.read_count == 2
    assert "2명이 읽음" in page(browse(bob), post)


def test_a_post_to_confirm_tells_everybody_who_may_read_it_and_waits(
    ada: User, bob: User, carol: User, board: Board, browse: Callable[..., Client]
) -> None:
    post = put(board, ada, must_read=True)
    told = set(
        Notice.objects.filter(kind="boards.post.must_read").values_list("user_id", flat=True)
    )
    assert {bob.pk, carol.pk} <= told
    assert ada.pk not in told
    assert widgets.to_confirm(bob).number == 1
    assert "이 글을 읽고 확인해 주세요" in page(browse(bob), post)
    assert bob.name in page(browse(ada), post).partition("아직 확인하지 않은 사람:")[2][:200]
    browse(bob).post(f"/boards/posts/{post.pk}/confirm")
    browse(bob).post(f"/boards/posts/{post.pk}/confirm")
    assert Reading.objects.exclude(confirmed_at=None).count() == 1
    assert widgets.to_confirm(bob).number == 0
    assert "이 글을 읽고 확인해 주세요" not in page(browse(bob), post)


def test_the_number_on_the_board_is_that_of_its_list(
    ada: User, bob: User, board: Board, browse: Callable[..., Client]
) -> None:
    for title in ("가", "나"):
        put(board, ada, must_read=True, title=title)
    found = widgets.to_confirm(bob)
    assert isinstance(found, status_board.Count)
    assert browse(bob).get(found.address).context["listing"].count == found.number == 2


def test_pinned_posts_stand_above_newer_ones(
    ada: User, bob: User, board: Board, browse: Callable[..., Client]
) -> None:
    put(board, ada, title="고정 글", is_pinned=True)
    put(board, ada, title="새 글")
    text = browse(bob).get("/boards/posts/").content.decode()
    assert text.index("고정 글") < text.index("새 글")
    assert [post.title for post in widgets.notices(bob, {})["lines"]] == ["고정 글", "새 글"]


def test_helped_is_said_and_taken_back(
    ada: User, bob: User, board: Board, browse: Callable[..., Client]
) -> None:
    post = put(board, ada)
    for count in (1, 0):
        browse(bob).post(f"/boards/posts/{post.pk}/helpful")
        post.refresh_from_db()
        assert post.helpful_count == count


def test_the_asker_accepts_one_answer(
    bob: User, carol: User, browse: Callable[..., Client]
) -> None:
    asked = put(boards.create({"name": "질문", "kind": Kind.QUESTION}), carol)
    first, second = (
        Note.objects.create(record="boards.post", object_id=asked.pk, text=text, author=bob)
        for text in ("첫 답", "둘째 답")
    )
    address = f"/boards/posts/{asked.pk}/accept/"
    assert browse(bob).post(f"{address}{second.pk}").status_code == 403
    browse(carol).post(f"{address}{second.pk}")
    text = page(browse(bob), asked)
    assert text.index("둘째 답") < text.index("첫 답")
    assert "채택한 답변" in text
    browse(carol).post(f"{address}{first.pk}")
    asked.refresh_from_db()
    assert asked.accepted == first.pk
    with pytest.raises(RuleBroken, match="지워졌어요"):
        reading.accept(asked, asked.pk)


@pytest.mark.feature("A28")
def test_versions_are_kept_and_put_back(
    carol: User, bob: User, browse: Callable[..., Client]
) -> None:
    post = put(boards.create({"name": "지식", "kind": Kind.KNOWLEDGE}), carol)
    posts.edit(post, {"body": "<p>고친 글</p>"}, "")
    posts.edit(post, {"category": "work"}, "")
    assert [each.body for each in post.versions.all()] == [HTML]
    versions = f"/boards/posts/{post.pk}/?tab=versions"
    assert "있어요" in browse(bob).get(versions).content.decode()
    assert browse(bob).post(f"/boards/posts/{post.pk}/versions/1").status_code == 403
    browse(carol).post(f"/boards/posts/{post.pk}/versions/1")
    post.refresh_from_db()
    assert post.body == HTML
    assert post.versions.count() == 2
    assert browse(carol).post(f"/boards/posts/{post.pk}/versions/9").status_code == 404


def test_a_board_with_posts_is_not_thrown_away_and_its_posts_follow_its_kind(
    ada: User, board: Board
) -> None:
    post = put(board, ada)
    with pytest.raises(RuleBroken, match="글이 1개"):
        boards.remove(board)
    boards.edit(board, {"kind": Kind.FREE}, "")
    post.refresh_from_db()
    assert post.kind == Kind.FREE
    other = boards.create({"name": "지식", "kind": Kind.KNOWLEDGE})
    assert posts.edit(post, {"board": other}, "").kind == Kind.KNOWLEDGE
    boards.remove(board)


def test_the_text_is_found_by_its_words(
    ada: User, bob: User, board: Board, browse: Callable[..., Client]
) -> None:
    put(board, ada, body="<p>갈마들다 라는 낱말</p>")
    found = browse(bob).get("/search?q=갈마들").content.decode()
    assert re.search(r"/boards/posts/[0-9a-f-]+/", found)
    assert post_record.visible_to(bob).count() == 1


@pytest.mark.feature("X1")
@pytest.mark.feature("A8")
def test_the_demo_fills_boards_once_and_the_portal_shows_them(
    ada: User, browse: Callable[..., Client]
) -> None:
    assert demo.fill() == Post.objects.count() > 5
    assert demo.fill() == 0
    text = browse(ada).get("/portal/tiles/boards.notices").content.decode()
    assert text.index("11월 30일 월 마감") < text.index("신규 단가표")
    assert "주소가 반송" in browse(ada).get("/portal/tiles/boards.knowledge").content.decode()
    assert {kind for (kind,) in Post.objects.values_list("kind")} == set(Kind.values)


@pytest.mark.feature("A28")
def test_lists_of_information_are_a_view_of_their_own(
    ada: User, bob: User, browse: Callable[..., Client]
) -> None:
    put(boards.create({"name": "일람", "kind": Kind.INFORMATION}), ada, title="대표 전화")
    text = browse(bob).get("/boards/posts/?kind=information").content.decode()
    assert "대표 전화" in text
    assert "대표 전화" not in browse(bob).get("/boards/posts/?kind=free").content.decode()
