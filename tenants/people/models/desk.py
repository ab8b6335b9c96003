"""How a user has arranged their own desk: settings, favourites, and what they looked at last."""

from __future__ import annotations

from django.db import models

from dangol import clock
from dangol.ids import new_id
from tenants.people.models.user import User


class Preference(models.Model):
    """One setting of one user, as JSON (A3, U10)."""

    id = models.UUIDField(primary_key=True, default=new_id)
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="preferences")
    code = models.CharField(max_length=100)
    value = models.JSONField()
    changed_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["user", "code"], name="people_preference_once")
        ]

    def __str__(self) -> str:
        return f"{self.user_id} {self.code}"


class Favourite(models.Model):
    """A record or a screen that a user keeps in their navigation (즐겨찾기)."""

    id = models.UUIDField(primary_key=True, default=new_id)
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="favourites")
    record = models.CharField(max_length=60, default="")
    """Code of the record type, such as base.customer; empty for a screen."""
    object_id = models.CharField(max_length=40, default="")
    """Of a record; its name is read each time, under the user's rights."""
    label = models.CharField(max_length=100, default="")
    """Of a screen; a record goes by its own name."""
    url = models.CharField(max_length=1000, default="")
    """Of a screen: path and query."""
    icon = models.CharField(max_length=40, default="star")
    position = models.PositiveIntegerField(default=0)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user", "record", "object_id", "url"], name="people_favourite_once"
            )
        ]
        indexes = [models.Index(fields=["user", "position"], name="people_favourite_order")]

    def __str__(self) -> str:
        return self.label or f"{self.record} {self.object_id}"


class Visit(models.Model):
    """The last time a user opened a record: the list of what they looked at (최근 본 항목)."""

    id = models.UUIDField(primary_key=True, default=new_id)
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="visits")
    record = models.CharField(max_length=60)
    object_id = models.CharField(max_length=40)
    at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user", "record", "object_id"], name="people_visit_once"
            )
        ]
        indexes = [models.Index(fields=["user", "-at"], name="people_visit_last")]

    def __str__(self) -> str:
        return f"{self.user_id} {self.record} {self.object_id}"


class SampleRow(models.Model):
    """A row that came with the sample data, so that all of it can go in one click (P4)."""

    pk = models.CompositePrimaryKey("record", "object_id")
    record = models.CharField(max_length=60)
    object_id = models.CharField(max_length=40)

    def __str__(self) -> str:
        return f"{self.record} {self.object_id}"
