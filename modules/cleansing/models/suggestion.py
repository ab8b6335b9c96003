"""A better value for a field, and what was decided (B22, B24)."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from dangol import clock
from dangol.ids import new_id


class Suggestion(models.Model):
    """A better value for one field of one record. What was decided is kept, and not asked again."""

    class State(models.TextChoices):
        OPEN = "open", _("To decide")
        ACCEPTED = "accepted", _("Accepted")
        SKIPPED = "skipped", _("Skipped")

    id = models.UUIDField(primary_key=True, default=new_id)
    record = models.CharField(max_length=60)
    """Code of the record type."""
    object_id = models.UUIDField()
    field = models.CharField(max_length=60)
    rule = models.CharField(max_length=30)
    old = models.TextField()
    new = models.TextField(blank=True)
    was = models.JSONField()
    """{column: value} as they stood when it was found: with other ones it is out of date."""
    wanted = models.JSONField()
    """{column: value} that are written: the field, what follows from it, what moves elsewhere."""
    confidence = models.PositiveSmallIntegerField()
    """Percent, by the rule's own knowledge of its traps."""
    state = models.CharField(max_length=8, choices=State, default=State.OPEN)
    run_id = models.UUIDField(null=True)
    """The run that wrote it, for taking it back."""
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+",
        db_index=False,
    )  # fmt: skip
    decided_at = models.DateTimeField(null=True)
    found_at = models.DateTimeField(default=clock.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["record", "object_id", "field"], name="cleansing_one_a_field"
            )
        ]
        indexes = [
            models.Index(
                fields=["record", "rule", "field", "id"],
                name="cleansing_open",
                condition=models.Q(state="open"),
            ),
            # whether one record has any is asked for each of a million: never by the index above
            models.Index(
                fields=["record", "object_id"],
                name="cleansing_open_of_one",
                condition=models.Q(state="open"),
            ),
            models.Index(
                fields=["run_id"],
                name="cleansing_of_run",
                condition=models.Q(run_id__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.rule} {self.field}: {self.old} -> {self.new}"
