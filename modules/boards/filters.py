"""Finding posts by what one has still to do with them (A24)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, Model, OuterRef, Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dangol.records.filters.choices import Choosing
from modules.boards.models import Reading

WORDS = {
    "confirm": gettext_lazy("I must confirm it"),
    "unread": gettext_lazy("I have not read it"),
    "read": gettext_lazy("I have read it"),
}


@dataclass(frozen=True, kw_only=True)
class ReadingFilter(Choosing):
    """Posts by whether the user has read or confirmed them; `field` is only its name."""

    field: str = "reading"

    def label(self, model: type[Model]) -> str:
        return _("Reading")

    def options(self, model: type[Model], user: Any) -> list[tuple[str, str]]:
        return [(value, str(words)) for value, words in WORDS.items()]

    def _any(self, model: type[Model], chosen: list[str], user: Any) -> tuple[str, Q]:
        some = Q()
        for value in chosen:
            if value not in WORDS:
                raise self._wrong(model, value, _("Choose from the list."))
            some |= waiting(user, value)
        return ", ".join(str(WORDS[value]) for value in chosen), some


def waiting(user: Any, what: str) -> Q:
    """The posts that the user must still confirm, has not read, or has read; None is nobody."""
    own = Reading.objects.filter(post=OuterRef("pk"), user=getattr(user, "pk", None))
    if what == "confirm":
        return Q(must_read=True, state="published") & ~Q(Exists(own.exclude(confirmed_at=None)))
    return Q(Exists(own)) if what == "read" else ~Q(Exists(own))
