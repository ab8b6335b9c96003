"""What notices about hints say, under the reader's rights (A30, U9)."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from typing import TYPE_CHECKING, Any

from tenants.hints import screens
from tenants.hints.models import Hint, Receipt
from tenants.notes.queries.told import short

if TYPE_CHECKING:
    from tenants.people.models import User


def received(user: User, keys: Collection[str]) -> dict[str, str]:
    """{id: what the screen is called} of hints that the user was sent and still has."""
    own = Receipt.objects.filter(hint_id__in=[*keys], user_id=user.pk, withdrawn_at=None)
    return _named(user, [row.hint for row in own.select_related("hint")])


def sent(user: User, keys: Collection[str]) -> dict[str, str]:
    """{id: what the screen is called} of hints that the user sent."""
    return _named(user, Hint.objects.filter(pk__in=keys, sender_id=user.pk))


def notes(user: User, facts: list[Mapping[str, Any]]) -> list[str]:
    """The beginning of each note."""
    keys = [each.get("hint") for each in facts]
    found = Hint.objects.filter(pk__in=[key for key in keys if key])
    texts = {str(pk): text for pk, text in found.values_list("pk", "note")}
    return [short(texts.get(str(key), "")) for key in keys]


def answers(user: User, facts: list[Mapping[str, Any]]) -> list[str]:
    """The beginning of each answer, as it is by now."""
    keys = [each.get("receipt") for each in facts]
    found = Receipt.objects.filter(pk__in=[key for key in keys if key])
    texts = {str(pk): text for pk, text in found.values_list("pk", "answer")}
    return [short(texts.get(str(key), "")) for key in keys]


def _named(user: User, hints: Iterable[Hint]) -> dict[str, str]:
    shown = {str(hint.pk): screens.Screen.of(hint) for hint in hints}
    titles = screens.titles(user, shown.values())
    return {key: str(titles[screen]) for key, screen in shown.items()}
