"""The company's rules: each change is a new set, so a run tells by which it worked."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from dangol import clock
from dangol.ids import new_id


class RuleSet(models.Model):
    """Rules as they were from a moment on; the newest are in force."""

    id = models.UUIDField(primary_key=True, default=new_id)
    rules = models.JSONField(default=dict)
    """As `modules.scoring.rules.Rules.kept` writes them."""
    saved_at = models.DateTimeField(default=clock.now)
    saved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+",
        db_index=False,
    )  # fmt: skip

    class Meta:
        indexes = [models.Index(fields=["-saved_at"], name="scoring_rules_newest")]

    def __str__(self) -> str:
        return f"{self.saved_at:%F %R}"
