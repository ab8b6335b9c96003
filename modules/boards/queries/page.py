"""What the page of a post shows besides its facts (A24)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from dangol.records import Look
from modules.boards import content
from modules.boards.access import manages
from modules.boards.models import Helpful, Kind, Post, Reading
from modules.boards.services.posts import readers
from tenants.notes.models import Note

MOST = 50
"""Readers and answers that are listed."""


def badges(post: Post) -> list[str]:
    """Pinned, to be confirmed, a draft: what sets a post apart."""
    words = [
        (post.state == Post.State.DRAFT, pgettext("post", "Draft")),
        (post.is_pinned, _("On top")),
        (post.must_read, _("Must read")),
        (post.kind == Kind.QUESTION and post.accepted is not None, _("Answered")),
    ]
    draw = '<span class="badge badge-outline">{}</span>'
    return [format_html(draw, word) for is_so, word in words if is_so]


def post(user: Any, instance: Post) -> Mapping[str, Any]:
    """The text, who has read it, what the reader may do."""
    own = Reading.objects.filter(post=instance, user=user.pk).first()
    is_own = instance.owner_id == user.pk or manages(user)
    readings = list(
        Reading.objects.filter(post=instance).select_related("user").order_by("-read_at")[:MOST]
    )
    return {
        "post": instance,
        "html": content.drawn(instance.body),
        "reading": own,
        "must_confirm": _must_confirm(instance, own),
        "readings": readings,
        "missing": _missing(instance) if instance.must_read and is_own else [],
        "is_helpful": Helpful.objects.filter(post=instance, user=user.pk).exists(),
        "answers": answers(instance) if instance.kind == Kind.QUESTION else [],
        "may_accept": is_own,
    }


def _must_confirm(post: Post, own: Reading | None) -> bool:
    confirmed = own is not None and own.confirmed_at is not None
    return post.must_read and post.state == Post.State.PUBLISHED and not confirmed


def _missing(post: Post) -> list[Any]:
    """Who has still to confirm it, for its author."""
    confirmed = Reading.objects.filter(post=post).exclude(confirmed_at=None)
    done = set(confirmed.values_list("user_id", flat=True))
    return [user for user in readers(post) if user.pk not in done][:MOST]


def answers(post: Post) -> list[Note]:
    """What was written below a question: the accepted one first, then as they came."""
    notes = Note.objects.filter(record=Post.record_code, object_id=post.pk, deleted_at=None)
    found = list(notes.select_related("author").order_by("written_at", "pk")[:MOST])
    return sorted(found, key=lambda note: note.pk != post.accepted)


def versions(look: Look) -> Mapping[str, Any]:
    """How the post read before, the last first."""
    post: Post = look.instance
    found = post.versions.select_related("replaced_by").order_by("-number")[:MOST]
    lines = [{"version": each, "html": content.drawn(each.body)} for each in found]
    may = post.owner_id == look.user.pk or manages(look.user)
    return {"post": post, "lines": [] if "body" in look.hidden else lines, "may_restore": may}
