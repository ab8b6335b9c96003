"""What a new company does first in this layer: it invites its people (P4)."""

from __future__ import annotations

from tenants.people.models import Invitation, User


def has_invited() -> bool:
    """Whether somebody besides the founder is here or has been asked to come."""
    return Invitation.objects.exists() or User.objects.all()[1:2].exists()
