"""How far a computation of all scores is; also the work itself, taken up by its row."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from dangol import clock
from dangol.ids import new_id
from modules.scoring.models.rule_set import RuleSet


class Run(models.Model):
    """Facts are gathered in one statement, then customers are written part by part."""

    class State(models.TextChoices):
        RUNNING = "running", _("Running")
        DONE = "done", _("Done")
        STOPPED = "stopped", _("Stopped")

    id = models.UUIDField(primary_key=True, default=new_id)
    state = models.CharField(max_length=8, choices=State, default=State.RUNNING)
    rule_set = models.ForeignKey(
        RuleSet, on_delete=models.PROTECT, null=True, related_name="+", db_index=False
    )
    """None: as they are without a company's own."""
    facts_at = models.DateTimeField(null=True)
    """The moment of which the facts are; None until they are gathered."""
    cursor = models.UUIDField(null=True)
    """Id of the last customer that was written."""
    total = models.PositiveIntegerField(default=0)
    """About how many there are."""
    seen = models.PositiveIntegerField(default=0)
    changed = models.PositiveIntegerField(default=0)
    moved = models.PositiveIntegerField(default=0)
    """How many of them went to another stage of life."""
    started_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+",
        db_index=False,
    )  # fmt: skip
    begun_at = models.DateTimeField(default=clock.now)
    touched_at = models.DateTimeField(default=clock.now)
    finished_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["state"], condition=models.Q(state="running"), name="scoring_one_run"
            )
        ]
        indexes = [models.Index(fields=["-begun_at"], name="scoring_run_newest")]

    def __str__(self) -> str:
        return f"{self.begun_at:%F %R} {self.state}"
