"""What a new company does first in this module: a sender, and a first campaign (P4)."""

from __future__ import annotations

from django.db.models import Q
from django.urls import reverse

from messaging.models import Send
from modules.campaign.models import Project
from tenants.services import samples


def has_sender() -> bool:
    """Whether a sender's address or number was ever entered: the next draft takes it over."""
    known = ~Q(sender_address="") | ~Q(sender_number="")
    return Send.objects.filter(known, kind=Send.Kind.BULK).exists()


def has_sent() -> bool:
    """Whether a send to customers was started."""
    return Send.objects.filter(kind=Send.Kind.BULK, started_at__isnull=False).exists()


def sender_address() -> str:
    """Where a sender is entered: with the text of the newest draft, else of a new campaign."""
    drafts = Project.objects.filter(send__status=Send.Status.DRAFT, campaign__deleted_at=None)
    example = samples.ids_of("campaign.project")
    newest = drafts.exclude(pk__in=example).order_by("-created_at", "-id").first()
    newest = newest or drafts.order_by("-created_at", "-id").first()
    if newest is None:
        return reverse("campaign:campaign-new")
    return reverse("campaign:project-content", args=[newest.pk])
