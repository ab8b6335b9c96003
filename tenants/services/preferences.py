"""Keeping what users set for themselves; no audit line, for it concerns nobody else (A3)."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from dangol import clock
from tenants.people.models import Preference
from tenants.services import profiles


class KeptPreferences:
    """Implements `dangol.preferences.Preferences` in the company's schema."""

    def read(self, user: Any, code: str) -> Any:
        return (
            Preference.objects.filter(user_id=user.pk, code=code)
            .values_list("value", flat=True)
            .first()
        )

    @transaction.atomic
    def keep(self, user: Any, code: str, value: Any) -> None:
        if value is None:
            Preference.objects.filter(user_id=user.pk, code=code).delete()
            return
        Preference.objects.update_or_create(
            user_id=user.pk, code=code, defaults={"value": value, "changed_at": clock.now()}
        )

    def speak(self, user: Any, language: str) -> None:
        profiles.change(user, name=user.name, language=language)
