"""Tables of boards, each in its company's schema."""

from modules.boards.models.board import Board, Kind
from modules.boards.models.post import Helpful, Post, Reading, Version

__all__ = ["Board", "Helpful", "Kind", "Post", "Reading", "Version"]
