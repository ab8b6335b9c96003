"""The campaign (캠페인): why, until when, for how much, with what result in mind (G2, G3)."""

from __future__ import annotations

from datetime import date, timedelta

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from dangol import clock
from dangol.records.model import PLAIN, RecordModel, owner_field

USUAL_LENGTH = timedelta(days=30)


def usual_end() -> date:
    """The last day of a campaign that begins today (G2)."""
    return clock.today() + USUAL_LENGTH


class Campaign(RecordModel):
    """One campaign; its sending is done by its projects, one for each medium and wave.

    `state` is changed only by compare-and-set in `modules.campaign.services.campaigns`.
    """

    class Kind(models.TextChoices):
        """유형: what the campaign is for."""

        ACQUIRE = "acquire", _("Win new customers")
        RETAIN = "retain", _("Keep existing customers")
        REPURCHASE = "repurchase", _("Encourage repeat purchases")
        REAWAKEN = "reawaken", _("Reawaken dormant customers")
        PRODUCT = "product", _("Introduce a product")
        EVENT = "event", _("Announce an event")
        OTHER = "other", _("Something else")

    class State(models.TextChoices):
        """기획, 승인, 실행중, 종료, 마감 (G3)."""

        PLANNED = "planned", pgettext_lazy("campaign", "Planned")
        APPROVED = "approved", pgettext_lazy("campaign", "Approved")
        RUNNING = "running", pgettext_lazy("campaign", "Running")
        ENDED = "ended", pgettext_lazy("campaign", "Ended")
        CLOSED = "closed", pgettext_lazy("campaign", "Closed")

    MOVES: dict[str, tuple[str, ...]] = {
        State.PLANNED: (State.APPROVED,),
        State.APPROVED: (State.RUNNING, State.PLANNED),
        State.RUNNING: (State.ENDED,),
        State.ENDED: (State.CLOSED, State.RUNNING),
        State.CLOSED: (),
    }
    """{state: the states it may move to, the usual one first}. Closing is for good."""
    OVER = (State.ENDED, State.CLOSED)
    """The states in which nothing is added to it any more."""
    SENDING = (State.APPROVED, State.RUNNING)
    """The states in which its projects may send."""

    record_code = "campaign.campaign"

    name = models.CharField(_("Campaign name"), max_length=60, db_collation=PLAIN)
    kind = models.CharField(_("Purpose"), max_length=60, choices=Kind, default=Kind.RETAIN)
    state = models.CharField(
        _("State"), max_length=10, choices=State, default=State.PLANNED, editable=False
    )
    owner = owner_field()
    starts_on = models.DateField(_("Starts"), default=clock.today)
    ends_on = models.DateField(_("Ends"), default=usual_end)
    budget = models.BigIntegerField(_("Budget"), null=True, blank=True)
    """예산비용, in won."""
    residual_value = models.BigIntegerField(_("Residual value per customer"), null=True, blank=True)
    """잔존가치(객단가), in won: what a customer won or kept is valued at."""
    target_revenue = models.BigIntegerField(_("Target revenue"), null=True, blank=True)
    """목표매출액, in won."""
    description = models.TextField(_("Description"), max_length=4000, blank=True)

    class Meta:
        verbose_name = _("Campaign")
        verbose_name_plural = _("Campaigns")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ends_on__gte=models.F("starts_on")),
                name="campaign_ends_later",
                violation_error_message=_(
                    "The campaign ends before it starts. Choose a later end."
                ),
            ),
        ]
        indexes = [  # one for each column the list sorts by, ties broken by id
            models.Index(fields=["name", "id"], name="campaign_name"),
            models.Index(fields=["kind", "id"], name="campaign_kind"),
            models.Index(fields=["state", "id"], name="campaign_state"),
            models.Index(fields=["starts_on", "id"], name="campaign_starts"),
            models.Index(fields=["ends_on", "id"], name="campaign_ends"),
            models.Index(fields=["budget", "id"], name="campaign_budget"),
            models.Index(fields=["target_revenue", "id"], name="campaign_target"),
            models.Index(fields=["created_at", "id"], name="campaign_created"),
            models.Index(fields=["owner", "id"], name="campaign_owner"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def may_send(self) -> bool:
        return self.state in self.SENDING

    @property
    def is_closed(self) -> bool:
        return self.state == self.State.CLOSED

    @property
    def moves(self) -> list[State]:
        """The states it may move to now, the usual one first."""
        return [self.State(state) for state in self.MOVES[self.state]]
