"""The board (게시판): what is posted there, who reads it and who writes (A24)."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from dangol.records.model import PLAIN, RecordModel, sorted_by
from dangol.search.indexes import search_indexes


class Kind(models.TextChoices):
    """What a board is for."""

    NOTICE = "notice", pgettext_lazy("board", "Notices")
    KNOWLEDGE = "knowledge", _("Knowledge")
    QUESTION = "question", _("Questions and answers")
    FREE = "free", _("Free board")
    INFORMATION = "information", _("Lists of information")


class Board(RecordModel):
    """One board. Only `modules.boards.services` writes here."""

    record_code = "boards.board"

    class Reach(models.TextChoices):
        """Who reads it."""

        ALL = "all", _("Everybody")
        SHARED = "shared", _("Only whom it is shared with")

    class Writing(models.TextChoices):
        """Who posts on it."""

        READERS = "readers", _("Everybody who reads it")
        MANAGERS = "managers", _("Those who look after boards")

    name = models.CharField(pgettext_lazy("of posts", "Board"), max_length=60, db_collation=PLAIN)
    kind = models.CharField(_("Kind"), max_length=12, choices=Kind, default=Kind.FREE)
    about = models.CharField(_("What it is for"), max_length=200, blank=True)
    reach = models.CharField(_("Readers"), max_length=6, choices=Reach, default=Reach.ALL)
    writing = models.CharField(_("Writers"), max_length=8, choices=Writing, default=Writing.READERS)

    class Meta:
        verbose_name = pgettext_lazy("of posts", "Board")
        verbose_name_plural = _("Boards")
        constraints = [
            models.UniqueConstraint(
                fields=["name"],
                condition=models.Q(deleted_at=None),
                name="boards_board_name",
            ),
        ]
        indexes = [
            *sorted_by("boards_board_by", "name", "kind", "created_at"),
            *search_indexes("boards_board", title="name", words=("name", "custom_words")),
        ]

    def __str__(self) -> str:
        return self.name
