"""What people were told, each company's in its own schema (U9)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models

from dangol import clock
from dangol.ids import new_id

if TYPE_CHECKING:
    from tenants.people.models import User


class Notice(models.Model):
    """One thing that one user is told. Names are read with it, under the reader's rights.

    It is also the work of carrying it: what is due stands in `mail_at`, `push_at` and `in_digest`,
    and is emptied in the transaction that promises it.
    """

    id = models.UUIDField(primary_key=True, default=new_id)
    user: models.ForeignKey[User, User] = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="notices", db_index=False
    )
    kind = models.CharField(max_length=60)
    """Code of a declared notice."""
    record = models.CharField(max_length=60)
    object_id = models.CharField(max_length=40, default="", blank=True)
    """Empty when it is about several things."""
    actor: models.ForeignKey[User | None, User | None] = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
        db_index=False,
    )
    """Who did it; None for the system."""
    facts = models.JSONField(default=dict)
    count = models.PositiveIntegerField(default=1)
    """How often it happened to one thing, or to how many things."""
    at = models.DateTimeField(default=clock.now)
    """When it happened last."""
    read_at = models.DateTimeField(null=True)
    in_app = models.BooleanField(default=True)
    """Whether it stands on the page of notices; otherwise it is only carried elsewhere."""
    mail_at = models.DateTimeField(null=True)
    """When its mail is due."""
    push_at = models.DateTimeField(null=True)
    """When the user's browsers are to show it."""
    in_digest = models.BooleanField(default=False)
    """Whether the next mail of the morning lists it."""

    class Meta:
        indexes = [
            models.Index(fields=["user", "-at", "-id"], name="notices_user_newest"),
            models.Index(fields=["user"], name="notices_unread", condition=models.Q(read_at=None)),
            models.Index(
                fields=["mail_at"], name="notices_mail", condition=models.Q(mail_at__isnull=False)
            ),
            models.Index(
                fields=["push_at"], name="notices_push", condition=models.Q(push_at__isnull=False)
            ),
            models.Index(
                fields=["user"], name="notices_digest", condition=models.Q(in_digest=True)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.record} {self.object_id}"


class Mailing(models.Model):
    """One mail about notices, promised once: the row makes the second promise fail."""

    class Kind(models.TextChoices):
        NOW = "now"
        DIGEST = "digest"

    id = models.UUIDField(primary_key=True, default=new_id)
    user: models.ForeignKey[User, User] = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+", db_index=False
    )
    kind = models.CharField(max_length=6, choices=Kind)
    day = models.DateField(null=True)
    """The morning of a digest."""
    notices = models.JSONField(default=list)
    """Ids of the notices of a mail sent at once; a digest finds its own."""
    made_at = models.DateTimeField(default=clock.now)
    sent_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user", "day"],
                condition=models.Q(kind="digest"),
                name="notices_digest_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.user_id}"


class Reminded(models.Model):
    """How far people were told of what falls due; one row, moved on by each round."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    until = models.DateField(null=True)
    """The first day of which nobody was told yet."""

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(id=1), name="notices_one_row")]

    def __str__(self) -> str:
        return f"until {self.until}"

    @classmethod
    def locked(cls) -> Reminded:
        """The row, held until the transaction ends; made first when it is not there yet."""
        Reminded.objects.bulk_create([Reminded()], ignore_conflicts=True)
        return Reminded.objects.select_for_update().get(pk=1)


class Device(models.Model):
    """A browser that shows its user's notices: where its push service is, and its keys."""

    id = models.UUIDField(primary_key=True, default=new_id)
    user: models.ForeignKey[User, User] = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+"
    )
    endpoint = models.CharField(max_length=1000, unique=True)
    p256dh = models.CharField(max_length=100)
    """The browser's public key; `auth` the secret that goes with it. Both are for sealing only."""
    auth = models.CharField(max_length=40)
    agent = models.CharField(max_length=300, default="", blank=True)
    made_at = models.DateTimeField(default=clock.now)

    def __str__(self) -> str:
        return f"{self.user_id} {self.endpoint[:40]}"
