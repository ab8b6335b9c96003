"""The post (게시글), who has read it, whom it helped, and how it read before (A24)."""

from __future__ import annotations

from datetime import UTC, datetime

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from dangol import clock
from dangol.ids import new_id
from dangol.records.model import PLAIN, RecordModel, owner_field, sorted_by
from dangol.search.indexes import search_indexes
from modules.base.models import Customer
from modules.boards.models.board import Board, Kind

ON_TOP = datetime(9000, 1, 1, tzinfo=UTC)
"""Where pinned posts stand in the order: above all others, by one index."""


class Post(RecordModel):
    """One post. Only `modules.boards.services` writes here."""

    record_code = "boards.post"

    class State(models.TextChoices):
        DRAFT = "draft", pgettext_lazy("post", "Draft")
        PUBLISHED = "published", pgettext_lazy("post", "Published")

    class Category(models.TextChoices):
        """What it is about; companies make the list their own."""

        GENERAL = "general", pgettext_lazy("category of a post", "General")
        WORK = "work", pgettext_lazy("category of a post", "Work")
        PRODUCT = "product", pgettext_lazy("category of a post", "Product")
        SYSTEM = "system", pgettext_lazy("category of a post", "System")

    board = models.ForeignKey(
        Board,
        verbose_name=pgettext_lazy("of posts", "Board"),
        on_delete=models.CASCADE,
        related_name="posts",
    )
    kind = models.CharField(_("Kind"), max_length=12, choices=Kind, editable=False)
    """The board's, so that lists find it without looking there."""
    title = models.CharField(_("Title"), max_length=120, db_collation=PLAIN)
    category = models.CharField(
        _("Category"), max_length=60, choices=Category, default=Category.GENERAL
    )
    body = models.TextField(pgettext_lazy("post", "Text"), max_length=100_000)
    """HTML of a few elements, as `modules.boards.content` cleans it."""
    words = models.TextField(editable=False, db_collation=PLAIN)
    """The text without its elements, for the search."""
    state = models.CharField(_("State"), max_length=9, choices=State, default=State.PUBLISHED)
    published_at = models.DateTimeField(
        pgettext_lazy("post", "Published at"), null=True, editable=False
    )
    placed_at = models.DateTimeField(default=clock.now, editable=False)
    """Its place in the order: when it was published, `ON_TOP` while it is pinned."""
    is_pinned = models.BooleanField(_("Keep on top"), default=False)
    must_read = models.BooleanField(_("Everybody must confirm it"), default=False)
    review_on = models.DateField(_("To be reviewed on"), null=True, blank=True)
    customer: models.ForeignKey[Customer | None, Customer | None] = models.ForeignKey(
        Customer,
        verbose_name=_("About customer"),
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="posts",
    )
    owner = owner_field(_("Author"))
    accepted = models.UUIDField(null=True, editable=False)
    """Id of the note that answers the question; None while none does."""
    read_count = models.PositiveIntegerField(_("Read by"), default=0, editable=False)
    helpful_count = models.PositiveIntegerField(_("Helped"), default=0, editable=False)

    class Meta:
        verbose_name = pgettext_lazy("on a board", "Post")
        verbose_name_plural = _("Posts")
        indexes = [
            *sorted_by("boards_post_by", "title", "placed_at", "review_on", "owner"),
            models.Index(fields=["kind", "-placed_at"], name="boards_post_kind"),
            *search_indexes("boards_post", title="title", words=("title", "words", "custom_words")),
        ]

    def __str__(self) -> str:
        return self.title


class Reading(models.Model):
    """That somebody has read a post, and when they confirmed it."""

    id = models.UUIDField(primary_key=True, default=new_id)
    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="readings")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    read_at = models.DateTimeField(default=clock.now)
    confirmed_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["post", "user"], name="boards_reading_once")]

    def __str__(self) -> str:
        return f"{self.post_id} {self.user_id}"


class Helpful(models.Model):
    """That a post helped somebody."""

    id = models.UUIDField(primary_key=True, default=new_id)
    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="+")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["post", "user"], name="boards_helpful_once")]

    def __str__(self) -> str:
        return f"{self.post_id} {self.user_id}"


class Version(models.Model):
    """How a published post read before a change."""

    id = models.UUIDField(primary_key=True, default=new_id)
    post = models.ForeignKey(Post, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    title = models.CharField(max_length=120)
    body = models.TextField()
    until = models.DateTimeField(default=clock.now)
    """When it was replaced."""
    replaced_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["post", "number"], name="boards_version_once")
        ]

    def __str__(self) -> str:
        return f"{self.post_id} {self.number}"
