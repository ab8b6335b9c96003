"""Finding campaigns by how their sends stand (G4)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, Model, OuterRef, Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from dangol.records.filters.choices import Choosing
from messaging.models import Send
from modules.campaign.models import Project

STANDINGS = {
    "draft": (gettext_lazy("being prepared"), (Send.Status.DRAFT,)),
    "reserved": (gettext_lazy("reserved"), (Send.Status.RESERVED,)),
    "open": (gettext_lazy("under way"), (*Send.OPEN, Send.Status.RESERVED)),
    "stopped": (
        gettext_lazy("stopped, need somebody"),
        (Send.Status.INSUFFICIENT, Send.Status.PAUSED),
    ),
}
"""{value: (words, states of a send)}"""


@dataclass(frozen=True, kw_only=True)
class SendsFilter(Choosing):
    """Campaigns with a project whose send stands like this; `field` is only its name."""

    field: str = "sends"

    def label(self, model: type[Model]) -> str:
        return _("Sends")

    def options(self, model: type[Model], user: Any) -> list[tuple[str, str]]:
        return [(value, str(words)) for value, (words, _states) in STANDINGS.items()]

    def _any(self, model: type[Model], chosen: list[str], user: Any) -> tuple[str, Q]:
        for value in chosen:
            if value not in STANDINGS:
                raise self._wrong(model, value, _("Choose from the list."))
        states = {state for value in chosen for state in STANDINGS[value][1]}
        has_one = Project.objects.filter(campaign=OuterRef("pk"), send__status__in=states)
        words = ", ".join(str(STANDINGS[value][0]) for value in chosen)
        return words, Q(Exists(has_one))
