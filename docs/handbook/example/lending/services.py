"""Adding, changing and removing things; the rules that no form knows."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from modules.lending.models import Thing

from dangol.errors import RuleBroken
from tenants.services.records import Services, Taken, Values, set_all

FIELDS = ("name", "number", "state", "borrower_id", "due_on", "value", "owner_id", "memo")


def _take_over(thing: Thing, values: Values) -> None:
    set_all(thing, values)
    if thing.state == Thing.State.LENT and thing.borrower is None:
        raise RuleBroken(
            "borrower_missing",
            _("Write who has it, or put it back on the shelf."),
            field="borrower",
        )


things = Services(
    subject="lending.thing",
    model=Thing,
    fields=FIELDS,
    owner="owner",
    take_over=_take_over,
    taken={
        "lending_thing_number": Taken(
            code="number_taken",
            words=_("Another thing has the number %(value)s; choose another."),
            field="number",
        )
    },
)
