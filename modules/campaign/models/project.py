"""The project (프로젝트): one medium of a campaign, and the send that carries it (G4)."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from dangol import clock
from dangol.ids import new_id
from messaging.models import Send
from modules.campaign.models.campaign import Campaign


class Project(models.Model):
    """One wave of a campaign on one medium.

    Whom it is for and what it says stand in its send, from the draft on; so there is one truth.
    """

    class Medium(models.TextChoices):
        """매체; the codes are the engine's channels."""

        EMAIL = "email", _("E-mail")
        SMS = "sms", _("Text message")

    class Kind(models.TextChoices):
        """유형: what the recipients get."""

        OFFER = "offer", _("Offer or coupon")
        NEWS = "news", _("News")
        INVITATION = "invitation", _("Invitation")
        THANKS = "thanks", _("Thanks")
        OTHER = "other", _("Something else")

    id = models.UUIDField(primary_key=True, default=new_id)
    campaign = models.ForeignKey(
        Campaign, on_delete=models.PROTECT, related_name="projects", db_index=False
    )
    name = models.CharField(_("Project name"), max_length=80)
    medium = models.CharField(_("Medium"), max_length=8, choices=Medium, default=Medium.EMAIL)
    kind = models.CharField(_("Type"), max_length=12, choices=Kind, default=Kind.OFFER)
    starts_on = models.DateField(_("Starts"))
    ends_on = models.DateField(_("Ends"))
    send = models.OneToOneField(Send, on_delete=models.PROTECT, related_name="+")
    audience_count = models.PositiveIntegerField(null=True)
    """How many get it, counted with every change and at the start; None before they are chosen."""
    audience_at = models.DateTimeField(null=True)
    """When they were counted."""
    created_at = models.DateTimeField(default=clock.now)

    class Meta:
        verbose_name = _("Project")
        verbose_name_plural = _("Projects")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ends_on__gte=models.F("starts_on")),
                name="campaign_project_ends_later",
                violation_error_message=_("The project ends before it starts. Choose a later end."),
            ),
        ]
        indexes = [
            models.Index(fields=["campaign", "-created_at"], name="campaign_project_newest"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def is_draft(self) -> bool:
        """Whether recipients and text may still be changed."""
        return self.send.status == Send.Status.DRAFT

    @property
    def is_mail(self) -> bool:
        return self.medium == self.Medium.EMAIL
