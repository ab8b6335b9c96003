"""Telling colleagues, as each has chosen to be told: in Dangol, by mail, by the browser (A29)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from dangol import notices
from dangol.about_triggers import Fired, Options
from dangol.errors import RuleBroken
from dangol.records import Record
from tenants.triggers import recipients
from tenants.triggers.actions.asking import TellingForm

FIRED, LISTED = "tenants.trigger.fired", "tenants.trigger.listed"


class Notify:
    """Tells them of the record; who may not see it is not told."""

    def form(
        self, data: Any, *, prefix: str, record: Record, user: Any, of_list: bool
    ) -> TellingForm:
        return TellingForm(data, prefix=prefix, record=record, user=user, of_list=of_list)

    def summary(self, options: Options, record: Record) -> str:
        return _("Tell: %(who)s") % {"who": recipients.words(options["to"], record)}

    def perform(self, options: Options, fired: Fired) -> Mapping[str, Any]:
        people = recipients.users(options["to"], fired)
        if not people:
            raise RuleBroken("nobody", _("Nobody is left of those who are to be told."))
        facts = {"trigger": str(fired.trigger), "text": options.get("text", "")}
        if fired.instance is not None:
            told = notices.Told(
                kind=FIRED, record=fired.record.code, key=str(fired.instance.pk),
                facts=facts | {"query": fired.query},
            )  # fmt: skip
        else:
            told = notices.Told(
                kind=LISTED, record=fired.record.code, count=fired.count,
                facts=facts | {"query": fired.query},
            )  # fmt: skip
        notices.tell(told, [each.pk for each in people])
        return {"count": len(people)}

    def told(self, facts: Mapping[str, Any]) -> str:
        count = int(facts.get("count", 0))
        return ngettext("%(count)s person told", "%(count)s people told", count) % {"count": count}


notify = Notify()
