"""What notices about messages say (A26, U9)."""

from __future__ import annotations

from collections.abc import Collection

from modules.messages.models import Delivery
from tenants.people.models import User


def subjects(user: User, keys: Collection[str]) -> dict[str, str]:
    """{id: subject} of messages that the user has."""
    own = Delivery.objects.filter(message_id__in=[*keys], user_id=user.pk, taken_back_at=None)
    return {str(key): subject for key, subject in own.values_list("message_id", "message__subject")}
