"""Finding customers by what their data lacks (B29)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Model, Q
from django.utils.translation import gettext as _

from dangol.records.filters.choices import Choosing
from dangol.records.types import record_of
from modules.base.quality import Shortcoming, shortcomings

QUALITY = "quality"


@dataclass(frozen=True, kw_only=True)
class QualityFilter(Choosing):
    """Customers whose data is wanting in something (B29); `field` is only its name.

    What reads a field that is hidden from the user is neither offered nor taken.
    """

    field: str = QUALITY

    def label(self, model: type[Model]) -> str:
        return _("Data quality")

    def options(self, model: type[Model], user: Any) -> list[tuple[str, str]]:
        return [(each.code, str(each.label)) for each in self._open_to(user)]

    def _open_to(self, user: Any) -> list[Shortcoming]:
        hidden = record_of("base.customer").hidden_from(user)
        return [each for each in shortcomings() if hidden.isdisjoint(each.fields)]

    def _any(self, model: type[Model], chosen: list[str], user: Any) -> tuple[str, Q]:
        open_to = {each.code: each for each in self._open_to(user)}
        some = Q()
        for value in chosen:
            if value not in open_to:
                raise self._wrong(model, value, _("Choose from the list."))
            some |= open_to[value].q()
        return ", ".join(str(open_to[value].label) for value in chosen), some
