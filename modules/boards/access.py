"""Who may read and write where: what roles leave open, boards narrow (A13, A24)."""

from __future__ import annotations

from typing import Any

from django.db.models import Q, QuerySet

from dangol.access import shared_with, user_can
from dangol.records.rights import READING
from modules.boards.models import Board, Post


def manages(user: Any) -> bool:
    """Whether the user looks after boards."""
    return user_can(user, "boards.board.edit")


def boards_open(rows: QuerySet[Any], user: Any, verb: str) -> QuerySet[Any]:
    """Of these boards those that the user reads: everybody's, and those shared with them."""
    if manages(user):
        return rows
    shared = shared_with(user, "boards.board", writable=False)
    return rows.filter(Q(reach=Board.Reach.ALL) | Q(pk__in=shared))


def posts_open(rows: QuerySet[Any], user: Any, verb: str) -> QuerySet[Any]:
    """Of these posts those on the user's boards; drafts, and what is changed, are one's own."""
    boards = boards_open(Board.objects.present(), user, "view").order_by().values("pk")
    rows = rows.filter(board__in=boards).filter(Q(state=Post.State.PUBLISHED) | Q(owner=user.pk))
    if verb in READING or manages(user):
        return rows
    return rows.filter(owner=user.pk)


def may_write(user: Any, board: Board) -> bool:
    """Whether the user may post on this board, which they read."""
    return board.writing == Board.Writing.READERS or manages(user)
