"""Finding lines of the consent ledger by whether the person was told what became of it (S8)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Model, Q
from django.utils.translation import gettext as _

from dangol import clock
from dangol.records.filters.base import NONE
from dangol.records.filters.choices import Choosing

TELLING = "telling"


@dataclass(frozen=True, kw_only=True)
class TellingFilter(Choosing):
    """Lines by how the notice of the result stands; `field` is only its name."""

    field: str = TELLING

    def label(self, model: type[Model]) -> str:
        return _("Notice of the result")

    def options(self, model: type[Model], user: Any) -> list[tuple[str, str]]:
        return [
            ("open", _("Not told yet")),
            ("overdue", _("Overdue")),
            ("told", _("Told")),
            (NONE, _("Nobody to tell")),
        ]

    def _any(self, model: type[Model], chosen: list[str], user: Any) -> tuple[str, Q]:
        kinds = {
            "open": Q(due_on__isnull=False, told_at=None),
            "overdue": Q(due_on__lt=clock.today(), told_at=None),
            "told": Q(told_at__isnull=False),
            NONE: Q(due_on=None, told_at=None),
        }
        some = Q()
        for value in chosen:
            if value not in kinds:
                raise self._wrong(model, value, _("Choose from the list."))
            some |= kinds[value]
        labels = dict(self.options(model, user))
        return ", ".join(labels[value] for value in chosen), some
