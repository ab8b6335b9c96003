"""Making and changing boards (A24)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext_lazy as _

from dangol.errors import RuleBroken
from modules.boards.models import Board
from tenants.services.records import Services, Taken

FIELDS = ("name", "kind", "about", "reach", "writing")


def _allow(board: Board, verb: str) -> None:
    count = board.posts.filter(deleted_at=None).count() if verb == "delete" else 0
    if count:
        raise RuleBroken(
            "board_in_use",
            _("There are %(count)s posts on “%(board)s”. Move them to another board first.")
            % {"count": count, "board": board.name},
        )


def _follow(board: Board, verb: str, changes: Mapping[str, Any]) -> None:
    """Its posts are of the board's kind."""
    if "kind" in changes:
        board.posts.update(kind=board.kind)


boards = Services(
    subject="boards.board",
    model=Board,
    fields=FIELDS,
    allow=_allow,
    follow=_follow,
    taken={
        "boards_board_name": Taken(
            code="name_taken",
            words=_("Another board is called “%(value)s”; choose another name."),
            field="name",
        )
    },
)
