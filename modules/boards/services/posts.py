"""Writing posts: what they may hold, where they stand, who is told, how they read before (A24)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from dangol import clock, notices
from dangol.errors import RuleBroken
from modules.boards import content
from modules.boards.access import may_write, posts_open
from modules.boards.models import Post, Version
from modules.boards.models.post import ON_TOP
from tenants import audit
from tenants.people.models import User
from tenants.services.records import Services, Values, set_all

FIELDS = (
    "board_id", "title", "category", "body", "state", "is_pinned", "must_read", "review_on",
    "customer_id", "owner_id",
)  # fmt: skip
SUBJECT = "boards.post"
MUST_READ = "boards.post.must_read"


def _take_over(post: Post, values: Values) -> None:
    board = post.board_id
    set_all(post, values)
    if post._state.adding and post.owner_id is None:
        post.owner_id = audit.actor().id
    post.body = content.cleaned(post.body)
    post.words = content.plain(post.body)
    post.kind = post.board.kind
    if post.board_id != board:
        _check_board(post)
    if not post.words:
        text = _("Write something, the title alone says little.")
        raise RuleBroken("body_missing", text, field="body")
    if post.state == Post.State.PUBLISHED and post.published_at is None:
        post.published_at = clock.now()
    post.placed_at = ON_TOP if post.is_pinned else post.published_at or post.created_at


def _check_board(post: Post) -> None:
    by = audit.actor().id
    author = User.objects.filter(pk=by).first() if by else None
    if author is not None and not may_write(author, post.board):
        raise RuleBroken(
            "board_closed",
            _("Only those who look after boards post on “%(board)s”. Choose another one.")
            % {"board": post.board.name},
            field="board",
        )


def _follow(post: Post, verb: str, changes: Mapping[str, Any]) -> None:
    if verb == "edit" and changes.keys() & {"title", "body"}:
        _keep_version(post, changes)
    came = verb == "create" or changes.keys() & {"state", "must_read"}
    if came and post.must_read and post.state == Post.State.PUBLISHED:
        notices.tell(_told(post), [user.pk for user in readers(post)])


def _keep_version(post: Post, changes: Mapping[str, Any]) -> None:
    """How it read until now, unless nobody but its author could read it."""
    was_draft = changes.get("state", [post.state])[0] == Post.State.DRAFT
    if was_draft:
        return
    Version.objects.create(
        post=post,
        number=post.versions.count() + 1,
        title=changes.get("title", [post.title])[0],
        body=changes.get("body", [post.body])[0],
        replaced_by_id=audit.actor().id,
    )


def _told(post: Post) -> notices.Told:
    return notices.Told(kind=MUST_READ, record=SUBJECT, key=str(post.pk))


def readers(post: Post) -> list[User]:
    """Everybody who works here and may read the post."""
    own = Post.objects.filter(pk=post.pk)
    people = User.objects.filter(is_active=True).prefetch_related("licences").order_by("name", "pk")
    return [user for user in people if posts_open(own, user, "view").exists()]


posts = Services(
    subject=SUBJECT,
    model=Post,
    fields=FIELDS,
    owner="owner",
    passes=None,
    take_over=_take_over,
    follow=_follow,
)
