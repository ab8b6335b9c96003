"""Keeping what users set for themselves; no audit line, for it concerns nobody else (A3)."""

from __future__ import annotations

from collections.abc import Callable, Collection
from typing import Any

from django.db import transaction

from dangol import clock
from tenants.people.models import Preference, User
from tenants.queries import desk
from tenants.services import profiles


class KeptPreferences:
    """Implements `dangol.preferences.Preferences` in the company's schema."""

    def read(self, user: Any, code: str) -> Any:
        if code in user.brought:
            return user.brought[code]
        return self._read(user, [code]).get(code)

    def bring(self, user: Any, codes: Collection[str]) -> None:
        user.brought = dict.fromkeys(codes) | self._read(user, codes)

    def _read(self, user: Any, codes: Collection[str]) -> dict[str, Any]:
        """Brings along what the frame of the page asks for next: see `desk.frame_settings`."""
        found = desk.preferences(user, (*codes, *desk.FRAME))
        user.frame_settings = {each: found[each] for each in desk.FRAME if each in found}
        return found

    @transaction.atomic
    def keep(self, user: Any, code: str, value: Any) -> None:
        user.frame_settings, user.brought = None, {}
        if value is None:
            Preference.objects.filter(user_id=user.pk, code=code).delete()
            return
        Preference.objects.update_or_create(
            user_id=user.pk, code=code, defaults={"value": value, "changed_at": clock.now()}
        )

    @transaction.atomic
    def change(self, user: Any, code: str, change: Callable[[Any], Any]) -> None:
        # The user's row is locked, for the setting's own need not be there yet.
        User.objects.select_for_update(no_key=True).get(pk=user.pk)
        user.brought = {}
        self.keep(user, code, change(self.read(user, code)))

    def speak(self, user: Any, language: str) -> None:
        profiles.change(user, name=user.name, language=language)
