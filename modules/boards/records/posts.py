"""The post as a record type: attachments, comments, rights and search come from the kit (A24)."""

from __future__ import annotations

from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy, pgettext_lazy

from dangol.records import (
    ChoiceFilter,
    Column,
    DateFilter,
    Look,
    Panel,
    Peek,
    Record,
    Search,
    Section,
    Tab,
    View,
)
from dangol.records.dues import Due
from modules.boards.access import posts_open
from modules.boards.filters import ReadingFilter
from modules.boards.forms.posts import PostForm
from modules.boards.models import Kind, Post
from modules.boards.queries import page
from modules.boards.services.posts import FIELDS, posts
from tenants.queries.owners import owner_filter
from tenants.record_words import vocabulary_of

FORM_FIELDS = (
    "board", "title", "body", "category", "state", "is_pinned", "must_read", "review_on",
    "customer", "owner",
)  # fmt: skip


def with_board() -> QuerySet[Any]:
    """Every post, with what its page and its heading name."""
    return Post.objects.present().select_related("board", "owner")


def with_names(rows: QuerySet[Any]) -> QuerySet[Any]:
    return rows.select_related("board", "owner", "customer")


def badges(look: Look) -> list[str]:
    """What stands beside the title."""
    return (
        [] if {"state", "is_pinned", "must_read"} & set(look.hidden) else page.badges(look.instance)
    )


post_record = Record(
    code=Post.record_code,
    model=Post,
    label=pgettext_lazy("on a board", "Post"),
    plural=_("Posts"),
    icon="newspaper",
    counted=ngettext_lazy("%(shown)s post", "%(shown)s posts", "count"),
    title="title",
    subtitle=("board", "category"),
    columns=(
        Column(name="title"),
        Column(name="board", sort="", phone="sub"),
        Column(name="category", sort="", optional=True),
        Column(name="owner", sort="", phone="end"),
        Column(name="published_at", sort="placed_at", phone="end-sub"),
        Column(name="read_count", sort=""),
        Column(name="is_pinned", sort="", optional=True),
        Column(name="must_read", sort="", optional=True),
        Column(name="helpful_count", sort="", optional=True),
        Column(name="state", sort="", optional=True),
        Column(name="review_on", optional=True),
    ),
    sort="-published_at",
    listed=with_names,
    views=(
        View(code="confirm", label=_("To confirm"), query="reading=confirm"),
        View(code="notices", label=pgettext_lazy("board", "Notices"), query="kind=notice"),
        View(code="knowledge", label=_("Knowledge"), query="kind=knowledge"),
        View(code="questions", label=_("Questions"), query="kind=question"),
        View(code="free", label=_("Free board"), query="kind=free"),
        View(code="information", label=_("Information"), query="kind=information"),
        View(code="drafts", label=_("My drafts"), query="state=draft&owner=me"),
    ),
    filters=(
        ChoiceFilter(field="kind"),
        ChoiceFilter(field="category"),
        ReadingFilter(),
        ChoiceFilter(field="state"),
        owner_filter(),
        DateFilter(field="published_at"),
        DateFilter(field="review_on"),
    ),
    search=(Search(field="title"), Search(field="words")),
    sections=(
        Section(
            label=_("Basic data"),
            fields=FORM_FIELDS,
            facts=("board", "category", "state", "owner", "published_at", "review_on", "customer"),
        ),
    ),
    form=PostForm,
    made_of={"body": ("words",)},
    badges=badges,
    peek=Peek(facts=("board", "category", "owner", "published_at", "read_count")),
    dues=(Due(field="review_on", open=Q(kind=Kind.KNOWLEDGE), query="kind=knowledge"),),
    panels=(Panel(template="boards/panels/post.html", context=page.post),),
    tabs=(
        Tab(
            code="versions",
            label=_("Versions"),
            template="boards/tabs/versions.html",
            context=page.versions,
        ),
    ),
    narrow=posts_open,
    **(posts.declared | {"rows": with_board}),
)
words = vocabulary_of(
    post_record,
    FIELDS,
    deeds={
        "boards.post.confirm": _("Post confirmed as read"),
        "boards.post.accept": _("Answer accepted"),
        "boards.post.unaccept": _("Acceptance of an answer taken back"),
    },
)
