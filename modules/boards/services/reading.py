"""What readers do with a post: read it, confirm it, say that it helped, accept an answer (A24)."""

from __future__ import annotations

from uuid import UUID

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext_lazy as _

from dangol import clock
from dangol.errors import RuleBroken
from modules.boards.models import Helpful, Kind, Post, Reading, Version
from modules.boards.services.posts import posts
from tenants import audit
from tenants.notes.models import Note
from tenants.people.models import User

SUBJECT = "boards.post"


@transaction.atomic
def seen(post: Post, user: User) -> None:
    """The user has the post before them; counted once. No audit line: it changes nothing."""
    if getattr(user, "is_looked_through", False):
        return
    _reading, is_new = Reading.objects.get_or_create(post=post, user=user)
    if is_new:
        Post.objects.filter(pk=post.pk).update(read_count=F("read_count") + 1)


@transaction.atomic
def confirm(post: Post, user: User) -> None:
    """The user says that they have read it; a second time changes nothing."""
    seen(post, user)
    waiting = Reading.objects.filter(post=post, user=user, confirmed_at=None)
    if waiting.update(confirmed_at=clock.now()):
        _note("confirm", post)


@transaction.atomic
def mark_helpful(post: Post, user: User) -> None:
    """It helped the user; said again, it is taken back. No audit line, as for reading."""
    own, is_new = Helpful.objects.get_or_create(post=post, user=user)
    if not is_new:
        own.delete()
    Post.objects.filter(pk=post.pk).update(helpful_count=F("helpful_count") + (1 if is_new else -1))


@transaction.atomic
def accept(post: Post, note: UUID) -> None:
    """This note answers the question; the accepted one again: none does.

    RuleBroken for a note that is not on this post, and where nothing was asked.
    """
    there = Note.objects.filter(record=SUBJECT, object_id=post.pk, deleted_at=None)
    if post.kind != Kind.QUESTION or not there.filter(pk=note).exists():
        raise RuleBroken("answer_unknown", _("This answer is gone. Open the question again."))
    locked = posts.locked(post.pk)
    locked.accepted = None if locked.accepted == note else note
    locked.save(update_fields=["accepted"])
    _note("accept" if locked.accepted else "unaccept", locked)


def put_back(post: Post, version: Version) -> Post:
    """The post reads again as it did then; what it reads now is kept as a version."""
    return posts.edit(post, {"title": version.title, "body": version.body}, "")  # type: ignore[no-any-return]


def _note(verb: str, post: Post) -> None:
    audit.record(
        f"{SUBJECT}.{verb}",
        subject=SUBJECT,
        subject_id=post.pk,
        summary=post.title,
    )
