"""The records for which a trigger's conditions hold, with the rights of whoever keeps it (A29)."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from dangol import access
from dangol.errors import RuleBroken
from dangol.records import Record
from dangol.records.filters.groups import WHERE
from dangol.records.lists.selection import Selection, read_selection
from tenants.people.models import User
from tenants.queries import desk
from tenants.triggers.models import Trigger


def record_of(trigger: Trigger) -> Record:
    """Its record type. RuleBroken when the type, or its keeper's right to see it, is gone."""
    record = desk.records().get(trigger.record)
    if record is None:
        raise RuleBroken(
            "trigger_type", _("What it was about is not part of your Dangol any more.")
        )
    if not access.user_can(keeper(trigger), record.permission("view")):
        words = _("%(name)s, who saved it, may not see %(nouns)s any more. Save it anew.")
        facts = {"name": keeper(trigger).name, "nouns": record.plural}
        raise RuleBroken("trigger_closed", words % facts)
    return record


def keeper(trigger: Trigger) -> User:
    """In whose name it acts. RuleBroken when nobody is left."""
    if trigger.owner is None or not trigger.owner.is_active:
        raise RuleBroken(
            "trigger_alone", _("Whoever saved it does not work here any more. Save it anew.")
        )
    return trigger.owner


def selection(trigger: Trigger) -> Selection:
    """Its conditions. RuleBroken when one of them cannot be read any more."""
    record = record_of(trigger)
    asked = {WHERE: [trigger.where]} if trigger.where else {}
    return read_selection(record, keeper(trigger), asked, strict=True)


def rows(trigger: Trigger) -> QuerySet[Any]:
    """Every record for which the conditions hold now."""
    record = record_of(trigger)
    return selection(trigger).of(record.visible_to(keeper(trigger)))


def query(trigger: Trigger) -> str:
    """The conditions as the list's address has them."""
    return urlencode({WHERE: trigger.where}) if trigger.where else ""


def sentences(trigger: Trigger) -> list[str]:
    """The conditions in words; what cannot be used any more is said so."""
    record = desk.records().get(trigger.record)
    if record is None:
        return []
    asked = {WHERE: [trigger.where]} if trigger.where else {}
    found = read_selection(record, None, asked)
    return [*found.sentences, *found.problems]
